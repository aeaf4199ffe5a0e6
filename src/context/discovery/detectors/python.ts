import type { Detector } from '../detector.ts';
import { commandFact, type DeclaredCommand, type Fact, makeFact, roleOfEnvironment } from '../fact.ts';
import { folderOf, inFolder, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import type { LocatedValue } from '../reading/located_value.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { TomlSource } from '../reading/toml.ts';
import type { Sources } from '../sources.ts';

/** Python: pyproject.toml and nox. */
export const python: Detector = {
  name: 'python',
  detect: (sources) => [
    ...near(sources, 'pyproject.toml').flatMap((path) => projectFacts(sources, path)),
    ...noxFacts(sources),
  ],
};

function near(sources: Sources, name: string): readonly string[] {
  return sources
    .named(name)
    .filter((path) => path.split('/').length <= 3 && !MINOR.test(path))
    .slice(0, 30);
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates']);

const LOCKS = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile.lock', 'pipenv'],
] as const;

/** The manager whose lock file is beside a manifest, or in the nearest folder above. */
function managerOf(
  sources: Sources,
  folder: string,
): { readonly name: string; readonly lock: string } | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    const found = LOCKS.find(([lock]) => sources.has(inFolder(at, lock)));
    if (found !== undefined) return { name: found[1], lock: inFolder(at, found[0]) };
    if (at === '.') return undefined;
  }
}

function projectFacts(sources: Sources, path: string): Fact[] {
  const file = sources.toml(path);
  if (file === undefined) return [];
  const folder = folderOf(path);
  const manager = managerOf(sources, folder);
  const lock = manager === undefined ? undefined : sources.read(manager.lock);
  const facts: Fact[] = [];
  const inPlace = folder === '.' ? {} : { folder };
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const add = (
    kind: Fact['kind'],
    about: string,
    statement: string,
    values: Record<string, string>,
    line: number,
    at = path,
  ) =>
    facts.push(
      makeFact({
        kind,
        about: `${about}:${folder}`,
        statement: `${statement}${place}`,
        values: { ...values, ...inPlace },
        evidence: [{ path: at, line }],
      }),
    );
  if (manager !== undefined)
    facts.push(
      makeFact({
        kind: 'package-manager',
        about: `python:${folder}`,
        statement: `Python packages are managed with ${manager.name}${place}`,
        values: { manager: manager.name, ...inPlace },
        evidence: [{ path: manager.lock, line: null }],
      }),
    );
  const needs =
    file.text('project', 'requires-python') ?? file.text('tool', 'poetry', 'dependencies', 'python');
  if (needs !== undefined)
    add(
      'package-manager',
      'python-version',
      `Needs Python ${plain(needs.value, 40)}`,
      { name: 'python', version: needs.value },
      needs.line,
    );
  const backend = file.text('build-system', 'build-backend');
  if (backend !== undefined)
    add(
      'package-manager',
      'python-backend',
      `Python packages are built with \`${plain(backend.value, 60)}\``,
      { backend: backend.value },
      backend.line,
    );
  const scripts = [...file.entries('project', 'scripts'), ...file.entries('tool', 'poetry', 'scripts')];
  for (const { key, value, line } of scripts.slice(0, 10))
    if (typeof value === 'string')
      add(
        'layout',
        `python-script:${key}`,
        `The command \`${plain(key, 40)}\` is \`${plain(value, 80)}\``,
        { bin: key, target: value },
        line,
      );
  // An extra may name other extras of the project itself.
  const own = file.text('project', 'name')?.value;
  const asked = dependenciesIn(file).filter(({ name }) => name !== own);
  for (const { name, range, line, isForDevelopment, extra } of asked.slice(0, 80))
    facts.push(
      libraryFact({
        name,
        range,
        path,
        line,
        folder,
        isForDevelopment,
        extra,
        lock,
        lockedAs: name.toLowerCase().replaceAll('_', '-'),
      }),
    );
  facts.push(
    ...toolCommands(sources, file, {
      path,
      folder,
      runner: manager === undefined || manager.name === 'pip' ? '' : `${manager.name} run `,
      asked,
    }),
  );
  for (const { key, value, line } of file.entries('project', 'entry-points', 'pytest11').slice(0, 2))
    if (typeof value === 'string')
      add(
        'layout',
        `pytest-plugin:${key}`,
        `The package is a plug-in of pytest: \`${plain(value, 80)}\``,
        { module: value },
        line,
      );
  for (const { key, line } of file.entries('tool', 'tox', 'env').slice(0, 20))
    if (/^[\w-]+$/u.test(key))
      facts.push(
        commandFact({
          role: roleOfEnvironment(key),
          run: `tox -e ${key}`,
          folder,
          evidence: [{ path, line }],
        }),
      );
  for (const tool of ['pdm', 'poe', 'taskipy', 'rye']) {
    const way = tool === 'poe' || tool === 'taskipy' ? ['tool', tool, 'tasks'] : ['tool', tool, 'scripts'];
    const call = tool === 'poe' ? 'poe ' : tool === 'taskipy' ? 'task ' : `${tool} run `;
    for (const { key, value, line } of file.entries(...way).slice(0, 20))
      facts.push(
        commandFact({
          role: 'task',
          run: `${call}${plain(key, 40)}`,
          folder,
          evidence: [{ path, line }],
          ...(typeof value === 'string' ? { does: plain(value, 70) } : {}),
        }),
      );
  }
  return facts;
}

