import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from '../../src/platform/index.ts';
import { cleanEnvironment, emptyFolder } from './program.ts';

/** Runs git in a folder as a user would, without this machine's settings, and returns its output. */
export function asUser(folder: string, ...args: readonly string[]): string {
  const env = {
    ...cleanEnvironment(folder),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_TEMPLATE_DIR: template(),
    GIT_AUTHOR_NAME: 'user',
    GIT_AUTHOR_EMAIL: 'user@example.com',
    GIT_COMMITTER_NAME: 'user',
    GIT_COMMITTER_EMAIL: 'user@example.com',
  };
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The template of a new repository: git's default, with one of its fourteen sample hooks. */
function template(): string {
  if (templateFolder !== undefined) return templateFolder;
  templateFolder = emptyFolder();
  putFiles(templateFolder, {
    description: 'Unnamed repository; edit this file to name it.\n',
    'hooks/pre-commit.sample': '#!/bin/sh\nexit 0\n',
    'info/exclude': '# What this repository ignores.\n',
  });
  return templateFolder;
}

let templateFolder: string | undefined;

/**
 * Something requested repeatedly is made once more, to be copied from then on: a copy takes a tenth of the time of several calls
 * of git.
 *
 * @param name - identifies the request
 * @returns `undefined` the first time: a single request is not worth a copy
 */
export function whenAgain<Made>(name: string, make: () => Made): Made | undefined {
  const known = asked.get(name);
  if (known === undefined) {
    asked.set(name, {});
    return undefined;
  }
  known.made ??= make();
  return known.made as Made;
}

const asked = new Map<string, { made?: unknown }>();

/** A copy of a repository, in a folder of its own, with an index that matches the copied files. */
export function copyOfRepository(folder: string): string {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  asUser(copy, 'update-index', '-q', '--refresh');
  return copy;
}

/** Writes files below a folder: path → text. */
export function putFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A repository of its own for one test, on the branch `main`, with one commit of these files. */
export function repositoryWith(files: Readonly<Record<string, string>>): string {
  const whole = whenAgain(`repository ${JSON.stringify(files)}`, () => newRepository(files));
  return whole === undefined ? newRepository(files) : copyOfRepository(whole);
}

function newRepository(files: Readonly<Record<string, string>>): string {
  const folder = emptyFolder();
  asUser(folder, 'init', '-q', '-b', 'main');
  putFiles(folder, files);
  asUser(folder, 'add', '-A');
  asUser(folder, 'commit', '-q', '--allow-empty', '-m', 'first');
  return folder;
}

/** A commit with changes to another, made without touching any files, index or branches; `null` removes. */
export function commitOf(
  folder: string,
  { on, changes }: { readonly on: string; readonly changes: Readonly<Record<string, string | null>> },
): string {
  const ref = 'refs/test/made';
  const from = asUser(folder, 'rev-parse', '--verify', `${on}^{commit}`).trim();
  const changed = Object.entries(changes).map(([path, text]) =>
    text === null
      ? `D ${JSON.stringify(path)}\n`
      : `M 644 inline ${JSON.stringify(path)}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
  );
  const who = 'committer user <user@example.com> 1700000000 +0000';
  const input = `commit ${ref}\n${who}\ndata 4\nwork\nfrom ${from}\n${changed.join('')}\n`;
  const options = { cwd: folder, env: cleanEnvironment(folder), input, stdio: 'pipe' } as const;
  execFileSync('git', ['fast-import', '--quiet', '--force'], options);
  const commit = asUser(folder, 'rev-parse', ref).trim();
  asUser(folder, 'update-ref', '-d', ref);
  return commit;
}

/** The files of a commit: path → text. Read with a single call of git. */
export function filesOf(folder: string, commit: string): Record<string, string> {
  const entries = asUser(folder, 'ls-tree', '-r', '-z', commit)
    .split('\0')
    .filter(Boolean)
    .map((entry) => ({ object: entry.split(/[ \t]/u)[2] ?? '', path: entry.slice(entry.indexOf('\t') + 1) }));
  const told = execFileSync('git', ['cat-file', '--batch'], {
    cwd: folder,
    env: cleanEnvironment(folder),
    input: entries.map(({ object }) => `${object}\n`).join(''),
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  let at = 0;
  return Object.fromEntries(
    entries.map(({ path }) => {
      const from = told.indexOf('\n', at) + 1;
      const size = Number(told.toString('utf8', at, from).split(' ')[2]);
      at = from + size + 1;
      return [path, told.toString('utf8', from, from + size)];
    }),
  );
}

/** Everything of the user's that the program must leave alone: the position of HEAD, branches, index, settings and files. */
export function userState(folder: string) {
  return {
    head: readFileSync(join(folder, '.git/HEAD'), 'utf8'),
    branches: asUser(folder, 'for-each-ref', 'refs/heads/main', 'refs/stash'),
    index: readFileSync(join(folder, '.git/index'), 'hex'),
    config: readFileSync(join(folder, '.git/config'), 'utf8'),
    files: filesBelow(folder)
      .filter((path) => !path.startsWith('.orchestrator/'))
      .map((path) => [path, readFileSync(join(folder, path), 'hex')]),
  };
}
