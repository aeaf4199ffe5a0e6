import { join } from 'node:path';

/** Paths of the files that hold a project's discovered context. */
export function contextFiles(root: string): { readonly json: string; readonly text: string } {
  const folder = join(root, '.orchestrator');
  return { json: join(folder, 'context.json'), text: join(folder, 'context.md') };
}
