import { join } from 'node:path';
import type { PatternInput } from '../../patterns/index.ts';
import { entryKind, namesIn, readText } from '../../platform/index.ts';

/** The sources that an input may be taken from. */
type InputSource = NonNullable<PatternInput['from']>;

/**
 * Values from the project for inputs; `null` if the pattern's own default would be wrong for its kind, and the project gives
 * none.
 */
export type ProjectValues = Readonly<Partial<Record<InputSource, string | null>>>;

/** A value that the user could type for an input without one from the project, and a note on it. */
export type ValueSuggestion = { readonly example?: string; readonly note?: string };

/** Values and suggestions taken from a project. */
export type ProjectInputs = {
  readonly known: ProjectValues;
  readonly typed: Readonly<Partial<Record<InputSource, ValueSuggestion>>>;
};

/**
 * The commands of one tool: `check` compares a lock file with its manifest and changes neither, `audit` looks for known
 * vulnerabilities; either is absent if the tool has none.
 */
type Tool = {
  readonly lock: string;
  readonly check?: string;
  /** Writes the lock file. */
  readonly write?: string;
  readonly audit?: string;
  readonly test?: string;
};

/** A file that declares dependencies, and the tools that may have pinned them. */
type Manifest = {
  readonly manifest: string;
  readonly tools?: readonly Tool[];
  /** Fails if the declared versions cannot be installed together, and installs nothing. */
  readonly resolve?: string;
  /** Programs that many such projects have, but that do not come with their tools. */
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

/** The audit of Yarn 1 fails on findings of every severity, whatever level is given. */
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
 * Reads the first file in a project's root that declares dependencies: the commands of its tools, and the folders of code and
 * tests; for an input that this does not settle, a value that could be typed.
 */
export function readProjectManifest(root: string): ProjectInputs {
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

/** A suggestion if no known command checks the lock file: the project has none, or its tool has no such command. */
function lockToType(
  { manifest, resolve }: Manifest,
  { pinned, tools }: { readonly pinned: Tool | undefined; readonly tools: readonly Tool[] },
): ValueSuggestion {
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

/** The folder with the code: one with a usual name, or the only package; if there are several candidates, the user is asked. */
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
