import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { tagsIn } from '../reading/markup.ts';
import type { Sources } from '../sources.ts';

/**
 * The environment of tests: the database and other settings of PHPUnit, the environment of Vitest and Jest, and variables that
 * test scripts export.
 */
export const testEnvironment: Detector = {
  name: 'test-environment',
  detect: (sources) => [
    ...phpunitFacts(sources),
    ...browserFacts(sources),
    ...exportFacts(sources),
    ...rubyFacts(sources),
  ],
};

function fact(about: string, statement: string, path: string, line: number): Fact {
  return makeFact({
    kind: 'convention',
    about: `test-environment:${about}`,
    statement,
    values: { setting: about },
    evidence: [{ path, line }],
  });
}

function phpunitFacts(sources: Sources): Fact[] {
  const path = ['phpunit.xml', 'phpunit.xml.dist'].find((each) => sources.has(each));
  const text = path === undefined ? undefined : sources.read(path)?.text;
  if (path === undefined || text === undefined) return [];
  return ['env', 'server'].flatMap((tag) =>
    tagsIn(text, tag)
      .filter((each) =>
        /^(?:DB_|DATABASE_URL|CACHE_|QUEUE_|SESSION_DRIVER|KERNEL_CLASS|APP_ENV)/u.test(
          each.attribute('name') ?? '',
        ),
      )
      .filter(
        (each) =>
          (each.attribute('value') ?? '') !== '' &&
          !/PASS|KEY|SECRET|TOKEN/u.test(each.attribute('name') ?? ''),
      )
      .slice(0, 6)
      .map((each) =>
        fact(
          each.attribute('name') ?? '',
          `For tests, \`${plain(each.attribute('name') ?? '', 40)}\` is ${plain(each.attribute('value') ?? '', 60)}`,
          path,
          each.line,
        ),
      ),
  );
}

function browserFacts(sources: Sources): Fact[] {
  const files = [
    ['Vitest', /^vitest\.config\.[cm]?[jt]s$/u, /^\s*environment:\s*["']([\w-]+)["']/u],
    ['Vitest', /^vite\.config\.[cm]?[jt]s$/u, /^\s*environment:\s*["'](jsdom|happy-dom|edge-runtime)["']/u],
    ['Jest', /^jest\.config\.[cm]?[jt]s$/u, /^\s*testEnvironment:\s*["']([\w./-]+)["']/u],
  ] as const;
  return files.flatMap(([tool, name, pattern]) => {
    const path = sources.matching(name).find((each) => depthOf(each) === 0);
    const text = path === undefined ? undefined : sources.read(path);
    // A setting in one of several projects applies to that project only.
    const end = text?.lineOf(/^\s*projects:\s*\[/u) ?? Number.POSITIVE_INFINITY;
    const [found] = matchesIn(text, pattern).filter(({ line }) => line < end);
    return path === undefined || found === undefined
      ? []
      : [
          fact(
            `${tool}:environment`,
            `${tool} runs tests in ${plain(found.groups[0] ?? '', 30)}`,
            path,
            found.line,
          ),
        ];
  });
}

/** Variables that a test script sets before it runs the tests, which would otherwise run in another environment. */
function exportFacts(sources: Sources): Fact[] {
  return sources
    .where({ folder: /^(?:scripts?|bin|hack)\/$/u, name: /^(?:run[-_])?tests?(?:\.(?:sh|bash))?$/u })
    .slice(0, 3)
    .flatMap((path) =>
      matchesIn(sources.read(path), /^export ([A-Z][A-Z0-9_]*)=["']?([\w./:-]*)["']?\s*$/u)
        .filter(({ groups: [name = ''] }) => !/PASS|KEY|SECRET|TOKEN|^PATH$/u.test(name))
        .slice(0, 6)
        .map(({ groups: [name = '', value = ''], line }) =>
          fact(
            name,
            `\`${plain(path)}\` sets \`${name}\` to ${plain(value, 40) || 'nothing'} for tests`,
            path,
            line,
          ),
        ),
    );
}

/** What helpers of tests in Ruby set unless the caller does. */
function rubyFacts(sources: Sources): Fact[] {
  return sources
    .matching(/^(?:test_|spec_|rails_)?helper\.rb$/u)
    .filter((path) => /^(?:test|spec)\/[^/]+$/u.test(path))
    .flatMap((path) =>
      matchesIn(
        sources.read(path),
        /^ENV\[["']([A-Z][A-Z0-9_]{2,60})["']\]\s*\|\|=\s*["']([^"'#]{1,80})["']\s*$/u,
      )
        .filter(({ groups: [name = ''] }) => !/PASS|KEY|SECRET|TOKEN|^(?:RAILS|RACK)_ENV$/u.test(name))
        .map(({ groups: [name = '', value = ''], line }) =>
          fact(name, `For tests, \`${plain(name, 40)}\` is ${plain(value, 80)} unless it is set`, path, line),
        ),
    )
    .slice(0, 6);
}
