import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { roleOfCall } from '../reading/ci_calls.ts';
import { jobsIn, ownActionsIn, workflowsIn } from '../reading/ci_files.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources } from '../sources.ts';

/**
 * The environment of jobs in GitHub Actions: the systems, versions and settings of their matrices, the versions that steps set
 * up, and the services started beside them.
 */
export const ciMachines: Detector = {
  name: 'ci-machines',
  detect: (sources) => [
    ...workflowsIn(sources).flatMap((path) => [
      ...environmentFacts(sources.yaml(path)?.root, path),
      ...jobsOf(sources, path).flatMap((job) => [
        ...matrixFacts(job, path),
        ...setUp(job, path),
        ...services(job, path),
        ...environmentFacts(job, path),
        ...stepVariables(job, path),
      ]),
      ...systemFacts(sources, path),
    ]),
    ...ownActionsIn(sources).flatMap(({ path, runs }) => setUp(runs, path)),
  ],
};

/** Variables of whole workflows or jobs that change how things are built and tested. */
function environmentFacts(node: YamlNode | undefined, path: string): Fact[] {
  return (node?.key('env')?.entries() ?? []).flatMap(({ key, value, line }) =>
    SETTINGS.test(key) && value.scalar !== undefined && /^[^$\n]{1,160}$/u.test(value.scalar)
      ? [
          makeFact({
            kind: 'ci',
            about: `environment:${key}:${value.scalar}`,
            statement: `In CI, \`${plain(key, 40)}\` is \`${plain(value.scalar, 160)}\``,
            values: { setting: key, value: value.scalar },
            evidence: [{ path, line }],
          }),
        ]
      : [],
  );
}

const SETTINGS =
  /^(?:[A-Z]*FLAGS|RUSTDOCFLAGS|CARGO_(?:INCREMENTAL|PROFILE_\w+|BUILD_\w+)|CGO_ENABLED|GO(?:PROXY|EXPERIMENT|TOOLCHAIN|OS|ARCH)|NODE_ENV|NODE_OPTIONS|RAILS_ENV|RACK_ENV|APP_ENV|DJANGO_SETTINGS_MODULE|PYTHON(?:WARNINGS|DEVMODE|PATH)|UV_\w+|MAVEN_(?:OPTS|ARGS)|GRADLE_OPTS|CMAKE_(?:GENERATOR|BUILD_TYPE)|BUILD_TYPE|[A-Z_]+_VERSION)$/u;

function jobsOf(sources: Sources, path: string): readonly YamlNode[] {
  return jobsIn(sources, path).map(({ value }) => value);
}

/** The entries of a matrix: versions of a language, systems, or settings with names of their own. */
function matrixFacts(job: YamlNode, path: string): Fact[] {
  return columnsOf(job).flatMap(({ key, listed, line, isList }): Fact[] => {
    // The parts of a split run may be named after the machine (`node: [0, 1, 2]`).
    if (isNumbered(listed)) return [];
    const language = LANGUAGES.find(([pattern]) => pattern.test(key))?.[1];
    if (language !== undefined) return versionsFact(language, listed, path, line);
    if (listed.every((each) => SYSTEM.test(each))) return [systemsFact(listed, path, line)];
    // The parts of a split run say nothing about what is supported.
    if (!isList || listed.length < 2 || listed.length > 12 || PARTS.test(key)) return [];
    if (!listed.every((each) => SETTING.test(each))) return [];
    return [
      makeFact({
        kind: 'ci',
        about: `matrix:${key}:${listed.join(',')}`,
        statement: `In CI, the matrix sets \`${plain(key, 40)}\` to ${listed.join(', ')}`,
        values: { setting: key, listed: listed.join(', ') },
        evidence: [{ path, line }],
      }),
    ];
  });
}

/** The values of a matrix under one name: in a list of its own, or in the entries that it is composed of. */
type Column = {
  readonly key: string;
  readonly listed: readonly string[];
  readonly line: number;
  readonly isList: boolean;
};

