// Makes this process's n-th call that changes a file fail, or its n-th call of git: `node --import …/faults.mjs dist/main.js …`.
// Only the process that loads it is affected, not those it starts.
//
//   FAULT_ON      files      calls that write, create, move, remove or flush files
//                 reads      calls that read files and list folders, other than the program's own
//                 git        git does nothing: it exits with code 128 and says why
//                 git-after  git does its work, but exits in the same way
//   FAULT_AT      the number of the failing call, from 1; 0 for none
//   FAULT_CODE    ENOSPC, EIO, EACCES, EROFS
//   FAULT_STAYS   1: every later call fails as well, as on a disk that stays full. A full disk still allows files to be removed.
//   FAULT_REPORT  the file that receives the number of calls and the failed one at the end, as JSON
import childProcess from 'node:child_process';
import fs from 'node:fs';

const { FAULT_ON: on, FAULT_CODE: code = 'EIO', FAULT_STAYS: stays, FAULT_REPORT: report } = process.env;
const at = Number(process.env.FAULT_AT);
const WORDS = {
  ENOSPC: 'no space left on device',
  EIO: 'i/o error',
  EACCES: 'permission denied',
  EROFS: 'read-only file system',
};
/** The C library's messages, which git repeats. */
const GITS_WORDS = {
  ENOSPC: 'No space left on device',
  EIO: 'Input/output error',
  EACCES: 'Permission denied',
  EROFS: 'Read-only file system',
};
const { writeFileSync: write } = fs;
/** Paths of the program or of the machine, which always exist. */
const OWN = [new URL('../..', import.meta.url).pathname, '/proc/', '/sys/', '/dev/'];
let count = 0;
let failed;

/** Counts a call, and returns whether it has to fail. */
function fails(name, path) {
  count += 1;
  if (count !== at && !(stays === '1' && at > 0 && count > at)) return false;
  failed ??= { name, path: String(path), stack: new Error('it failed here').stack };
  return true;
}

function fault(syscall, path) {
  const error = new Error(`${code}: ${WORDS[code]}, ${syscall} '${path}'`);
  return Object.assign(error, { code, errno: -1, syscall, ...(path === undefined ? {} : { path }) });
}

const REMOVES = new Set(['rmSync', 'rmdirSync', 'unlinkSync', 'rm', 'ftruncateSync', 'truncateSync']);
const hits = (name, path) => !(code === 'ENOSPC' && REMOVES.has(name)) && fails(name, path);

function isToBeWritten(flags = 'r') {
  if (typeof flags === 'string') return flags !== 'r';
  const { O_WRONLY, O_RDWR, O_CREAT } = fs.constants;
  return (flags & (O_WRONLY | O_RDWR | O_CREAT)) !== 0;
}

if (on === 'files') {
  const names = [
    'mkdirSync',
    'mkdtempSync',
    'renameSync',
    'linkSync',
    'symlinkSync',
    'copyFileSync',
    'chmodSync',
  ];
  const removing = ['rmSync', 'rmdirSync', 'unlinkSync', 'truncateSync'];
  for (const name of [...names, ...removing]) {
    const real = fs[name];
    fs[name] = (path, ...rest) => {
      if (hits(name, path)) throw fault(name, path);
      return real(path, ...rest);
    };
  }
  // For open files, only the descriptor is known, as it is to the system; standard output and standard error are not this
  // module's concern.
  for (const name of ['fsyncSync', 'fdatasyncSync', 'ftruncateSync']) {
    const real = fs[name];
    fs[name] = (descriptor, ...rest) => {
      if (hits(name, descriptor)) throw fault(name);
      return real(descriptor, ...rest);
    };
  }
  for (const name of ['fsync', 'fdatasync']) {
    const real = fs[name];
    fs[name] = (descriptor, done) => {
      if (hits(name, descriptor)) setImmediate(done, fault(name));
      else real(descriptor, done);
    };
  }
  const { openSync, writeSync } = fs;
  fs.openSync = (path, flags, mode) => {
    if (isToBeWritten(flags) && hits('openSync', path)) throw fault('open', path);
    return openSync(path, flags, mode);
  };
  // A failing device accepts a part of what is written.
  fs.writeSync = (descriptor, bytes, ...rest) => {
    if (descriptor <= 2) return writeSync(descriptor, bytes, ...rest);
    if (hits('writeSync', descriptor)) {
      const half = Math.floor(bytes.length / 2);
      writeSync(descriptor, typeof bytes === 'string' ? bytes.slice(0, half) : bytes.subarray(0, half));
      throw fault('write');
    }
    return writeSync(descriptor, bytes, ...rest);
  };
  fs.writeFileSync = (file, text, options) => {
    if (hits('writeFileSync', file)) {
      if (typeof file === 'number') write(file, text.slice(0, Math.floor(text.length / 2)), options);
      throw fault('write', typeof file === 'number' ? undefined : file);
    }
    return write(file, text, options);
  };
  for (const name of ['rm', 'cp', 'mkdir', 'writeFile', 'rename']) {
    const real = fs.promises[name];
    fs.promises[name] = async (path, ...rest) => {
      if (hits(name, path)) throw fault(name, path);
      return real(path, ...rest);
    };
  }
}

if (on === 'reads') {
  const isOther = (path) => typeof path === 'string' && !OWN.some((own) => path.startsWith(own));
  for (const name of ['readFileSync', 'readdirSync', 'opendirSync']) {
    const real = fs[name];
    fs[name] = (path, ...rest) => {
      if (isOther(path) && fails(name, path)) throw fault(name.replace('Sync', ''), path);
      return real(path, ...rest);
    };
  }
  const { openSync, open } = fs;
  fs.openSync = (path, flags, mode) => {
    if (!isToBeWritten(flags) && isOther(path) && fails('openSync', path)) throw fault('open', path);
    return openSync(path, flags, mode);
  };
  fs.open = (path, ...rest) => {
    if (isOther(path) && fails('open', path)) setImmediate(rest.at(-1), fault('open', path));
    else open(path, ...rest);
  };
  for (const name of ['readFile', 'readdir', 'open']) {
    const real = fs.promises[name];
    fs.promises[name] = async (path, ...rest) => {
      if (isOther(path) && fails(name, path)) throw fault(name, path);
      return real(path, ...rest);
    };
  }
}

if (on === 'git' || on === 'git-after') {
  const { spawn } = childProcess;
  const words = `fatal: unable to write: ${GITS_WORDS[code]}`;
  const [before, after] = [
    `echo '${words}' >&2; exit 128`,
    `"$@" >/dev/null 2>&1; echo '${words}' >&2; exit 128`,
  ];
  childProcess.spawn = (program, args, options) => {
    if (program !== 'git' || !fails('git', args.join(' '))) return spawn(program, args, options);
    return spawn('/bin/sh', ['-c', on === 'git' ? before : after, 'sh', program, ...args], options);
  };
}

if (report) process.on('exit', () => write(report, JSON.stringify({ count, failed })));
