import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MAIN } from './program.ts';

/**
 * Says at once, instead of in every test, that there is nothing to test, and gives all tests one folder for what they make, which
 * is removed when they are over, whether they passed or not. A run that was killed could not: the next one does it.
 */
export default function setup(): () => void {
  if (!existsSync(MAIN)) throw new Error('The program is not built; run `npm run build` first.');
  const given = process.env.TMPDIR;
  // Each project of the tests calls this in the same process.
  if (given !== undefined && basename(given) === OWN) return () => {};
  const shared = given === undefined && hasRoomInMemory() ? IN_MEMORY : tmpdir();
  for (const folder of new Set([tmpdir(), shared]))
    for (const name of readdirSync(folder)) if (isLeft(name)) remove(join(folder, name));
  const own = join(shared, OWN);
  mkdirSync(own);
  process.env.TMPDIR = own;
  return () => {
    if (given === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = given;
    remove(own);
  };
}

/** A file system in memory, as Linux has it. What a run of tests makes is small, and lives as long as the run. */
const IN_MEMORY = '/dev/shm';
const GIBIBYTE = 2 ** 30;

/**
 * Whether what tests make can be kept in memory. A batch waits for the disk at every step, so that nothing is lost when the power
 * fails; nobody pulls the plug on a test, and on a disk half of the suite's time would be waiting. TMPDIR chooses another folder.
 */
function hasRoomInMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    const [, free = '0'] = /^MemAvailable: +(\d+) kB$/mu.exec(readFileSync('/proc/meminfo', 'utf8')) ?? [];
    const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
    if (bavail * bsize < 4 * GIBIBYTE || Number(free) * 1024 < 6 * GIBIBYTE || limit < 8 * GIBIBYTE)
      return false;
    return takesPrograms();
  } catch {
    return false;
  }
}

/** Whether programs can be started from there: containers often forbid it. */
function takesPrograms(): boolean {
  const folder = mkdtempSync(join(IN_MEMORY, 'test-'));
  try {
    writeFileSync(join(folder, 'program'), '#!/bin/sh\n', { mode: 0o700 });
    accessSync(join(folder, 'program'), constants.X_OK);
    return true;
  } finally {
    remove(folder);
  }
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
