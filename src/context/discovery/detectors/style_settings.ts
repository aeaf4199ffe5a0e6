import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { LocatedEntry } from '../reading/located_value.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { TomlSource } from '../reading/toml.ts';
import type { Sources } from '../sources.ts';

/**
 * Code formatting and linter rules, according to the settings near the root: Prettier, oxfmt, Ruff, clang-format, Clippy, lint-staged
 * and golangci-lint.
 */
export const styleSettings: Detector = {
  name: 'style-settings',
  detect: (sources) => [
    ...prettierFacts(sources),
    ...prettierOfFolders(sources),
    ...oxfmtFacts(sources),
    ...ruffFacts(sources),
    ...clangFacts(sources),
    ...clippyFacts(sources),
    ...lintStagedFacts(sources),
    ...golangciFacts(sources),
  ],
};

function setting(tool: string, key: string, value: string, path: string, line: number, folder = '.'): Fact {
  return makeFact({
    kind: 'convention',
    about: `style:${tool}:${folder === '.' ? '' : `${folder}:`}${key}`,
    statement: `${tool} sets \`${plain(key, 40)}\` to ${plain(value, 30)}${folder === '.' ? '' : ` in \`${plain(folder, 60)}\``}`,
    values: { tool, setting: key, value },
    evidence: [{ path, line }],
  });
}

function prettierFacts(sources: Sources): Fact[] {
  const factOf = (entry: LocatedEntry, path: string): Fact[] => formatFact('Prettier', entry, path);
  const rc = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml'].find((each) =>
    sources.has(each),
  );
  if (rc !== undefined)
    // YAML includes JSON.
    return (sources.yaml(rc)?.root.entries() ?? []).flatMap(({ key, value: { scalar }, line }) =>
      factOf({ key, value: scalar, line }, rc),
    );
  const script = sources
    .matching(/^(?:\.prettierrc|prettier\.config)\.[cm]?[jt]s$/u)
    .find((each) => depthOf(each) === 0);
  if (script !== undefined) {
    const text = sources.read(script);
    const depths = depthsOf(text?.lines ?? []);
    return matchesIn(text, /^\s*["']?(\w+)["']?:\s*(?:["']([\w-]+)["']|(true|false|\d+)),?\s*$/u).flatMap(
      ({ groups: [key = '', word = '', bare = ''], line }) =>
        depths[line - 1] === 1 ? factOf({ key, value: word || bare, line }, script) : [],
    );
  }
  const path = 'package.json';
  return (sources.has(path) ? (sources.json(path)?.entries('prettier') ?? []) : []).flatMap((entry) =>
    factOf(entry, path),
  );
}

/** Prettier's settings for single folders near the root. */
function prettierOfFolders(sources: Sources): Fact[] {
  return sources
    .matching(/^\.prettierrc(?:\.json|\.ya?ml)?$/u)
    .filter((path) => depthOf(path) > 0 && depthOf(path) <= 2 && !MINOR.test(path))
    .slice(0, 4)
    .flatMap((path) =>
      (sources.yaml(path)?.root.entries() ?? []).flatMap(({ key, value: { scalar }, line }) =>
        formatFact('Prettier', { key, value: scalar, line }, path, folderOf(path)),
      ),
    );
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates'], ['resources']);

/** The settings of oxfmt, which has Prettier's names for them. */
function oxfmtFacts(sources: Sources): Fact[] {
  const path = ['.oxfmtrc.json', '.oxfmtrc.jsonc'].find((each) => sources.has(each));
  return path === undefined
    ? []
    : (sources.json(path)?.entries() ?? []).flatMap((entry) => formatFact('oxfmt', entry, path));
}

function formatFact(tool: string, { key, value, line }: LocatedEntry, path: string, folder = '.'): Fact[] {
  return PRETTIER.has(key) && /^(?:string|number|boolean)$/u.test(typeof value)
    ? [setting(tool, key, String(value), path, line, folder)]
    : [];
}

/** Number of open brackets at the start of each line, -1 within a comment; deeper settings are for some files only. */
function depthsOf(lines: readonly string[]): number[] {
  let depth = 0;
  let isComment = false;
  return lines.map((line) => {
    const here = isComment ? -1 : depth;
    if (line.trimStart().startsWith('/*')) isComment = true;
    if (!isComment && !line.trimStart().startsWith('//'))
      for (const sign of line.replace(/'[^']*'|"[^"]*"/gu, ''))
        depth += '{[('.includes(sign) ? 1 : '}])'.includes(sign) ? -1 : 0;
    if (line.includes('*/')) isComment = false;
    return here;
  });
}

/** Settings that affect every file. */
const PRETTIER: ReadonlySet<string> = new Set([
  'semi',
  'singleQuote',
  'printWidth',
  'tabWidth',
  'useTabs',
  'trailingComma',
  'arrowParens',
]);

/** Ruff's formatting and checks, according to its own file or a project's settings near the root. */
function ruffFacts(sources: Sources): Fact[] {
  const own = [...sources.named('.ruff.toml'), ...sources.named('ruff.toml')].map((path) => ({
    path,
    way: [] as readonly string[],
  }));
  const among = sources.named('pyproject.toml').map((path) => ({ path, way: ['tool', 'ruff'] }));
  const seen = new Set<string>();
  return [...own, ...among]
    .filter(
      ({ path }) =>
        depthOf(path) <= 2 && !/(?:^|\/)(?:tests?|fixtures?|examples?|templates?|vendor)\//u.test(path),
    )
    .slice(0, 8)
    .flatMap(({ path, way }) => {
      // Ruff takes the settings of a folder from one file: its own takes precedence over the manifest.
      const facts = seen.has(folderOf(path)) ? [] : ruffFactsIn(sources.toml(path), path, way);
      if (way.length === 0 || facts.length > 0) seen.add(folderOf(path));
      return facts;
    });
}

function ruffFactsIn(file: TomlSource | undefined, path: string, way: readonly string[]): Fact[] {
  if (file === undefined) return [];
  const folder = folderOf(path);
  const place = folder === '.' ? '' : ` in \`${plain(folder, 60)}\``;
  const fact = (key: string, statement: string, values: Record<string, string>, line: number) =>
    makeFact({
      kind: 'convention',
      about: `style:Ruff:${folder}:${key}`,
      statement: `${statement}${place}`,
      values: { tool: 'Ruff', ...values, ...(folder === '.' ? {} : { folder }) },
      evidence: [{ path, line }],
    });
  const length = file.at(...way, 'line-length');
  const lengths =
    typeof length?.value === 'number'
      ? [
          fact(
            'line-length',
            `Ruff limits lines to ${length.value} characters`,
            { value: String(length.value) },
            length.line,
          ),
        ]
      : [];
  const formats = file
    .entries(...way, 'format')
    .filter(({ key }) => /^(?:quote-style|indent-style)$/u.test(key))
    .flatMap(({ key, value, line }) =>
      typeof value === 'string'
        ? [fact(key, `Ruff sets \`${key}\` to ${plain(value, 30)}`, { setting: key, value }, line)]
        : [],
    );
  const rules = ['select', 'extend-select'].flatMap((key) => {
    const at = file.at(...way, 'lint', key) ?? file.at(...way, key);
    const codes = Array.isArray(at?.value) ? at.value.filter((each) => typeof each === 'string') : [];
    if (at === undefined || codes.length === 0) return [];
    return [
      fact(
        key,
        `Ruff checks ${key === 'select' ? '' : 'also '}${listed(codes, 12, 14)}`,
        { rules: codes.join(', ') },
        at.line,
      ),
    ];
  });
  return [...lengths, ...formats, ...rules];
}

function clangFacts(sources: Sources): Fact[] {
  const path = '.clang-format';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const lines = text?.lines ?? [];
  // The part after a further `---` is for one language.
  const first = lines.findIndex((line) => /^\w/u.test(line));
  const end = lines.findIndex((line, index) => index > first && line.startsWith('---'));
  return matchesIn(text, /^(BasedOnStyle|IndentWidth|ColumnLimit|UseTab):\s*["']?(\w+)/u)
    .filter(({ line }) => end < 0 || line <= end)
    .map(({ groups: [key = '', value = ''], line }) => setting('clang-format', key, value, path, line));
}

/** Bounds of Clippy, and names that it forbids. */
function clippyFacts(sources: Sources): Fact[] {
  const path = ['clippy.toml', '.clippy.toml'].find((each) => sources.has(each));
  const file = path === undefined ? undefined : sources.toml(path);
  if (path === undefined || file === undefined) return [];
  const bounds = file
    .entries()
    .filter(({ value }) => typeof value === 'number' || typeof value === 'boolean')
    .slice(0, 6)
    .map(({ key, value, line }) => setting('Clippy', key, String(value), path, line));
  const forbidden = ['disallowed-types', 'disallowed-methods', 'disallowed-macros'].flatMap((key) => {
    const at = file.at(key);
    const entries: readonly unknown[] = Array.isArray(at?.value) ? at.value : [];
    const names = entries
      .map((each) =>
        typeof each === 'object' && each !== null
          ? Object.getOwnPropertyDescriptor(each, 'path')?.value
          : each,
      )
      .filter((each) => typeof each === 'string');
    if (at === undefined || names.length === 0) return [];
    return [
      makeFact({
        kind: 'convention',
        about: `clippy:${key}`,
        statement: `Clippy has among its \`${key}\` ${listed(names, 60, 6)}`,
        values: { tool: 'Clippy', names: names.join(', ') },
        evidence: [{ path, line: at.line }],
      }),
    ];
  });
  return [...bounds, ...forbidden];
}

/** Commands that process the files of a commit before it is made. */
function lintStagedFacts(sources: Sources): Fact[] {
  const path = 'package.json';
  const entries = sources.has(path) ? (sources.json(path)?.entries('lint-staged') ?? []) : [];
  return entries.slice(0, 10).flatMap(({ key, value, line }) => {
    const calls = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
    return calls.length === 0
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `lint-staged:${key}`,
            statement: `On staged \`${plain(key, 40)}\`, lint-staged runs \`${plain(calls.join(' && '), 80)}\``,
            values: { files: key, run: calls.join(' && ') },
            evidence: [{ path, line }],
          }),
        ];
  });
}

/** The linters that golangci-lint runs, and its formatters. */
function golangciFacts(sources: Sources): Fact[] {
  const path = ['.golangci.yml', '.golangci.yaml'].find((each) => sources.has(each));
  if (path === undefined) return [];
  const parts = [
    ['linters', 'golangci-linters', 'runs'],
    ['formatters', 'golangci-formatters', 'formats with'],
  ] as const;
  return parts.flatMap(([part, about, does]) => {
    const enabled = sources
      .yaml(path)
      ?.root.key(part)
      ?.entries()
      .find(({ key }) => key === 'enable');
    const names = enabled?.value.items().flatMap(({ scalar }) => scalar ?? []) ?? [];
    if (enabled === undefined || names.length === 0) return [];
    return [
      makeFact({
        kind: 'convention',
        about,
        statement: `golangci-lint ${does} ${listed(names, 30)}`,
        values: { [part]: names.join(', ') },
        evidence: [{ path, line: enabled.line }],
      }),
    ];
  });
}
