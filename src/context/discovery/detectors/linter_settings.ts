import type { Detector } from '../detector.ts';
import type { Fact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn, matchesInScript } from '../reading/line_matches.ts';
import type { LocatedValue } from '../reading/located_value.ts';
import { tagsIn } from '../reading/markup.ts';
import { listed, MAX_LISTED, ruleFact } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/**
 * Rules that linters take from elsewhere, and things that they forbid: ESLint, PHP_CodeSniffer, RuboCop, Ruff, Flake8, isort,
 * Biome and commitlint.
 */
export const linterSettings: Detector = {
  name: 'linter-settings',
  detect: (sources) => [
    ...eslintFacts(sources),
    ...commitlintFacts(sources),
    ...phpcsFacts(sources),
    ...rubocopFacts(sources),
    ...bannedFacts(sources),
    ...flake8Facts(sources),
    ...isortFacts(sources),
    ...biomeFacts(sources),
    ...stylelintFacts(sources),
  ],
};

/** The texts of a list, or the single text given in its place. */
function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

function eslintFacts(sources: Sources): Fact[] {
  const rc = ['.eslintrc', '.eslintrc.json', '.eslintrc.yml', '.eslintrc.yaml'].find((each) =>
    sources.has(each),
  );
  // YAML includes JSON.
  const node = rc === undefined ? undefined : sources.yaml(rc)?.root;
  const extended = node?.entries().find(({ key }) => key === 'extends');
  const inRc =
    rc === undefined || extended === undefined
      ? []
      : factsOf(
          [extended.value.scalar ?? '', ...extended.value.items().map(({ scalar }) => scalar ?? '')].filter(
            Boolean,
          ),
          rc,
          extended.line,
        );
  const inPackage = sources.has('package.json')
    ? sources.json('package.json')?.at('eslintConfig', 'extends')
    : undefined;
  return [
    ...inRc,
    ...(inPackage === undefined ? [] : factsOf(textsOf(inPackage.value), 'package.json', inPackage.line)),
    ...flatFacts(sources),
  ];

  function factsOf(names: readonly string[], path: string, line: number): Fact[] {
    return names.length === 0
      ? []
      : [ruleFact('ESLint', 'extends', `ESLint builds on the rules of ${listed(names)}`, path, line)];
  }
}

