import { join } from 'node:path';
import type { PatternInput } from '../../patterns/index.ts';
import { entryKind, namesIn, readText } from '../../platform/index.ts';

/** What an input may be taken from. */
type InputSource = NonNullable<PatternInput['from']>;

/**
 * What a project says that may stand in for inputs; `null` where it is of a kind for which the pattern's own default would be wrong, and
 * does not say.
 */
export type KnownOfProject = Readonly<Partial<Record<InputSource, string | null>>>;

/** What somebody of this project could type for an input for which nothing stands in, and what there is to know before. */
export type TypedHere = { readonly example?: string; readonly note?: string };

/** What a project says of itself. */
export type ProjectHere = {
  readonly known: KnownOfProject;
  readonly typed: Readonly<Partial<Record<InputSource, TypedHere>>>;
};

/** What checks a lock file against its manifest and changes neither, and what looks for known holes; neither where none comes with the tool. */
type Tool = {
  readonly lock: string;
  readonly check?: string;
  /** What writes the lock file. */
  readonly write?: string;
  readonly audit?: string;
  readonly test?: string;
};

/** A file that declares dependencies, and the tools that may have pinned them. */
type Manifest = {
  readonly manifest: string;
  readonly tools?: readonly Tool[];
  /** What fails where the declared versions cannot be installed together, and installs nothing. */
  readonly resolve?: string;
  /** Programs that many such projects have, and that come with no tool of theirs. */
  readonly audit?: string;
  readonly test?: string;
};

const NPM: Tool = {
  lock: 'package-lock.json',
  check: 'npm ci --dry-run --ignore-scripts',
  write: 'npm install --package-lock-only',
  audit: 'npm audit --audit-level=high',
  test: 'npm test',
};

const YARN: Tool = {
  lock: 'yarn.lock',
  check: 'yarn install --immutable --mode=skip-build',
  audit: 'yarn npm audit --recursive --severity high',
  test: 'yarn test',
};

/** The audit of the first yarn fails on findings of every severity, whatever its level says. */
const FIRST_YARN: Tool = {
  lock: 'yarn.lock',
  check: 'yarn install --frozen-lockfile --ignore-scripts',
  test: 'yarn test',
};

const MANIFESTS: readonly Manifest[] = [
  {
    manifest: 'package.json',
    tools: [
      {
        lock: 'pnpm-lock.yaml',
        check: 'pnpm install --frozen-lockfile --ignore-scripts',
        audit: 'pnpm audit --audit-level high',
        test: 'pnpm test',
      },
      YARN,
      ...['bun.lock', 'bun.lockb'].map((lock) => ({
        lock,
        check: 'bun install --frozen-lockfile --ignore-scripts',
        audit: 'bun audit --audit-level=high',
        test: 'bun run test',
      })),
      NPM,
    ],
    resolve: 'npm install --dry-run --ignore-scripts',
  },
  {
    manifest: 'pyproject.toml',
    tools: [
      { lock: 'uv.lock', check: 'uv lock --check', write: 'uv lock' },
      { lock: 'poetry.lock', check: 'poetry check --lock', write: 'poetry lock' },
    ],
    resolve: 'pip install --dry-run .',
    audit: 'pip-audit',
    test: 'pytest',
  },
  {
    manifest: 'Cargo.toml',
    tools: [
      {
        lock: 'Cargo.lock',
        check: 'cargo update --workspace --locked',
        write: 'cargo generate-lockfile',
        test: 'cargo test',
      },
    ],
    audit: 'cargo audit',
    test: 'cargo test',
  },
  {
    manifest: 'go.mod',
    tools: [{ lock: 'go.sum', check: 'go mod tidy -diff', write: 'go mod tidy', test: 'go test ./...' }],
    audit: 'govulncheck ./...',
    test: 'go test ./...',
  },
  { manifest: 'composer.json', tools: [{ lock: 'composer.lock', audit: 'composer audit' }] },
  { manifest: 'Gemfile' },
  {
    manifest: 'requirements.txt',
    resolve: 'pip install --dry-run -r requirements.txt',
    audit: 'pip-audit -r requirements.txt',
    test: 'pytest',
  },
  ...[
    'pom.xml',
    'build.gradle.kts',
    'build.gradle',
    'mix.exs',
    'pubspec.yaml',
    'Package.swift',
    'deno.json',
  ].map((manifest) => ({ manifest })),
];

