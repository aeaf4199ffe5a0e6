import type { Detector } from '../detector.ts';
import { commandFact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';

/** Ruby: gems, Rails, and the programs in bin. */
export const ruby: Detector = {
  name: 'ruby',
  detect(sources) {
    const path = 'Gemfile';
    const text = sources.has(path) ? sources.read(path) : undefined;
    if (text === undefined) return [];
    const lock = sources.has('Gemfile.lock') ? sources.read('Gemfile.lock') : undefined;
    const facts = [
      makeFact({
        kind: 'package-manager',
        about: 'bundler',
        statement: 'Gems are managed with Bundler',
        values: { manager: 'bundler' },
        evidence: [{ path: lock === undefined ? path : 'Gemfile.lock', line: null }],
        certainty: 'shown',
      }),
    ];
    for (const {
      groups: [version = ''],
      line,
    } of matchesIn(text, /^\s*ruby\s+["']([^"']+)["']/u).slice(0, 1))
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: 'ruby',
          statement: `Ruby ${plain(version, 30)}`,
          values: { name: 'ruby', version },
          evidence: [{ path, line }],
        }),
      );
    const pinned = sources.has('.ruby-version') ? sources.read('.ruby-version') : undefined;
    for (const {
      groups: [version = ''],
      line,
    } of matchesIn(pinned, /^(?:ruby-)?(\d[\w.-]*)\s*$/u).slice(0, 1))
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: 'ruby-version',
          statement: `Ruby ${version}`,
          values: { name: 'ruby', version },
          evidence: [{ path: '.ruby-version', line }],
        }),
      );
    const names = new Set<string>();
    let group = '';
    for (const [place, line] of text.lines.entries()) {
      const opened = /^\s*group\s+(.+?)\s+do\b/u.exec(line)?.[1];
      if (opened !== undefined) group = opened;
      else if (/^end\b/u.test(line)) group = '';
      const [, name, rest = ''] = /^\s*gem\s+["']([\w.-]+)["'](.*)$/u.exec(line) ?? [];
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      const locked = lock?.lineOf(new RegExp(`^ {4}${name.replaceAll('.', '\\.')} \\(`, 'u'));
      // A gem for one platform has the platform in its version.
      const version =
        locked === undefined
          ? undefined
          : /\((\d[\w.]*)(?:-[^)]*)?\)/u.exec(lock?.lines[locked - 1] ?? '')?.[1];
      const range = /^\s*,\s*["']([^"']+)["']/u.exec(rest)?.[1] ?? '';
      facts.push(
        libraryFact({
          name,
          range,
          path,
          line: place + 1,
          folder: '.',
          isForDevelopment: /development|test/u.test(group + rest) && !/production/u.test(group + rest),
          lock,
          locked:
            locked === undefined || version === undefined ? undefined : { value: version, line: locked },
        }),
      );
    }
    const add = (role: 'test' | 'lint' | 'run' | 'setup' | 'check', run: string, at: string) => {
      if (sources.has(at))
        facts.push(
          commandFact({
            role,
            run,
            folder: '.',
            evidence: [{ path: at, line: null }],
            certainty: 'inferred',
          }),
        );
    };
    add('setup', 'bin/setup', 'bin/setup');
    add('run', 'bin/dev', 'bin/dev');
    add('check', 'bin/ci', 'bin/ci');
    if (names.has('rails')) {
      add('run', 'bin/rails server', 'bin/rails');
      if (sources.paths.some((each) => each.startsWith('test/') && each.endsWith('_test.rb')))
        add('test', 'bin/rails test', 'bin/rails');
    }
    const specs = sources.has('.rspec') ? '.rspec' : 'spec/spec_helper.rb';
    if (names.has('rspec') || names.has('rspec-rails')) add('test', 'bundle exec rspec', specs);
    if (names.has('rubocop') || names.has('rubocop-rails-omakase') || names.has('standard'))
      add('lint', 'bundle exec rubocop', '.rubocop.yml');
    const database = sources.has('config/database.yml') ? sources.read('config/database.yml') : undefined;
    for (const {
      groups: [adapter = ''],
      line,
    } of matchesIn(database, /^\s*adapter:\s*["']?([a-z]\w+)["']?\s*$/u).slice(0, 1))
      facts.push(
        makeFact({
          kind: 'service',
          about: 'database',
          statement: `The database adapter is ${adapter}`,
          values: { database: adapter },
          evidence: [{ path: 'config/database.yml', line }],
        }),
      );
    return facts;
  },
};