function columnsOf(job: YamlNode): Column[] {
  const entries =
    job
      .at('strategy', 'matrix')
      ?.entries()
      .filter(({ key }) => key !== 'exclude') ?? [];
  const columns = new Map<string, { readonly listed: Set<string>; readonly line: number; isList: boolean }>();
  const note = (key: string, value: string | undefined, line: number, isList: boolean): void => {
    if (value === undefined) return;
    const column = columns.get(key) ?? { listed: new Set<string>(), line, isList };
    columns.set(key, column);
    column.listed.add(value);
  };
  // Lists first: `include` extends them.
  for (const { key, value, line } of [...entries].sort(
    (a, b) => Number(a.key === 'include') - Number(b.key === 'include'),
  ))
    for (const item of value.items()) {
      if (item.scalar !== undefined) note(key, item.scalar, line, true);
      for (const part of item.entries()) note(part.key, part.value.scalar, part.line, false);
    }
  return [...columns]
    .map(([key, { listed, line, isList }]) => ({ key, listed: [...listed], line, isList }))
    .filter(({ listed }) => listed.length > 0);
}

/** Whether values only count from 0 or 1 upward. */
function isNumbered(listed: readonly string[]): boolean {
  const start = Number(listed[0]);
  return (
    listed.length > 1 &&
    (start === 0 || start === 1) &&
    listed.every((each, place) => each === String(start + place))
  );
}

function systemsFact(listed: readonly string[], path: string, line: number): Fact {
  return makeFact({
    kind: 'ci',
    about: `systems:${listed.join(',')}`,
    statement: `In CI, jobs run on ${listed.slice(0, 8).join(', ')}`,
    values: { systems: listed.join(', ') },
    evidence: [{ path, line }],
  });
}

/** The systems of a workflow's jobs, if one of them is one that few jobs run on. */
function systemFacts(sources: Sources, path: string): Fact[] {
  const named = jobsOf(sources, path).flatMap((job) => {
    const on = job.key('runs-on');
    return on?.scalar !== undefined && SYSTEM.test(on.scalar) ? [{ name: on.scalar, line: on.line }] : [];
  });
  const [first] = named;
  return first !== undefined && named.some(({ name }) => !/^ubuntu-/iu.test(name))
    ? [systemsFact([...new Set(named.map(({ name }) => name))], path, first.line)]
    : [];
}

/** Calls that fail by what their variables say. */
const JUDGES = /^cargo (?:doc|rustdoc|build|check|clippy)\b/u;

/** Variables that are set for one step that tests or judges. */
function stepVariables(job: YamlNode, path: string): Fact[] {
  const steps = job.key('steps')?.items().slice(0, 40) ?? [];
  return steps.flatMap((step) => {
    const call = step.key('run')?.scalar?.trim() ?? '';
    if (
      call.includes('\n') ||
      /[$|&;<>{}]/u.test(call) ||
      (!JUDGES.test(call) && roleOfCall(call) !== 'test')
    )
      return [];
    const set = (step.key('env')?.entries() ?? []).flatMap(({ key, value, line }) =>
      value.scalar === undefined || SECRET.test(key) || !/^[^$\n]{1,80}$/u.test(value.scalar)
        ? []
        : [{ key, value: value.scalar, line }],
    );
    const [first] = set;
    const settings = set.slice(0, 8).map(({ key, value }) => `\`${plain(key, 40)}\` at ${plain(value, 60)}`);
    return first === undefined
      ? []
      : [
          makeFact({
            kind: 'ci',
            about: `step-environment:${call}:${settings.join(',')}`,
            statement: `In CI, \`${plain(call, 80)}\` runs with ${settings.join(', ')}`,
            values: { settings: set.map(({ key }) => key).join(', ') },
            evidence: [{ path, line: first.line }],
          }),
        ];
  });
}

const SECRET = /PASS|SECRET|TOKEN|KEY|CREDENTIAL/iu;

const SYSTEM = /^(?:ubuntu|macos|windows)-[\w.-]{1,30}$/iu;
const SETTING = /^[\w.+^~/:@-]{1,40}$/u;
const PARTS = /shard|chunk|group|index|^(?:part|slice|split|node)s?$/iu;

const VERSION = /\d|^(?:stable|beta|nightly|head|msrv)$/u;

