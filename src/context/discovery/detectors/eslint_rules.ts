import type { Detector } from '../detector.ts';
import type { Fact } from '../fact.ts';
import { folderOf, plain, quoted } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed, ruleFact } from '../reading/rule_facts.ts';
import {
  objectsIn,
  type ScriptObject,
  type ScriptValue,
  valueUnder,
  writtenTexts,
} from '../reading/script_objects.ts';
import type { Sources } from '../sources.ts';

/**
 * What a configuration of ESLint that is a script demands: the rules that it turns off or reports as errors, their options, and
 * what it says of what it forbids.
 */
export const eslintRules: Detector = {
  name: 'eslint-rules',
  detect: (sources) => configurations(sources).flatMap((path) => factsIn(sources, path)),
};

const NAMES = /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc\.c?js)$/u;

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates', 'docs'], ['playgrounds?']);

/** The configuration at the root, else the few below it. */
function configurations(sources: Sources): readonly string[] {
  const all = sources.matching(NAMES).filter((path) => !MINOR.test(path));
  const atRoot = all.filter((path) => folderOf(path) === '.');
  if (atRoot.length > 0) return atRoot.slice(0, 1);
  const below = all.filter((path) => !folderOf(path).includes('/'));
  return below.length > MOST_BELOW ? [] : below;
}

const MOST_BELOW = 3;

type Rule = {
  readonly name: string;
  readonly level: Level;
  readonly line: number;
  readonly options: readonly ScriptValue[];
};

type Level = 'errors' | 'warns' | 'off';

/** An object of the configuration that sets rules, and the files for which it does. */
type Block = { readonly rules: readonly Rule[]; readonly files: readonly string[] };

function factsIn(sources: Sources, path: string): Fact[] {
  const all = objectsIn(sources.read(path));
  const blocks = all.flatMap((object) => blockOf(object));
  const folder = folderOf(path);
  const where = folder === '.' ? '' : ` in \`${plain(folder, 60)}\``;
  const key = folder === '.' ? '' : `:${folder}`;
  const global = blocks.filter(({ files }) => files.length === 0);
  // Of several objects for all files, the last counts.
  const forAll: Block = {
    files: [],
    rules: [...new Map(global.flatMap(({ rules }) => rules).map((rule) => [rule.name, rule])).values()],
  };
  const forSome = blocks.filter(({ files }) => files.length > 0);
  return [
    ...extendsFacts(all, path, where, key),
    ...(forAll.rules.length > 0 ? [forAll] : []).flatMap((block) => [
      ...levelFacts(block, forSome, path, where, key),
      ...optionFacts(block, path, where, key),
      ...messageFacts(block, path, where, key),
    ]),
    ...forSome.slice(0, MOST_BLOCKS).flatMap((block, place) => {
      const files = `${where} in ${listed(block.files, 60, 4)}`;
      const id = `${key}:${place}`;
      const later = forSome.slice(place + 1);
      return [
        ...levelFacts(block, later, path, files, id),
        ...(isBroad(block) ? optionFacts(block, path, files, id) : []),
        ...messageFacts(block, path, files, id),
      ];
    }),
  ];
}

const MOST_BLOCKS = 8;

/** The older form names what it builds on; in the newer one, imports show that. */
function extendsFacts(all: readonly ScriptObject[], path: string, where: string, key: string): Fact[] {
  if (!/\.eslintrc\./u.test(path)) return [];
  const [outer] = all;
  const value = outer === undefined ? undefined : valueUnder(outer, 'extends');
  const names = writtenTexts(value);
  return value === undefined || names === undefined || names.length === 0
    ? []
    : [
        ruleFact(
          'ESLint',
          `extends${key}`,
          `ESLint builds on the rules of ${listed(names)}${where}`,
          path,
          value.line,
        ),
      ];
}

/** The rules that an object sets, unless the files that it sets them for are computed. */
function blockOf(object: ScriptObject): Block[] {
  const set = valueUnder(object, 'rules');
  const files = valueUnder(object, 'files');
  const names = files === undefined ? [] : writtenTexts(files);
  if (set?.kind !== 'object' || names === undefined) return [];
  const rules = set.entries.flatMap(({ key, value, line }): Rule[] => {
    const [first, ...options] = value.kind === 'list' ? value.items : [value];
    const level = first?.kind === 'text' ? LEVELS[first.value] : undefined;
    return level === undefined || !RULE_NAME.test(key) ? [] : [{ name: key, level, line, options }];
  });
  return rules.length === 0 ? [] : [{ rules, files: names }];
}

const RULE_NAME = /^@?[\w./-]{2,80}$/u;

