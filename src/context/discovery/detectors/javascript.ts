import type { Detector } from '../detector.ts';
import { type Fact, makeFact, roleByNameOrText } from '../fact.ts';
import { folderOf, inFolder, plain } from '../plain_text.ts';
import type { JsonSource } from '../reading/json.ts';
import { libraryFact } from '../reading/library.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { type PackageScript, scriptFacts } from '../reading/shared_scripts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** JavaScript and TypeScript: packages, their manager, their dependencies, and their scripts. */
export const javascript: Detector = {
  name: 'javascript',
  detect(sources) {
    const manifests = sources.named('package.json').filter((path) => !THIRD_PARTY.test(path));
    const root = sources.json('package.json');
    const members = root === undefined ? undefined : workspaceMembers(sources, root);
    // A deep package outside the workspaces is an example or a fixture, unless there is no package at the root.
    const relevant = manifests.filter((path) => {
      const folder = folderOf(path);
      if (folder === '.') return true;
      if (FIXTURES.test(path)) return false;
      return members === undefined || members.length === 0
        ? folder.split('/').length <= 2
        : members.some((is) => is(folder));
    });
    const packages = relevant.slice(0, MAX_PACKAGES).map((path) => packageFacts(sources, path));
    return [
      ...packages.flatMap(({ facts }) => facts),
      ...scriptFacts(
        packages.flatMap(({ scripts }) => scripts),
        members !== undefined && members.length > 0,
        sources.has('.yarnrc.yml'),
      ),
    ];
  },
};

const MAX_PACKAGES = 60;
/** Folders that show how the project is used: their settings are not its own. */
const SAMPLES = /(?:^|\/)(?:examples?|samples?|demos?|playgrounds?)\//u;
const THIRD_PARTY = inFolders(['thirdParty']);
const FIXTURES = /(?:^|\/)(?:__?fixtures?__?|fixtures?|testdata|test-fixtures|templates?)\//u;

/** Tests that tell whether a folder is a member of the workspace, one for each pattern. */
function workspaceMembers(sources: Sources, root: JsonSource): ((folder: string) => boolean)[] {
  const listed = [...root.items('workspaces'), ...root.items('workspaces', 'packages')].map(
    ({ value }) => value,
  );
  const pnpm = sources.has('pnpm-workspace.yaml')
    ? (sources.yaml('pnpm-workspace.yaml')?.root.key('packages')?.items() ?? []).map(({ scalar }) => scalar)
    : [];
  return [...listed, ...pnpm]
    .filter((pattern): pattern is string => typeof pattern === 'string' && !pattern.startsWith('!'))
    .map((pattern) => {
      const text = pattern.replace(/^\.\//u, '').replace(/\/+$/u, '');
      const source = text
        .split(/(\*\*\/?|\*)/u)
        .map((part) =>
          part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/gu, '\\$&'),
        )
        .join('');
      const whole = new RegExp(`^${source}$`, 'u');
      return (folder: string) => whole.test(folder);
    });
}

/** Lock files, with the manager that writes each. */
const LOCKS: readonly (readonly [string, Manager])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun';

type Chosen = {
  readonly manager: Manager;
  readonly lock: SourceText | undefined;
  readonly facts: readonly Fact[];
};

/** The package manager of a package: by the lock file beside it or above it, else by the manifest. */
function managerOf(sources: Sources, folder: string, manifest: JsonSource, path: string): Chosen {
  for (let at = folder; ; at = folderOf(at)) {
    const locks = LOCKS.filter(([name]) => sources.has(inFolder(at, name)));
    const above = at === folder ? manifest : sources.json(inFolder(at, 'package.json'));
    const said = above?.text('packageManager');
    const named = said === undefined ? undefined : /^(npm|pnpm|yarn|bun)@([\w.-]+)/u.exec(said.value);
    const [first] = locks;
    if (first !== undefined || named) {
      const manager = (named?.[1] as Manager | undefined) ?? first?.[1] ?? 'npm';
      const lockName = locks.find(([, by]) => by === manager)?.[0] ?? first?.[0];
      const lock =
        lockName === undefined || lockName === 'bun.lockb' ? undefined : sources.read(inFolder(at, lockName));
      return {
        manager,
        lock,
        facts: at === folder ? managerFacts(at, manager, locks, named?.[2], said?.line, path) : [],
      };
    }
    if (at === '.') return { manager: 'npm', lock: undefined, facts: [] };
  }
}

