import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { matchesIn } from '../reading/line_facts.ts';
import type { Sources } from '../sources.ts';

/** How much of the code tests have to cover, as the settings of the tools that measure it say, or the calls of CI. */
export const coverageBounds: Detector = {
  name: 'coverage-bounds',
  detect: (sources) => [...nycFacts(sources), ...jestFacts(sources), ...calledFacts(sources)],
};

function bound(what: string, value: number, path: string, line: number): Fact {
  return makeFact({
    kind: 'convention',
    about: `coverage:${what}:${value}`,
    statement: `Coverage${what === '' ? '' : ` of ${what}`} has to be ${value} % at least`,
    values: { ...(what === '' ? {} : { what }), value: String(value) },
    evidence: [{ path, line }],
  });
}

const MEASURES = ['lines', 'branches', 'statements', 'functions'] as const;

/** nyc and c8: in a file of their own, or in the manifest. */
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
    return MEASURES.flatMap((what) => {
      const at = file?.at(...way, what);
      const value = Number(at?.value);
      return at === undefined || typeof at.value === 'boolean' || !(value > 0)
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
    return typeof at?.value === 'number' && at.value > 0 ? [bound(what, at.value, path, at.line)] : [];
  });
}

/** What a call of CI fails under, and what coverage.py has set in a file of its own. */
function calledFacts(sources: Sources): Fact[] {
  const workflows = sources.paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/u.test(path));
  const found = [
    ...workflows.slice(0, 40).map((path) => [path, /--(?:cov-)?fail-under[= ](\d{1,3})(?:\s|$)/u] as const),
    ...['.coveragerc', 'setup.cfg', 'tox.ini'].map(
      (path) => [path, /^\s*fail_under\s*=\s*(\d{1,3})\s*$/u] as const,
    ),
  ];
  return found.flatMap(([path, pattern]) =>
    matchesIn(sources.has(path) ? sources.read(path) : undefined, pattern).map(
      ({ groups: [value = ''], line }) => bound('', Number(value), path, line),
    ),
  );
}
