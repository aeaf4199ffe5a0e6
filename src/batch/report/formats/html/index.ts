export { htmlReport, type PageOptions } from './page.ts';
