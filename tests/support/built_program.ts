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
 * Fails once, instead of in every test, if there is nothing to test, and gives all tests one folder for their files, which is
 * removed after the run, whether they passed or not. A killed run could not remove it: the next one does.
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

/** Linux's in-memory file system. The files of a test run are small, and live as long as the run. */
const IN_MEMORY = '/dev/shm';
const GIBIBYTE = 2 ** 30;

/**
 * Whether the tests' files can be kept in memory. A batch waits for the disk at every step, so that nothing is lost in a power
 * cut; no test simulates one, and on a disk half of the suite's time would be waiting. TMPDIR chooses another folder.
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

/** Whether a folder belongs to a test run whose process is gone. */
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

/** A process may still be ending in there, or files may belong to somebody else; leftovers are not worth a failure. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, maxRetries: 3 });
  } catch {}
}