/**
 * The first file of a project's root that declares dependencies, what goes with its tools, and where code and tests are; and where that does
 * not say what an input needs, what could be typed.
 */
export function manifestHere(root: string): ProjectHere {
  const isThere = (name: string) => entryKind(join(root, name)) === 'file';
  const found = MANIFESTS.find(({ manifest }) => isThere(manifest));
  const folders = foldersOf(root);
  const tests = TEST_FOLDERS.find((name) => folders.includes(name));
  const places = { ...sourceHere(root, folders), ...(tests === undefined ? {} : { tests }) };
  if (found === undefined) return { known: places, typed: {} };
  const isNode = found.manifest === 'package.json';
  const pinned = found.tools?.find(({ lock }) => isThere(lock));
  const tool = pinned === YARN && isFirstYarn(root) ? FIRST_YARN : (pinned ?? (isNode ? NPM : undefined));
  return {
    known: {
      manifest: found.manifest,
      // Without a lock file there is nothing to check.
      'lock-check': (pinned && tool?.check) ?? null,
      'audit-command': tool?.audit ?? null,
      'test-command': tool?.test ?? null,
      ...places,
    },
    typed: {
      'lock-check': lockToType(found, { pinned, tools: isNode ? [NPM] : (found.tools ?? []) }),
      ...(found.audit === undefined ? {} : { 'audit-command': { example: found.audit } }),
      ...(found.test === undefined ? {} : { 'test-command': { example: found.test } }),
    },
  };
}

/** What can be typed where no lock file is checked by a command that is known: the project has none, or one of a tool that has no such command. */
function lockToType(
  { manifest, resolve }: Manifest,
  { pinned, tools }: { readonly pinned: Tool | undefined; readonly tools: readonly Tool[] },
): TypedHere {
  const ways = pinned === undefined ? tools.filter(({ check }) => check !== undefined) : [];
  const lead =
    pinned === undefined ? 'There is no lock file here' : `No command is known that checks ${pinned.lock}`;
  const written = ways.map(({ lock, write, check }) => `write ${lock} first (${write}) and give "${check}"`);
  const other = `give a command that fails where the versions in ${manifest} cannot be installed together`;
  const note = `${lead}: ${[...written, other].join(', or ')}`;
  return resolve === undefined ? { note } : { example: resolve, note: `${note}, e.g. ${resolve}` };
}

function isFirstYarn(root: string): boolean {
  const read = readText(join(root, 'yarn.lock'), LARGEST_LOCK, 'keep');
  return read.kind === 'text' && read.text.includes('# yarn lockfile v1');
}

const LARGEST_LOCK = 64 * 1024 * 1024;

/** The folder with the code: one that goes by such a name, or the only package; several that could be it are asked about. */
function sourceHere(root: string, folders: readonly string[]): { readonly source?: string | null } {
  const named = SOURCE_FOLDERS.find((name) => folders.includes(name));
  if (named !== undefined) return { source: named };
  const others = folders.filter((name) => !TEST_FOLDERS.includes(name));
  const packages = others.filter((name) => entryKind(join(root, name, '__init__.py')) === 'file');
  const withCode = packages.length > 0 ? packages : others.filter((name) => hasCode(join(root, name)));
  const [only, ...more] = withCode;
  if (only === undefined) return {};
  return { source: more.length === 0 ? only : null };
}

const SOURCE_FOLDERS: readonly string[] = ['src', 'source'];
const TEST_FOLDERS: readonly string[] = ['tests', 'test', 'spec', '__tests__'];
const NO_SOURCE: ReadonlySet<string> = new Set(
  'node_modules dist build out target vendor venv env docs doc scripts bench benchmarks examples migrations bin coverage public assets static tools'.split(
    ' ',
  ),
);

function foldersOf(root: string): string[] {
  return namesIn(root).filter(
    (name) =>
      /^[\w-][\w.-]*$/u.test(name) && !NO_SOURCE.has(name) && entryKind(join(root, name)) === 'folder',
  );
}

function hasCode(folder: string): boolean {
  return namesIn(folder).some((name) => CODE.test(name));
}

const CODE = /\.(?:[cm]?[jt]sx?|py|go|rs|rb|php|java|kt|swift|exs?|dart|cs|c|cc|cpp|vue|svelte)$/u;
