export { declareAnswer as declare } from './completion.ts';