function managerFacts(
  folder: string,
  manager: Manager,
  locks: readonly (readonly [string, Manager])[],
  version: string | undefined,
  line: number | undefined,
  path: string,
): Fact[] {
  const lockEvidence = locks.map(([name]) => ({ path: inFolder(folder, name), line: null }));
  const saidEvidence = line === undefined ? [] : [{ path, line }];
  const own = lockEvidence.filter((_, place) => locks[place]?.[1] === manager);
  const managers = new Set(locks.map(([, by]) => by));
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const facts = [
    makeFact({
      kind: 'package-manager',
      about: `javascript:${folder}`,
      statement: `Packages are managed with ${manager}${version === undefined ? '' : ` ${version}`}${place}`,
      values: {
        manager,
        ...(version === undefined ? {} : { version }),
        ...(folder === '.' ? {} : { folder }),
      },
      evidence: [...saidEvidence, ...own].length > 0 ? [...saidEvidence, ...own] : lockEvidence,
    }),
  ];
  if (managers.size > 1 || (managers.size === 1 && !managers.has(manager)))
    facts.push(
      makeFact({
        kind: 'contradiction',
        about: `javascript:${folder}`,
        statement: `There are lock files of ${[...managers].sort().join(' and ')}${place}${version === undefined && line === undefined ? '; nothing says which one counts' : `, and \`packageManager\` names ${manager}`}`,
        values: { managers: [...managers].sort().join(', ') },
        evidence: [...lockEvidence, ...saidEvidence],
        certainty: 'shown',
      }),
    );
  return facts;
}

type PackageFound = { readonly facts: readonly Fact[]; readonly scripts: readonly PackageScript[] };

function packageFacts(sources: Sources, path: string): PackageFound {
  const manifest = sources.json(path);
  if (manifest === undefined) return { facts: [], scripts: [] };
  const folder = folderOf(path);
  const { manager, lock, facts } = managerOf(sources, folder, manifest, path);
  return {
    facts: [
      ...facts,
      ...aboutPackage(sources, manifest, path, folder),
      ...libraries(manifest, path, folder, lock),
    ],
    scripts: scriptsIn(manifest, path, folder, manager),
  };
}

function aboutPackage(sources: Sources, manifest: JsonSource, path: string, folder: string): Fact[] {
  const facts: Fact[] = [];
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const inPlace = folder === '.' ? {} : { folder };
  const name = manifest.text('name');
  if (name !== undefined && folder !== '.')
    facts.push(
      makeFact({
        kind: 'layout',
        about: `package:${folder}`,
        statement: `\`${folder}\` is the package \`${plain(name.value, 80)}\``,
        values: { folder, name: name.value },
        evidence: [{ path, line: name.line }],
      }),
    );
  const atRoot = folder === '.' ? undefined : sources.json('package.json');
  // A part does not repeat what applies to the whole.
  for (const { key, value, line } of manifest.entries('engines'))
    if (typeof value === 'string' && atRoot?.text('engines', key)?.value !== value)
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: `engine:${key}:${folder}`,
          statement: `Needs ${plain(key, 20)} ${plain(value, 60)}${place}`,
          values: { name: key, version: value, ...inPlace },
          evidence: [{ path, line }],
        }),
      );
  const type = manifest.text('type');
  if (type?.value === 'commonjs' && folder === '.')
    facts.push(
      makeFact({
        kind: 'convention',
        about: 'commonjs',
        statement: 'The package uses CommonJS modules (`"type": "commonjs"`)',
        values: { type: 'commonjs' },
        evidence: [{ path, line: type.line }],
      }),
    );
  if (type?.value === 'module' && folder === '.')
    facts.push(
      makeFact({
        kind: 'convention',
        about: `es-modules:${folder}`,
        statement: 'The package uses ES modules (`"type": "module"`)',
        values: { type: 'module' },
        evidence: [{ path, line: type.line }],
      }),
    );
  const bins = manifest.entries('bin').map(({ key, value, line }) => ({ key, value, line }));
  const single = manifest.text('bin');
  if (single !== undefined && name !== undefined)
    bins.push({ key: name.value.replace(/^@[^/]*\//u, ''), value: single.value, line: single.line });
  for (const { key, value, line } of bins.slice(0, 5))
    if (typeof value === 'string')
      facts.push(
        makeFact({
          kind: 'layout',
          about: `bin:${folder}:${key}`,
          statement: `The command \`${plain(key, 60)}\` is \`${plain(value, 80)}\`${place}`,
          values: { bin: key, file: value, ...inPlace },
          evidence: [{ path, line }],
        }),
      );
  for (const field of ['workspaces', 'volta', 'packages'] as const) {
    if (field !== 'workspaces') continue;
    const list = manifest.items(field).length > 0 ? manifest.items(field) : manifest.items(field, 'packages');
    const patterns = list.map(({ value }) => value).filter((value) => typeof value === 'string');
    const line = manifest.at(field)?.line;
    if (patterns.length > 0 && line !== undefined)
      facts.push(
        makeFact({
          kind: 'layout',
          about: `workspaces:${folder}`,
          statement: `Workspaces: ${patterns.map((each) => `\`${plain(each, 60)}\``).join(', ')}${place}`,
          values: { workspaces: patterns.join(', ') },
          evidence: [{ path, line }],
        }),
      );
  }
  const tsconfig = inFolder(folder, 'tsconfig.json');
  if (sources.has(tsconfig)) {
    const strict = sources.json(tsconfig)?.at('compilerOptions', 'strict');
    if (strict?.value === true && !SAMPLES.test(`${folder}/`))
      facts.push(
        makeFact({
          kind: 'convention',
          about: `typescript-strict:${folder}`,
          statement: `TypeScript is checked with \`strict\`${place}`,
          values: { typescript: 'strict', ...inPlace },
          evidence: [{ path: tsconfig, line: strict.line }],
        }),
      );
  }
  return facts;
}