type Asked = {
  readonly name: string;
  readonly range: string;
  readonly line: number;
  readonly isForDevelopment: boolean;
  readonly extra?: string;
};

/** Extras for working on the project; any other is for its users. */
const DEVELOPMENT_EXTRA =
  /^(?:all-)?(?:dev|develop|development|tests?|testing|docs?|documentation|lint(?:ing|ers?)?|typing|types|type-?check(?:ing)?|mypy|checks?|ci|qa|style|format(?:ting)?|build|release|bench(?:mark)?s?|coverage|pre-?commit)(?:[-_].*)?$/iu;

function dependenciesIn(file: TomlSource): Asked[] {
  const asked = (found: readonly LocatedValue<string>[], isForDevelopment: boolean): Asked[] =>
    found.flatMap(({ value, line }) => {
      const [, name, rest = ''] = /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([^;@]*)/u.exec(value) ?? [];
      return name === undefined ? [] : [{ name, range: rest.trim(), line, isForDevelopment }];
    });
  const poetry = (isForDevelopment: boolean, ...way: readonly string[]): Asked[] =>
    file.entries(...way).flatMap(({ key, value, line }) => {
      if (key === 'python') return [];
      const version =
        typeof value === 'string'
          ? value
          : (Object.getOwnPropertyDescriptor(value ?? {}, 'version')?.value as unknown);
      return [{ name: key, range: typeof version === 'string' ? version : '', line, isForDevelopment }];
    });
  return [
    ...asked(file.texts('project', 'dependencies'), false),
    ...poetry(false, 'tool', 'poetry', 'dependencies'),
    ...file
      .entries('dependency-groups')
      .flatMap(({ key }) => asked(file.texts('dependency-groups', key), true)),
    ...file.entries('project', 'optional-dependencies').flatMap(({ key }) => {
      const isForDevelopment = DEVELOPMENT_EXTRA.test(key);
      const found = asked(file.texts('project', 'optional-dependencies', key), isForDevelopment);
      return isForDevelopment ? found : found.map((one) => ({ ...one, extra: key }));
    }),
    ...file
      .entries('tool', 'poetry', 'group')
      .flatMap(({ key }) => poetry(true, 'tool', 'poetry', 'group', key, 'dependencies')),
    ...poetry(true, 'tool', 'poetry', 'dev-dependencies'),
    ...asked(file.texts('tool', 'uv', 'dev-dependencies'), true),
  ];
}

type Setting = {
  readonly path: string;
  readonly folder: string;
  readonly runner: string;
  readonly asked: readonly Asked[];
};

/** The tools that the project requires or configures, with their calls. */
function toolCommands(sources: Sources, file: TomlSource, { path, folder, runner, asked }: Setting): Fact[] {
  const shown = (
    tool: string,
    ...way: readonly string[]
  ): DeclaredCommand['evidence'][number] | undefined => {
    const settings = file.at('tool', ...way);
    if (settings !== undefined) return { path, line: settings.line };
    const own = asked.find(({ name }) => name.toLowerCase() === tool);
    return own && { path, line: own.line };
  };
  return TOOLS.flatMap(({ tool, role, run, way, file: config }) => {
    const configPath = config === undefined ? undefined : inFolder(folder, config);
    const evidence =
      shown(tool, ...way) ??
      (configPath !== undefined && sources.has(configPath) ? { path: configPath, line: null } : undefined);
    if (evidence === undefined) return [];
    // If Ruff formats, Black has another purpose.
    if (
      tool === 'black' &&
      file.at('tool', 'black') === undefined &&
      file.at('tool', 'ruff', 'format') !== undefined
    )
      return [];
    return [
      commandFact({ role, run: `${runner}${run}`, folder, evidence: [evidence], certainty: 'inferred' }),
    ];
  });
}

const TOOLS = [
  { tool: 'pytest', role: 'test', run: 'pytest', way: ['pytest', 'ini_options'], file: 'pytest.ini' },
  { tool: 'ruff', role: 'lint', run: 'ruff check', way: ['ruff'], file: 'ruff.toml' },
  { tool: 'mypy', role: 'typecheck', run: 'mypy', way: ['mypy'], file: 'mypy.ini' },
  {
    tool: 'pyright',
    role: 'typecheck',
    run: 'pyright',
    way: ['pyright'],
    file: 'pyrightconfig.json',
  },
  { tool: 'ty', role: 'typecheck', run: 'ty check', way: ['ty'], file: 'ty.toml' },
  { tool: 'tox', role: 'test', run: 'tox', way: ['tox'], file: undefined },
  { tool: 'black', role: 'format', run: 'black .', way: ['black'], file: undefined },
] as const;

function noxFacts(sources: Sources): Fact[] {
  const text = sources.read('noxfile.py');
  if (text === undefined) return [];
  return text.lines.flatMap((line, place): Fact[] => {
    if (!/^@nox\.session/u.test(line)) return [];
    const at = text.lines.findIndex((next, after) => after > place && /^def \w+/u.test(next));
    const name = /^def (\w+)/u.exec(text.lines[at] ?? '')?.[1];
    if (name === undefined) return [];
    return [
      commandFact({
        role: /lint|style/u.test(name) ? 'lint' : /test/u.test(name) ? 'test' : 'task',
        run: `nox -s ${name}`,
        folder: '.',
        evidence: [{ path: 'noxfile.py', line: at + 1 }],
      }),
    ];
  });
}
