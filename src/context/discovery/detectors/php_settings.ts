import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { tagsIn } from '../reading/markup.ts';
import { listed, ruleFact } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Settings of a PHP project's tools: PHPStan, PHP CS Fixer, PHPUnit and Composer. */
export const phpSettings: Detector = {
  name: 'php-settings',
  detect: (sources) => [
    ...phpstanFacts(sources),
    ...fixerFacts(sources),
    ...phpunitFacts(sources),
    ...composerFacts(sources),
  ],
};

function firstOf(sources: Sources, paths: readonly string[]): SourceText | undefined {
  const path = paths.find((each) => sources.has(each));
  return path === undefined ? undefined : sources.read(path);
}

function phpstanFacts(sources: Sources): Fact[] {
  const text = firstOf(sources, ['phpstan.neon', 'phpstan.neon.dist', 'phpstan.dist.neon']);
  if (text === undefined) return [];
  const { path } = text;
  const levels = matchesIn(text, /^\s*level:\s*(\w+)\s*$/u)
    .slice(0, 1)
    .map(({ groups: [level = ''], line }) =>
      makeFact({
        kind: 'convention',
        about: 'phpstan-level',
        statement: `PHPStan checks at level ${level}`,
        values: { phpstan: level },
        evidence: [{ path, line }],
      }),
    );
  const included = itemsOf(text, 'includes');
  const baselines = included.items.filter((each) => /baseline[^/]*\.(?:neon|php)$/u.test(each));
  const rules = included.items.filter((each) => !baselines.includes(each));
  const checked = itemsOf(text, 'paths');
  return [
    ...levels,
    ...(rules.length === 0
      ? []
      : [ruleFact('PHPStan', 'includes', `PHPStan builds on ${listed(rules, 80)}`, path, included.line)]),
    ...(baselines.length === 0
      ? []
      : [
          ruleFact(
            'PHPStan',
            'baseline',
            `PHPStan ignores the errors recorded in ${listed(baselines)}`,
            path,
            text.lineOf(baselines[0] ?? '') ?? included.line,
          ),
        ]),
    ...(checked.items.length === 0
      ? []
      : [ruleFact('PHPStan', 'paths', `PHPStan checks ${listed(checked.items)}`, path, checked.line)]),
  ];
}

