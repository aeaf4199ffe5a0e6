import { findProject } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';

/** The folder in which a project's patterns and outcomes are kept: with its batches, which record the outcomes. */
export function patternRoot(cwd: string): string {
  const project = findProject(cwd);
  return project.ok ? project.value.root : projectRoot(cwd);
}
