/**
 * Loaded before the program (`node --import`): one call that changes the file system fails, or kills the process. The calls are
 * counted from 1; the count is written to a file, so that a test knows when it has tried all.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FAIL_AT, FAIL_HOW = 'ENOSPC', FAIL_COUNT } = process.env;
const isAll = FAIL_HOW.endsWith('+');
const code = FAIL_HOW.replace('+', '');
const at = Number(FAIL_AT);
const append = fs.appendFileSync;
const real = { ...fs };
let count = 0;
/** Node's own functions call one another; that is one step. */
let isInside = false;

const CHANGES = [
  'writeFileSync',
  'renameSync',
  'linkSync',
  'mkdirSync',
  'fsyncSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'truncateSync',
  'appendFileSync',
  'chmodSync',
];

function fault(name, args) {
  if (isInside) return undefined;
  // A call that changes nothing is no step, such as removing a missing file or writing to a pipe.
  if (name === 'rmSync' && !isThere(args[0])) return undefined;
  if (name === 'mkdirSync' && isThere(args[0])) return undefined;
  count += 1;
  if (FAIL_COUNT !== undefined) within(() => append(FAIL_COUNT, `${name} ${String(args[0])}\n`));
  if (count !== at && !(isAll && count > at && !TAKES_NO_ROOM.has(name))) return undefined;
  if (code === 'SIGKILL') process.kill(process.pid, 'SIGKILL');
  return Object.assign(new Error(`${code}: it was made to fail, ${name} '${String(args[0])}'`), {
    code,
    syscall: name.replace('Sync', ''),
    path: typeof args[0] === 'string' ? args[0] : undefined,
  });
}

/** Calls that work on a full disk. */
const TAKES_NO_ROOM = new Set(['rmSync', 'rmdirSync', 'unlinkSync', 'renameSync', 'truncateSync']);

function within(call) {
  const wasInside = isInside;
  isInside = true;
  try {
    return call();
  } finally {
    isInside = wasInside;
  }
}

function isThere(path) {
  try {
    real.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

for (const name of CHANGES) {
  fs[name] = (...args) => {
    const error = fault(name, args);
    if (error !== undefined) throw error;
    return within(() => real[name](...args));
  };
}
const openSync = fs.openSync;
fs.openSync = (path, flags, ...rest) => {
  const error = /[wax+]/u.test(String(flags ?? 'r')) ? fault('openSync', [path]) : undefined;
  if (error !== undefined) throw error;
  return openSync(path, flags, ...rest);
};
const fsync = fs.fsync;
fs.fsync = (descriptor, done) => {
  const error = fault('fsync', [descriptor]);
  if (error !== undefined) return void setImmediate(done, error);
  return fsync(descriptor, done);
};
syncBuiltinESMExports();
