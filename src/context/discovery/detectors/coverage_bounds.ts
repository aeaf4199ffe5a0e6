import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { workflowsIn } from '../reading/ci_files.ts';
import type { Sources } from '../sources.ts';

/** Required test coverage, according to the settings of coverage tools or the calls of CI. */
export const coverageBounds: Detector = {
  name: 'coverage-bounds',
  detect: (sources) => [
    ...nycFacts(sources),
    ...jestFacts(sources),
    ...calledFacts(sources),
    ...manifestFacts(sources),
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