/** The items below a key of a NEON file, up to the next line that is indented no deeper. */
function itemsOf(
  text: SourceText,
  key: string,
): { readonly line: number; readonly items: readonly string[] } {
  const line = text.lineOf(new RegExp(`^\\s*${key}:\\s*$`, 'u')) ?? 0;
  if (line === 0) return { line, items: [] };
  const depth = /^\s*/u.exec(text.lines[line - 1] ?? '')?.[0].length ?? 0;
  const items: string[] = [];
  for (const each of text.lines.slice(line, line + 60)) {
    if (/^\s*(?:#.*)?$/u.test(each)) continue;
    const item = /^(\s*)-\s+['"]?([^'"#\s]+)['"]?\s*(?:#.*)?$/u.exec(each);
    if (item?.[1] === undefined || item[1].length < depth) break;
    items.push(item[2] ?? '');
  }
  return { line, items };
}

function fixerFacts(sources: Sources): Fact[] {
  const text = firstOf(sources, ['.php-cs-fixer.php', '.php-cs-fixer.dist.php', '.php_cs', '.php_cs.dist']);
  if (text === undefined) return [];
  const { path } = text;
  const on = matchesIn(text, /^\s*['"](@?[\w:.-]+)['"]\s*=>\s*(?!false\b)\S/u);
  const sets = on.filter(({ groups: [name = ''] }) => name.startsWith('@'));
  const [first] = sets;
  const seen = new Set<string>();
  return [
    ...(first === undefined
      ? []
      : [
          ruleFact(
            'PHP CS Fixer',
            'sets',
            `PHP CS Fixer follows ${listed(sets.map(({ groups: [name = ''] }) => name))}`,
            path,
            first.line,
          ),
        ]),
    ...on.flatMap(({ groups: [name = ''], line }) => {
      const meaning = FIXERS.get(name);
      if (meaning === undefined || seen.has(name)) return [];
      seen.add(name);
      return [ruleFact('PHP CS Fixer', name, `${meaning} (PHP CS Fixer: \`${name}\`)`, path, line)];
    }),
  ];
}

/** Rules that say something without their options. */
const FIXERS: ReadonlyMap<string, string> = new Map([
  ['declare_strict_types', 'Files declare `strict_types`'],
  ['header_comment', 'Files begin with a header comment'],
  ['ordered_imports', 'Imports are sorted'],
  ['no_unused_imports', 'Unused imports are removed'],
  ['native_function_invocation', 'Native functions are called with a leading backslash'],
  ['single_quote', 'Strings have single quotes'],
  ['strict_comparison', 'Comparisons are strict'],
  ['final_class', 'Classes are final'],
  ['trailing_comma_in_multiline', 'Lists over several lines end with a comma'],
  ['phpdoc_align', 'PHPDoc tags are aligned'],
]);

function phpunitFacts(sources: Sources): Fact[] {
  const text = firstOf(sources, ['phpunit.xml', 'phpunit.xml.dist', 'phpunit.dist.xml']);
  if (text === undefined) return [];
  const { path } = text;
  const suites = tagsIn(text.text, 'testsuite');
  const [first] = suites;
  const names = suites.map((suite) => suite.attribute('name') ?? '').filter(Boolean);
  const [root] = tagsIn(text.text, 'phpunit');
  const bootstrap = root?.attribute('bootstrap') ?? '';
  const at = text.lineOf('bootstrap=');
  const folders = suites
    .flatMap((suite) => tagsIn(suite.text, 'directory'))
    .filter(({ text: named }) => named !== '');
  const [folder] = folders;
  const suffix = folder?.attribute('suffix') ?? '';
  return [
    ...(first === undefined || names.length === 0
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: 'phpunit-suites',
            statement: `PHPUnit has the suites ${listed(names, 40)}`,
            values: { suites: names.join(', ') },
            evidence: [{ path, line: first.line }],
          }),
        ]),
    ...(bootstrap === '' || at === undefined
      ? []
      : [ruleFact('PHPUnit', 'bootstrap', `PHPUnit loads \`${plain(bootstrap, 80)}\` first`, path, at)]),
    ...(folder === undefined
      ? []
      : [
          ruleFact(
            'PHPUnit',
            'folders',
            `PHPUnit looks for tests in ${listed([...new Set(folders.map((each) => each.text))])}${suffix === '' ? '' : `, in files that end with \`${plain(suffix, 40)}\``}`,
            path,
            text.lineOf('<directory', first?.line) ?? 1,
          ),
        ]),
  ];
}

function composerFacts(sources: Sources): Fact[] {
  const path = 'composer.json';
  const file = sources.has(path) ? sources.json(path) : undefined;
  if (file === undefined) return [];
  const fact = (about: string, statement: string, line: number): Fact =>
    makeFact({
      kind: 'package-manager',
      about: `composer:${about}`,
      statement,
      values: { setting: about },
      evidence: [{ path, line }],
    });
  const settings = file
    .entries('config')
    .flatMap(({ key, value, line }) =>
      SETTINGS.flatMap(([name, wanted, statement]) =>
        key === name && value === wanted ? [fact(name, statement, line)] : [],
      ),
    );
  const platform = file.text('config', 'platform', 'php');
  const extensions = file.entries('require').filter(({ key }) => key.startsWith('ext-'));
  const [extension] = extensions;
  const files = file.at('autoload', 'files');
  const loaded = (Array.isArray(files?.value) ? files.value : []).filter((each) => typeof each === 'string');
  return [
    ...settings,
    ...(platform === undefined
      ? []
      : [fact('platform', `Composer resolves packages for PHP ${plain(platform.value, 20)}`, platform.line)]),
    ...(extension === undefined
      ? []
      : [
          fact(
            'extensions',
            `Needs the PHP extensions ${listed(extensions.map(({ key }) => key.slice('ext-'.length)))}`,
            extension.line,
          ),
        ]),
    ...(files === undefined || loaded.length === 0
      ? []
      : [fact('files', `Composer loads ${listed(loaded)} at every start`, files.line)]),
    ...file
      .entries('extra', 'branch-alias')
      .slice(0, 2)
      .flatMap(({ key, value, line }) =>
        typeof value === 'string'
          ? [
              fact(
                `alias:${key}`,
                `The branch \`${plain(key, 40)}\` stands for \`${plain(value, 40)}\``,
                line,
              ),
            ]
          : [],
      ),
  ];
}

const SETTINGS = [
  ['lock', false, 'Composer writes no lock file'],
  ['sort-packages', true, 'Composer keeps the packages sorted'],
] as const;
