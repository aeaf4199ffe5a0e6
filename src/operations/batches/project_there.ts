import { join } from 'node:path';
import type { Project } from '../../batch/index.ts';
import { entryNumber, ownIdentity, readText, replaceFile, sha256 } from '../../platform/index.ts';

/**
 * What tells a project from others at a placement that several machines use. It stays what it was when the project's folder is
 * renamed, or its machine is called otherwise (as laptops are in another network, and login nodes that share a home folder): what
 * is under way there would be looked for in vain. A copy of the project is another one.
 */
export async function projectThere({ root, state }: Pick<Project, 'root' | 'state'>): Promise<string> {
  const file = join(state, FILE);
  const folder = entryNumber(state) ?? '';
  const kept = readText(file, LONGEST);
  const [, id, of] = (kept.kind === 'text' && /^([0-9a-f]{16}) (\d+)\n$/u.exec(kept.text)) || [];
  if (id !== undefined && of === folder) return id;
  const made = sha256(`${ownIdentity().host}\n${root}`).slice(0, 16);
  // One that cannot be kept is the same the next time all the same, unless either was renamed.
  await replaceFile(file, `${made} ${folder}\n`).catch(() => undefined);
  return made;
}

/** With the number of the folder that it is in, which a copy has not. */
const FILE = 'places';

/** In bytes. */
const LONGEST = 1024;
