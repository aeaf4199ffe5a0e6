import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MAIN } from './program.ts';

/**
 * Says at once, instead of in every test, that there is nothing to test, and gives all tests one folder for what they make, which
 * is removed when they are over, whether they passed or not. A run that was killed could not: the next one does it.
 */
export default function setup(): () => void {
  if (!existsSync(MAIN)) throw new Error('The program is not built; run `npm run build` first.');
  const shared = tmpdir();
  // Each project of the tests calls this in the same process.
  if (basename(shared) === OWN) return () => {};
  for (const name of readdirSync(shared)) if (isLeft(name)) remove(join(shared, name));
  const own = join(shared, OWN);
  mkdirSync(own);
  process.env.TMPDIR = own;
  return () => {
    process.env.TMPDIR = shared;
    remove(own);
  };
}

const PREFIX = 'orchestrator-test-';
const OWN = `${PREFIX}${process.pid}`;

/** Whether a folder is of a run of tests whose process is gone. */
function isLeft(name: string): boolean {
  if (!name.startsWith(PREFIX)) return false;
  const pid = Number(name.slice(PREFIX.length));
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Something may still be ending in there, or be somebody else's; what is left then is not worth a failure. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, maxRetries: 3 });
  } catch {}
}
