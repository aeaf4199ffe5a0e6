import { join } from 'node:path';
import { createFile, entryKind, readText, replaceFile, sha256 } from '../../../platform/index.ts';

/**
 * The `.gitignore` of the state folder. It ignores everything in it, including itself: `git clean -fd` and `git stash -u` remove
 * files that git neither ignores nor tracks, and a batch without its manifest or prompts is lost.
 */
const IGNORES = `# Made by orchestrator, and yours to change.
# Everything here is ignored, this file as well, so that neither git clean -fd nor git stash -u takes a batch away.
# To have prompts or reports of a batch in version control: git add --force <file>
/*
!/memory/
!/patterns/
!/plans/
!/snapshots/
`;

/** Digests of the file as made by earlier versions, under which git could remove prompts and manifests. */
const MADE_BEFORE = new Set([
  '99330306e8a18a8863ae53a79b720683372d1f48e5d1d21736fdaaeb6819b4e4',
  // Before patterns existed.
  '5977916d8e470d81e279d68d07cbb6ba5e647c3325ac85e6ad912cf7ef1c8cfa',
]);

/**
 * Gives the state folder its own `.gitignore`; one that the user wrote or changed is never touched.
 *
 * @throws the system's error when it cannot be written
 */
export async function writeIgnores(state: string): Promise<void> {
  const path = join(state, '.gitignore');
  if (entryKind(path) === 'absent') await createFile(path, IGNORES);
  else if (entryKind(path) === 'file' && isOld(path)) await replaceFile(path, IGNORES);
}

function isOld(path: string): boolean {
  const read = readText(path, 64 * 1024, 'keep');
  return read.kind === 'text' && MADE_BEFORE.has(sha256(read.text));
}