/** The rule packages that a flat configuration imports. */
function flatFacts(sources: Sources): Fact[] {
  const path = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts']
    .map((ending) => `eslint.config.${ending}`)
    .find((each) => sources.has(each));
  if (path === undefined) return [];
  const found = matchesInScript(
    sources.read(path),
    /^(?:import\s.*?\sfrom\s+|(?:(?:const|let|var)\s.*?|module\.exports)\s*=\s*require\()["']((?:@[\w.-]+\/)?\w[\w./-]*)["']/u,
  ).filter(
    ({ groups: [name = ''] }) =>
      /eslint|config|plugin|standard|xo|oxlint/u.test(name) &&
      !/^(?:eslint\/config|eslint|globals)$/u.test(name),
  );
  const [first] = found;
  return first === undefined
    ? []
    : [
        ruleFact(
          'ESLint',
          'flat',
          `ESLint's configuration imports ${listed(found.map(({ groups: [name = ''] }) => name))}`,
          path,
          first.line,
        ),
      ];
}

function commitlintFacts(sources: Sources): Fact[] {
  const at = sources.has('package.json')
    ? sources.json('package.json')?.at('commitlint', 'extends')
    : undefined;
  const inPackage = at === undefined ? [] : factsOf(at, 'package.json');
  const files = ['.commitlintrc', '.commitlintrc.json', '.commitlintrc.yml', '.commitlintrc.yaml'];
  const rc = files.find((each) => sources.has(each));
  const extended =
    rc === undefined
      ? undefined
      : sources
          .yaml(rc)
          ?.root.entries()
          .find(({ key }) => key === 'extends');
  const scripts = ['js', 'cjs', 'mjs', 'ts'].map((ending) => `commitlint.config.${ending}`);
  const script = scripts.find((each) => sources.has(each));
  const [inScript] = matchesInScript(
    script === undefined ? undefined : sources.read(script),
    /^\s*(?:export default \{|(?:module\.exports|(?:const|let|var)\s+\w+)\s*=\s*\{)?\s*["']?extends["']?:\s*(?:\[\s*)?["']([^"']+)["']/u,
  );
  return [
    ...inPackage,
    ...(rc === undefined || extended === undefined
      ? []
      : factsOf(
          {
            value: extended.value.scalar ?? extended.value.items().map(({ scalar }) => scalar),
            line: extended.line,
          },
          rc,
        )),
    ...(script === undefined || inScript === undefined
      ? []
      : factsOf({ value: inScript.groups[0], line: inScript.line }, script)),
  ];

  function factsOf({ value, line }: LocatedValue<unknown>, path: string): Fact[] {
    const names = textsOf(value);
    return names.length === 0
      ? []
      : [ruleFact('commitlint', 'extends', `Commit messages follow ${listed(names)}`, path, line)];
  }
}

function phpcsFacts(sources: Sources): Fact[] {
  const path = ['.phpcs.xml', 'phpcs.xml', '.phpcs.xml.dist', 'phpcs.xml.dist'].find((each) =>
    sources.has(each),
  );
  // A name with dots is one rule of a standard, and a path is a file.
  const found = tagsIn((path === undefined ? undefined : sources.read(path)?.text) ?? '', 'rule').flatMap(
    ({ attribute, line }) => {
      const name = attribute('ref') ?? '';
      return /^[A-Za-z][\w-]*$/u.test(name) ? [{ name, line }] : [];
    },
  );
  const [first] = found;
  return path === undefined || first === undefined
    ? []
    : [
        ruleFact(
          'PHP_CodeSniffer',
          'standards',
          `PHP_CodeSniffer checks the standard ${listed(found.map(({ name }) => name))}`,
          path,
          first.line,
        ),
      ];
}

function rubocopFacts(sources: Sources): Fact[] {
  const path = '.rubocop.yml';
  const root = sources.has(path) ? sources.yaml(path)?.root : undefined;
  if (root === undefined) return [];
  const texts = (key: string) => {
    const found = root.entries().find((entry) => entry.key === key);
    const names = [
      found?.value.scalar ?? '',
      ...(found?.value.items() ?? []).map(({ scalar }) => scalar ?? ''),
      ...(found?.value.entries() ?? []).map((entry) => entry.key),
    ].filter(Boolean);
    return found === undefined || names.length === 0 ? undefined : { names, line: found.line };
  };
  const bases = texts('inherit_gem');
  const plugins = texts('plugins') ?? texts('require');
  const target = root.at('AllCops', 'TargetRubyVersion');
  const length = root.at('Layout/LineLength', 'Max') ?? root.at('Metrics/LineLength', 'Max');
  const quotes = root.at('Style/StringLiterals', 'EnforcedStyle');
  const frozen = root.at('Style/FrozenStringLiteralComment', 'Enabled');
  const base = root.at('AllCops', 'DisabledByDefault');
  return [
    ...(frozen?.scalar === 'true'
      ? [
          ruleFact(
            'RuboCop',
            'frozen',
            'Ruby files begin with `# frozen_string_literal: true`',
            path,
            frozen.line,
          ),
        ]
      : []),
    ...(base?.scalar === 'true'
      ? [
          ruleFact(
            'RuboCop',
            'default',
            'RuboCop applies only the cops that its file turns on',
            path,
            base.line,
          ),
        ]
      : []),
    ...(bases === undefined
      ? []
      : [
          ruleFact(
            'RuboCop',
            'inherit',
            `RuboCop builds on the rules of ${listed(bases.names)}`,
            path,
            bases.line,
          ),
        ]),
    ...(plugins === undefined
      ? []
      : [ruleFact('RuboCop', 'plugins', `RuboCop runs with ${listed(plugins.names)}`, path, plugins.line)]),
    ...(target?.scalar === undefined
      ? []
      : [
          ruleFact(
            'RuboCop',
            'target',
            `RuboCop checks for Ruby ${plain(target.scalar, 20)}`,
            path,
            target.line,
          ),
        ]),
    ...(length?.scalar === undefined
      ? []
      : [
          ruleFact(
            'RuboCop',
            'length',
            `RuboCop limits lines to ${plain(length.scalar, 10)} characters`,
            path,
            length.line,
          ),
        ]),
    ...(quotes?.scalar === undefined
      ? []
      : [
          ruleFact(
            'RuboCop',
            'quotes',
            `RuboCop asks for \`${plain(quotes.scalar, 40)}\` in string literals`,
            path,
            quotes.line,
          ),
        ]),
  ];
}

/** Imports that Ruff forbids. */
function bannedFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  const way = ['tool', 'ruff', 'lint', 'flake8-tidy-imports', 'banned-api'] as const;
  return (file?.entries(...way) ?? []).slice(0, MAX_LISTED).map(({ key, value, line }) => {
    const why =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, 'msg')?.value
        : undefined;
    const at = line > 1 ? line : (sources.read(path)?.lineOf(`"${key}"`) ?? line);
    return ruleFact(
      'Ruff',
      `banned:${key}`,
      `\`${plain(key, 60)}\` may not be imported${typeof why === 'string' ? `: ${plain(why.trim(), 100)}` : ''}`,
      path,
      at,
    );
  });
}

function stylelintFacts(sources: Sources): Fact[] {
  const path = ['.stylelintrc', '.stylelintrc.json', '.stylelintrc.yml'].find((each) => sources.has(each));
  // YAML includes JSON.
  const found =
    path === undefined
      ? undefined
      : sources
          .yaml(path)
          ?.root.entries()
          .find(({ key }) => key === 'extends');
  const names = [
    found?.value.scalar ?? '',
    ...(found?.value.items() ?? []).map(({ scalar }) => scalar ?? ''),
  ].filter(Boolean);
  return path === undefined || found === undefined || names.length === 0
    ? []
    : [
        ruleFact(
          'Stylelint',
          'extends',
          `Stylelint builds on the rules of ${listed(names)}`,
          path,
          found.line,
        ),
      ];
}

function flake8Facts(sources: Sources): Fact[] {
  const path = ['.flake8', 'setup.cfg', 'tox.ini'].find(
    (each) => sources.has(each) && sources.read(each)?.lineOf(/^\[flake8\]/u) !== undefined,
  );
  const text = path === undefined ? undefined : sources.read(path);
  const from = text?.lineOf(/^\[flake8\]/u);
  if (path === undefined || text === undefined || from === undefined) return [];
  const next = text.lineOf(/^\[/u, from + 1) ?? text.lines.length + 1;
  return matchesIn(text, /^max-line-length\s*=\s*(\d+)/u)
    .filter(({ line }) => line > from && line < next)
    .map(({ groups: [length = ''], line }) =>
      ruleFact('Flake8', 'length', `Flake8 limits lines to ${length} characters`, path, line),
    );
}

function isortFacts(sources: Sources): Fact[] {
  const path = 'pyproject.toml';
  const profile = sources.has(path) ? sources.toml(path)?.text('tool', 'isort', 'profile') : undefined;
  return profile === undefined
    ? []
    : [
        ruleFact(
          'isort',
          'profile',
          `isort uses the profile \`${plain(profile.value, 30)}\``,
          path,
          profile.line,
        ),
      ];
}

/** Biome's formatting settings. */
function biomeFacts(sources: Sources): Fact[] {
  const path = ['biome.json', 'biome.jsonc'].find((each) => sources.has(each));
  const file = path === undefined ? undefined : sources.json(path);
  if (path === undefined || file === undefined) return [];
  return [...file.entries('formatter'), ...file.entries('javascript', 'formatter')].flatMap(
    ({ key, value, line }) =>
      BIOME.has(key) && /^(?:string|number)$/u.test(typeof value)
        ? [ruleFact('Biome', key, `Biome sets \`${key}\` to ${plain(String(value), 20)}`, path, line)]
        : [],
  );
}

const BIOME: ReadonlySet<string> = new Set([
  'indentStyle',
  'indentWidth',
  'lineWidth',
  'quoteStyle',
  'semicolons',
  'trailingCommas',
  'arrowParentheses',
]);