const LEVELS: Readonly<Record<string, Level>> = {
  off: 'off',
  '0': 'off',
  warn: 'warns',
  '1': 'warns',
  error: 'errors',
  '2': 'errors',
};

/** Whether a block is for all files of a language: what it turns off is worth knowing. */
function isBroad({ files }: Block): boolean {
  return files.every((each) => /^(?:\*\*\/)?\*(?:\.[\w{},*]+)?$/u.test(each));
}

function levelFacts(block: Block, later: readonly Block[], path: string, where: string, key: string): Fact[] {
  const isOtherwise = ({ name, level }: Rule) =>
    later.some(({ rules }) => rules.some((rule) => rule.name === name && rule.level !== level));
  return SAYS.flatMap(([level, says]) => {
    if (level === 'off' && !isBroad(block)) return [];
    const found = block.rules.filter((rule) => rule.level === level);
    const always = found.filter((rule) => !isOtherwise(rule)).map(({ name }) => name);
    const mostly = found.filter(isOtherwise).map(({ name }) => name);
    const [first] = found;
    if (first === undefined) return [];
    const names = [
      ...(always.length > 0 ? [listed(always)] : []),
      ...(mostly.length > 0 ? [`except in some files ${listed(mostly)}`] : []),
    ].join(', and ');
    return [ruleFact('ESLint', `${level}${key}`, `ESLint ${says}${where} ${names}`, path, first.line)];
  });
}

const SAYS = [
  ['errors', 'reports as errors'],
  ['off', 'turns off'],
] as const;

/** Options that are a number or word, or a few of them with names. */
function optionFacts({ rules }: Block, path: string, where: string, key: string): Fact[] {
  const found = rules.flatMap((rule) => {
    const said =
      rule.level === 'off' || /restricted/u.test(rule.name)
        ? ''
        : rule.options.map(optionText).filter(Boolean).join(', ');
    return said === '' ? [] : [{ rule, said }];
  });
  const [first] = found;
  return first === undefined
    ? []
    : [
        ruleFact(
          'ESLint',
          `options${key}`,
          `ESLint's options${where} are ${found
            .slice(0, MOST_OPTIONS)
            .map(({ rule, said }) => `\`${plain(rule.name, 60)}\` ${said}`)
            .join('; ')}`,
          path,
          first.rule.line,
        ),
      ];
}

const MOST_OPTIONS = 8;

function optionText(option: ScriptValue): string {
  if (option.kind === 'text') return plain(option.value, 40);
  if (option.kind !== 'object') return '';
  return option.entries
    .flatMap(({ key, value }) =>
      value.kind === 'text' && key !== 'message' ? [`${plain(key, 30)} ${plain(value.value, 40)}`] : [],
    )
    .slice(0, 3)
    .join(', ');
}

/** What a configuration itself says of what it forbids, or, without words, the imports that it forbids. */
function messageFacts({ rules }: Block, path: string, where: string, key: string): Fact[] {
  return rules
    .filter(({ name, level }) => level === 'errors' && /restricted/u.test(name))
    .flatMap((rule) => {
      const outer = rule.options.flatMap((option) => (option.kind === 'object' ? [option] : []));
      const listedIn = outer.flatMap((object) =>
        ['patterns', 'paths', 'zones'].flatMap((each) => {
          const value = valueUnder(object, each);
          return value?.kind === 'list' ? value.items : [];
        }),
      );
      return [...outer, ...listedIn]
        .flatMap((item) => (item.kind === 'object' ? forbiddenIn(item) : []))
        .map(({ said, line }) => ({ said, line, rule }));
    })
    .slice(0, MOST_MESSAGES)
    .map(({ said, line, rule }) =>
      ruleFact(
        'ESLint',
        `forbids${key}:${line}`,
        `ESLint forbids by \`${plain(rule.name, 60)}\`${where} ${said}`,
        path,
        line,
      ),
    );
}

const MOST_MESSAGES = 8;

function forbiddenIn(object: ScriptObject): { readonly said: string; readonly line: number }[] {
  const message = valueUnder(object, 'message');
  const texts = (...keys: readonly string[]) =>
    keys.flatMap((key) => writtenTexts(valueUnder(object, key)) ?? []);
  const names = texts('group', 'name', 'selector', 'object', 'property');
  const parts = texts('importNames');
  if (names.length === 0) return [];
  const said = message?.kind === 'text' ? `: ${quoted(message.value, 200)}` : '';
  const from = parts.length === 0 ? '' : `${listed(parts, 80, 4)} from `;
  return [{ said: `${from}${listed(names, 80, 4)}${said}`, line: object.line }];
}
