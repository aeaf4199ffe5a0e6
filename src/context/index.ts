export { type ProjectDocument, readInstructions, readManifests } from './documents.ts';
export * from './memory/index.ts';
export { type MakeTargets, type NpmPackage, openProject, type Project } from './project.ts';
export { projectRoot } from './project_root.ts';
export { type ProjectTree, readTree, shortenTree } from './tree.ts';
