import { join } from 'node:path';

/** Where what was found out about a project is kept. */
export function contextFiles(root: string): { readonly json: string; readonly text: string } {
  const folder = join(root, '.orchestrator');
  return { json: join(folder, 'context.json'), text: join(folder, 'context.md') };
}