/** The versions that jobs run with, if the listed values are versions. */
function versionsFact(name: string, listed: readonly string[], path: string, line: number): Fact[] {
  if (listed.some((each) => !/^[\w.+~^-]{1,20}$/u.test(each)) || !listed.some((each) => VERSION.test(each)))
    return [];
  const versions = listed.slice(0, 12).join(', ');
  return [
    makeFact({
      kind: 'ci',
      about: `versions:${name}:${versions}`,
      statement: `In CI, jobs run with ${name} ${versions}`,
      values: { name, versions },
      evidence: [{ path, line }],
    }),
  ];
}

/** The versions that steps set up by name, unless a matrix chooses them. */
function setUp(job: YamlNode, path: string): Fact[] {
  const steps = job.key('steps')?.items().slice(0, 40) ?? [];
  return steps.flatMap((step): Fact[] => {
    const uses = step.key('uses')?.scalar ?? '';
    return SET_UP.flatMap(([action, input, name]) => {
      const given = action.test(uses) ? step.at('with', input) : undefined;
      const listed = (given?.scalar ?? '').split(/[\s,]+/u).filter(Boolean);
      return given === undefined || listed.length === 0 ? [] : versionsFact(name, listed, path, given.line);
    });
  });
}

const SET_UP: readonly (readonly [RegExp, string, string])[] = [
  [/^actions\/setup-node@/u, 'node-version', 'Node.js'],
  [/^actions\/setup-python@/u, 'python-version', 'Python'],
  [/^actions\/setup-java@/u, 'java-version', 'Java'],
  [/^actions\/setup-go@/u, 'go-version', 'Go'],
  [/^actions\/setup-dotnet@/u, 'dotnet-version', '.NET'],
  [/^ruby\/setup-ruby@/u, 'ruby-version', 'Ruby'],
  [/^shivammathur\/setup-php@/u, 'php-version', 'PHP'],
  [/^pnpm\/action-setup@/u, 'version', 'pnpm'],
];

const LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/^python(?:[-_]?versions?)?$/iu, 'Python'],
  [/^node(?:js)?(?:[-_]?versions?)?$/iu, 'Node.js'],
  [/^ruby(?:[-_]?versions?)?$/iu, 'Ruby'],
  [/^php(?:[-_]?versions?)?$/iu, 'PHP'],
  [/^(?:java|jdk)(?:[-_]?versions?)?$/iu, 'Java'],
  [/^go(?:[-_]?versions?)?$/iu, 'Go'],
  [/^rust(?:[-_]?(?:versions?|toolchains?))?$/iu, 'Rust'],
  [/^dotnet(?:[-_]?versions?)?$/iu, '.NET'],
  [/^django(?:[-_]?versions?)?$/iu, 'Django'],
  [/^rails(?:[-_]?versions?)?$/iu, 'Rails'],
];

function services(job: YamlNode, path: string): Fact[] {
  const started = job.key('services')?.entries() ?? [];
  return started.slice(0, 10).flatMap(({ key, value, line }): Fact[] => {
    const image = value.key('image')?.scalar ?? value.scalar;
    // A part that is filled in for each job is left out.
    const known = image?.replace(/[:@]?\$\{\{.*$/u, '') ?? '';
    const ports = (value.key('ports')?.items() ?? []).flatMap(({ scalar = '' }) =>
      /^\d{2,5}(?::\d{2,5})?(?:\/\w+)?$/u.test(scalar) ? [scalar] : [],
    );
    const isChosen = ports.length > 0 && /^\$\{\{\s*matrix\./u.test(image ?? '');
    if ((known === '' && !isChosen) || known.includes('$')) return [];
    return [
      makeFact({
        kind: 'service',
        about: `ci:${key}:${known}`,
        statement: `In CI, the service \`${plain(key, 40)}\` is started from ${isChosen ? 'an image that the matrix names' : `the image \`${plain(known, 60)}\``}${ports.length === 0 ? '' : `, ports ${ports.join(', ')}`}`,
        values: { service: key, image: known },
        evidence: [{ path, line }],
      }),
    ];
  });
}
