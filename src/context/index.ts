export { projectRoot } from './project_root.ts';
