import { findProject } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';

/** The folder that a project's patterns and outcomes are kept in: where its batches are, which record how they came out. */
export function patternRoot(cwd: string): string {
  const project = findProject(cwd);
  return project.ok ? project.value.root : projectRoot(cwd);
}
