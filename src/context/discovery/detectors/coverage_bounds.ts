import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { workflowsIn } from '../reading/ci_files.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Required test coverage, according to the settings of coverage tools or the calls of CI. */
export const coverageBounds: Detector = {
  name: 'coverage-bounds',
  detect: (sources) => [
    ...nycFacts(sources),
    ...jestFacts(sources),
    ...calledFacts(sources),
    ...manifestFacts(sources),
    ...measuredFacts(sources),
    ...codecovFacts(sources),
  ],
};

function bound(what: string, value: number, path: string, line: number): Fact {
  return makeFact({
    kind: 'convention',
    about: `coverage:${what}:${value}`,
    statement: `Coverage${what === '' ? '' : ` of ${what}`} must be at least ${value} %`,
    values: { ...(what === '' ? {} : { what }), value: String(value) },
    evidence: [{ path, line }],
  });
}

const MEASURES = ['lines', 'branches', 'statements', 'functions'] as const;

/** nyc and c8: in their own file, or in the manifest. */
function nycFacts(sources: Sources): Fact[] {
  const places = [
    ['.nycrc', []],
    ['.nycrc.json', []],
    ['.c8rc', []],
    ['.c8rc.json', []],
    ['package.json', ['nyc']],
    ['package.json', ['c8']],
  ] as const;
  return places.flatMap(([path, way]) => {
    const file = sources.has(path) ? sources.json(path) : undefined;
    if (file?.at(...way, 'check-coverage')?.value === false) return [];
    return MEASURES.flatMap((what) => {
      const at = file?.at(...way, what);
      const value = Number(at?.value);
      return at === undefined || typeof at.value === 'boolean' || !(value > 0 && value <= 100)
        ? []
        : [bound(what, value, path, at.line)];
    });
  });
}

function jestFacts(sources: Sources): Fact[] {
  const path = 'package.json';
  const file = sources.has(path) ? sources.json(path) : undefined;
  return MEASURES.flatMap((what) => {
    const at = file?.at('jest', 'coverageThreshold', 'global', what);
    return typeof at?.value === 'number' && at.value > 0 && at.value <= 100
      ? [bound(what, at.value, path, at.line)]
      : [];
  });
}

/** The thresholds in calls of CI, and in coverage.py's own file. Commented or merely printed calls do not count. */
function calledFacts(sources: Sources): Fact[] {
  const called = workflowsIn(sources).flatMap((path) =>
    boundsIn(sources, path, /^(?!\s*#).*?\s--(?:cov-)?fail-under[= ](\d{1,3})(?:\s|$)/u),
  );
  const set = ['.coveragerc', 'setup.cfg', 'tox.ini'].flatMap((path) =>
    boundsIn(sources, path, /^\s*fail_under\s*=\s*(\d{1,3})\s*$/u),
  );
  return [...called, ...set];
}

/** The bounds in the manifest of a Python project: of tests, and of docstrings. */
function manifestFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  const number = (...way: readonly string[]) => {
    const at = file?.at(...way);
    const value = Number(at?.value);
    return at !== undefined && value > 0 && value <= 100 ? [{ value, line: at.line }] : [];
  };
  return [
    ...number('tool', 'coverage', 'report', 'fail_under').map(({ value, line }) =>
      bound('', value, path, line),
    ),
    ...number('tool', 'interrogate', 'fail-under').map(({ value, line }) =>
      makeFact({
        kind: 'convention',
        about: 'coverage:docstrings',
        statement: `interrogate asks for docstrings on at least ${value} % of the code`,
        values: { tool: 'interrogate', value: String(value) },
        evidence: [{ path, line }],
      }),
    ),
  ];
}

function boundsIn(sources: Sources, path: string, pattern: RegExp): Fact[] {
  const text = sources.has(path) ? sources.read(path) : undefined;
  const isCalled = path.startsWith('.github/');
  let section = '';
  return (text?.lines ?? []).flatMap((line, place) => {
    if (line.startsWith('[')) section = line;
    const value = Number(pattern.exec(line)?.[1] ?? 0);
    const isMeant = isCalled ? !PRINTS.test(line) : REPORT.test(section);
    return isMeant && value > 0 && value <= 100 ? [bound('', value, path, place + 1)] : [];
  });
}

const PRINTS = /^\s*(?:-\s+)?(?:run:\s*)?(?:echo|printf)\s/u;
const REPORT = /^\[(?:coverage:)?report\]/u;

/** What coverage.py measures, according to the manifest of a Python project. */
function measuredFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  const way = ['tool', 'coverage', 'run'] as const;
  const branch = file?.at(...way, 'branch');
  const named = [...(file?.texts(...way, 'source') ?? []), ...(file?.texts(...way, 'source_pkgs') ?? [])];
  const line = named[0]?.line ?? branch?.line;
  return line === undefined || (named.length === 0 && branch?.value !== true)
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'coverage:measured',
          statement: `coverage.py measures ${branch?.value === true ? 'lines and branches' : 'lines'}${named.length === 0 ? '' : ` of ${listed(named.map(({ value }) => value))}`}`,
          values: { tool: 'coverage.py', source: named.map(({ value }) => value).join(', ') },
          evidence: [{ path, line }],
        }),
      ];
}

/** What Codecov demands of a change: a target in per cent, or how much coverage may fall. */
function codecovFacts(sources: Sources): Fact[] {
  const path = CODECOV.find((each) => sources.has(each));
  const status = path === undefined ? undefined : sources.yaml(path)?.root.at('coverage', 'status');
  if (path === undefined || status === undefined) return [];
  return ['project', 'patch'].flatMap((kind) => {
    const node = status.at(kind, 'default');
    // What only informs demands nothing.
    if (node === undefined || node.key('informational')?.scalar === 'true') return [];
    const target = percent(node.key('target')?.scalar);
    const threshold = percent(node.key('threshold')?.scalar);
    const said = [
      ...(target === undefined ? [] : [`must be at least ${target} %`]),
      ...(threshold === undefined ? [] : [`may fall by ${threshold} %`]),
    ];
    const [line] = [node.key('target'), node.key('threshold')].flatMap((each, place) =>
      each !== undefined && [target, threshold][place] !== undefined ? [each.line] : [],
    );
    return said.length === 0 || line === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `coverage:codecov:${kind}`,
            statement: `For Codecov, coverage of ${kind === 'patch' ? 'the changed lines' : 'the project'} ${said.join(' and ')}`,
            values: { what: kind, value: said.join(', ') },
            evidence: [{ path, line }],
          }),
        ];
  });
}

const CODECOV = ['codecov.yml', '.codecov.yml', '.github/codecov.yml'];

function percent(text: string | undefined): string | undefined {
  const value = /^(\d{1,3}(?:\.\d{1,2})?)%?$/u.exec(text ?? '')?.[1];
  return value === undefined || Number(value) === 0 ? undefined : value;
}