function scriptsIn(manifest: JsonSource, path: string, folder: string, manager: Manager): PackageScript[] {
  return manifest
    .entries('scripts')
    .filter(({ key, value }) => typeof value === 'string' && /^[\w:.@/-]+$/u.test(key) && !isHook(key))
    .filter(({ value }) => !IN_PLACE_OF_TESTS.test(String(value)) && !ONLY_SAYS.test(String(value)))
    .filter(({ key, value }) => key !== 'test' || !BUILDS.test(String(value)))
    .slice(0, folder === '.' ? 60 : 20)
    .map(({ key, value, line }) => ({
      name: key,
      role: roleByNameOrText(key, String(value)),
      run: runScript(manager, key),
      does: plain(String(value), 70),
      manager,
      folder,
      path,
      line,
    }));
}

/** The test script that `npm init` writes as a placeholder. */
const IN_PLACE_OF_TESTS = /^echo \\?"Error: no test specified\\?" && exit 1$/u;

/** A test script that only builds, as in the template of Laravel: it tests nothing. */
const BUILDS = /^(?:npm|pnpm|yarn|bun)(?: run)? (?:prod|production|build)$/u;

/** A script that only prints a message: its former function is elsewhere now. */
const ONLY_SAYS = /^(?:echo\s[^&|;]*|node -e "console\.(?:log|warn|error)\([^;]*\);?")$/u;

/** Whether the manager runs a script by itself. */
function isHook(name: string): boolean {
  return /^(?:pre|post)(?:install|publish|pack|version|test|build)$|^(?:dependencies|prepublishOnly)$/u.test(
    name,
  );
}

function runScript(manager: Manager, script: string): string {
  if (manager === 'npm')
    return /^(?:test|start|stop|restart)$/u.test(script) ? `npm ${script}` : `npm run ${script}`;
  if (manager === 'bun') return `bun run ${script}`;
  if (manager === 'pnpm')
    return /^(?:test|start|build|lint|dev|format)$/u.test(script) ? `pnpm ${script}` : `pnpm run ${script}`;
  return OWN_WORDS.has(script) ? `yarn run ${script}` : `yarn ${script}`;
}

/** Words that are yarn's own commands. */
const OWN_WORDS: ReadonlySet<string> = new Set(
  'add audit bin cache check config create exec help info init install link list login node outdated pack publish remove run set tag team unlink upgrade version versions why workspace workspaces'.split(
    ' ',
  ),
);

function libraries(manifest: JsonSource, path: string, folder: string, lock: SourceText | undefined): Fact[] {
  return FIELDS.flatMap((field) =>
    manifest
      .entries(field)
      .filter(
        ({ key, value }) =>
          typeof value === 'string' &&
          !/^(?:workspace|link|file|portal):/u.test(String(value)) &&
          (folder === '.' || !key.startsWith('@types/')),
      )
      .slice(0, folder === '.' ? 120 : 40)
      .map(({ key, value, line }) =>
        libraryFact({
          name: key,
          range: String(value),
          path,
          line,
          folder,
          isForDevelopment: field === 'devDependencies',
          lock,
        }),
      ),
  );
}

const FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
