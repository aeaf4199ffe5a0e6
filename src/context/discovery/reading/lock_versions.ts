import type { SourceText } from '../sources.ts';
import type { LocatedValue } from './located_value.ts';

/** The version in a package manager's lock file for a package that a folder's manifest requires by a range. */
export function lockedVersion(
  lock: SourceText,
  name: string,
  range: string,
  folder: string,
): LocatedValue<string> | undefined {
  if (lock.path.endsWith('package-lock.json') || lock.path.endsWith('npm-shrinkwrap.json'))
    return inPackageLock(lock, name, folder);
  if (lock.path.endsWith('pnpm-lock.yaml')) return inPnpmLock(lock, name, folder);
  if (lock.path.endsWith('yarn.lock')) return inYarnLock(lock, name, range);
  if (lock.path.endsWith('bun.lock')) return inBunLock(lock, name);
  return inTomlLock(lock, name);
}

function after(
  lock: SourceText,
  line: number | undefined,
  pattern: RegExp,
  most: number,
): LocatedValue<string> | undefined {
  if (line === undefined) return undefined;
  for (let place = line; place < Math.min(lock.lines.length, line + most); place++) {
    const value = pattern.exec(lock.lines[place] ?? '')?.[1];
    if (value !== undefined) return { value, line: place + 1 };
  }
  return undefined;
}

function inPackageLock(lock: SourceText, name: string, folder: string): LocatedValue<string> | undefined {
  const own = folder === '.' ? undefined : lock.lineOf(`"${folder}/node_modules/${name}": {`);
  return after(lock, own ?? lock.lineOf(`"node_modules/${name}": {`), /^\s*"version":\s*"([^"]+)"/u, 3);
}

function inPnpmLock(lock: SourceText, name: string, folder: string): LocatedValue<string> | undefined {
  const importers = lock.lineOf(/^importers:/u);
  const start = importers === undefined ? 0 : lock.lineOf(`  ${folder}:`, importers);
  if (start === undefined) return undefined;
  const isName = new RegExp(`^\\s+'?${escaped(name)}'?:\\s*$`, 'u');
  for (let place = start; place < lock.lines.length; place++) {
    const line = lock.lines[place] ?? '';
    if (importers !== undefined ? /^ {0,2}\S/u.test(line) : /^packages:/u.test(line)) return undefined;
    if (isName.test(line)) return after(lock, place + 1, /^\s+version:\s*'?([\d][^('\s]*)/u, 2);
  }
  return undefined;
}

function inYarnLock(lock: SourceText, name: string, range: string): LocatedValue<string> | undefined {
  const wanted = [`${name}@${range}`, `${name}@npm:${range}`];
  const line = lock.lines.findIndex(
    (each) =>
      /^["\w@]/u.test(each) &&
      each
        .replace(/:\s*$/u, '')
        .split(/,\s*/u)
        .some((key) => wanted.includes(key.replaceAll('"', ''))),
  );
  return line < 0 ? undefined : after(lock, line + 1, /^\s+version:?\s+"?([^"\s]+)"?/u, 3);
}

function inBunLock(lock: SourceText, name: string): LocatedValue<string> | undefined {
  const pattern = new RegExp(`^\\s*"${escaped(name)}":\\s*\\["${escaped(name)}@([^"]+)"`, 'u');
  const line = lock.lineOf(pattern);
  return line === undefined
    ? undefined
    : { value: pattern.exec(lock.lines[line - 1] ?? '')?.[1] ?? '', line };
}

/** Cargo.lock, uv.lock, poetry.lock and pdm.lock: tables of packages. If there are several versions, none is returned. */
function inTomlLock(lock: SourceText, name: string): LocatedValue<string> | undefined {
  const wanted = `name = "${name}"`;
  const first = lock.lines.indexOf(wanted);
  if (first < 0 || lock.lines.indexOf(wanted, first + 1) >= 0) return undefined;
  return after(lock, first + 1, /^version = "([^"]+)"/u, 2);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
