import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/**
 * Features of a Ruby project besides its gems: an engine with an application for tests, sets of gems to test with, factories, and
 * programs in bin.
 */
export const rubyConventions: Detector = {
  name: 'ruby-conventions',
  detect: (sources) => [
    ...appraisalFacts(sources),
    ...engineFacts(sources),
    ...factoryFacts(sources),
    ...binFacts(sources),
    ...rspecFacts(sources),
    ...standardFacts(sources),
    ...otherFacts(sources),
  ],
};

function appraisalFacts(sources: Sources): Fact[] {
  const path = 'Appraisals';
  const found = matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^appraise\s+["']([\w.-]+)["']/u,
  );
  const [first] = found;
  if (first === undefined) return [];
  return [
    makeFact({
      kind: 'convention',
      about: 'appraisals',
      statement: `Tests are run with the sets of gems ${found
        .slice(0, 12)
        .map(({ groups: [name = ''] }) => `\`${plain(name, 30)}\``)
        .join(', ')} by Appraisal`,
      values: { sets: found.map(({ groups: [name = ''] }) => name).join(', ') },
      evidence: [{ path, line: first.line }],
    }),
    commandFact({
      role: 'setup',
      run: 'bundle exec appraisal install',
      folder: '.',
      evidence: [{ path, line: first.line }],
      certainty: 'inferred',
    }),
  ];
}

function engineFacts(sources: Sources): Fact[] {
  const engine = sources.matching(/^engine\.rb$/u).find((path) => /^lib\/[\w/]+\/engine\.rb$/u.test(path));
  const line =
    engine === undefined ? undefined : sources.read(engine)?.lineOf(/^[^#]*<\s*(?:::)?Rails::Engine\b/u);
  if (engine === undefined || line === undefined) return [];
  const dummy = sources
    .named('application.rb')
    .find((path) => /^(?:spec|test)\/[\w-]+\/config\/application\.rb$/u.test(path));
  return [
    makeFact({
      kind: 'layout',
      about: 'rails-engine',
      statement: 'The gem is a Rails engine',
      values: { path: engine },
      evidence: [{ path: engine, line }],
    }),
    ...(dummy === undefined
      ? []
      : [
          makeFact({
            kind: 'layout',
            about: 'rails-dummy',
            statement: `The application that tests use is \`${plain(dummy.replace(/\/config\/application\.rb$/u, ''))}\``,
            values: { path: dummy },
            evidence: [{ path: dummy, line: null }],
            certainty: 'shown' as const,
          }),
        ]),
  ];
}

function factoryFacts(sources: Sources): Fact[] {
  const found = sources
    .where({ endings: RUBY, folder: /^(?:spec|test)\//u })
    .filter((path) => /^(?:spec|test)\/(?:factories\/[\w/]+|factories)\.rb$/u.test(path))
    .slice(0, 4)
    .flatMap((path) => {
      const line = sources.read(path)?.lineOf(/^FactoryBot\.define\b/u);
      return line === undefined ? [] : [{ path, line }];
    });
  return found.length === 0
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'factories',
          statement: 'Test objects are created with FactoryBot',
          values: { tests: 'FactoryBot' },
          evidence: found.slice(0, 3),
          certainty: 'shown',
        }),
      ];
}

/** Programs in bin that people start, besides those of Rails. */
function binFacts(sources: Sources): Fact[] {
  return (
    [
      ['bin/console', 'run'],
      ['bin/lint', 'lint'],
      ['bin/test', 'test'],
      ['bin/rspec', 'test'],
      ['bin/rubocop', 'lint'],
      ['bin/brakeman', 'lint'],
    ] as const
  ).flatMap(([path, role]) =>
    sources.has(path)
      ? [
          commandFact({
            role,
            run: path,
            folder: '.',
            evidence: [{ path, line: null }],
            certainty: 'inferred',
          }),
        ]
      : [],
  );
}

/** Standard needs no settings: it is the linter if the gem is present and RuboCop is not configured. */
function standardFacts(sources: Sources): Fact[] {
  const path = 'Gemfile';
  const line = sources.has(path) ? sources.read(path)?.lineOf(/^\s*gem\s+["']standard["']/u) : undefined;
  return line === undefined || sources.has('.rubocop.yml')
    ? []
    : [
        commandFact({
          role: 'lint',
          run: 'bundle exec standardrb',
          folder: '.',
          evidence: [{ path, line }],
          certainty: 'inferred',
        }),
      ];
}

function otherFacts(sources: Sources): Fact[] {
  const fact = (
    kind: Fact['kind'],
    about: string,
    statement: string,
    path: string,
    line: number | null,
  ): Fact =>
    makeFact({
      kind,
      about: `ruby:${about}`,
      statement,
      values: { path },
      evidence: [{ path, line }],
      certainty: 'shown',
    });
  const [gemfile] = sources.where({ folder: /^gemfiles\/$/u, name: /^[\w.-]+\.gemfile$/u });
  const made =
    gemfile === undefined
      ? undefined
      : sources.read(gemfile)?.lineOf(/^# This file was generated by Appraisal/u);
  const gemspec = sources.matching(/\.gemspec$/u).find((path) => !path.includes('/'));
  const version =
    gemspec === undefined
      ? undefined
      : sources.read(gemspec)?.lineOf(/^\s*\w+\.version\s*=\s*[A-Z][\w:]*::VERSION\b/u);
  const kept = sources.matching(/^version\.rb$/u).find((path) => /^lib\/[\w/-]+\/version\.rb$/u.test(path));
  return [
    ...(gemfile === undefined || made === undefined
      ? []
      : [fact('generated', 'appraisal', 'The files in `gemfiles/` are written by Appraisal', gemfile, made)]),
    ...(gemspec === undefined || version === undefined || kept === undefined
      ? []
      : [fact('layout', 'version', `The version of the gem is kept in \`${plain(kept)}\``, kept, null)]),
    ...(sources.has('config/i18n-tasks.yml')
      ? [
          fact(
            'convention',
            'i18n-tasks',
            'Translations are checked with i18n-tasks',
            'config/i18n-tasks.yml',
            null,
          ),
        ]
      : []),
  ];
}

function rspecFacts(sources: Sources): Fact[] {
  const path = '.rspec';
  const found = matchesIn(sources.has(path) ? sources.read(path) : undefined, /^--require\s+(\S+)/u);
  return found.slice(0, 2).map(({ groups: [name = ''], line }) =>
    makeFact({
      kind: 'convention',
      about: `rspec-require:${name}`,
      statement: `RSpec loads \`${plain(name, 40)}\` before every spec`,
      values: { tool: 'RSpec', loads: name },
      evidence: [{ path, line }],
    }),
  );
}

const RUBY: ReadonlySet<string> = new Set(['rb']);
