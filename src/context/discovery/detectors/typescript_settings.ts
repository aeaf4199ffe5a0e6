import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import type { JsonSource } from '../reading/json.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Compiler settings of TypeScript near the root: the base configuration, the output, and the path aliases. */
export const typescriptSettings: Detector = {
  name: 'typescript-settings',
  detect: (sources) =>
    [...sources.named('tsconfig.base.json'), ...sources.named('tsconfig.json')]
      .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
      .slice(0, MOST)
      .flatMap((path) => settingsIn(sources, path)),
};

const MOST = 12;
const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates'], ['e2e', 'playground']);

function settingsIn(sources: Sources, path: string): Fact[] {
  const file = sources.json(path);
  if (file === undefined) return [];
  const folder = folderOf(path);
  const place = folder === '.' ? '' : ` in \`${plain(folder, 60)}\``;
  const fact = (about: string, statement: string, line: number, values: Record<string, string>): Fact =>
    makeFact({
      kind: 'convention',
      about: `typescript:${about}:${path}`,
      statement: `${statement}${place}`,
      values: { ...values, ...(folder === '.' ? {} : { folder }) },
      evidence: [{ path, line }],
    });
  return [
    ...baseOf(file, fact),
    ...outputOf(file, fact),
    ...strictnessOf(file, fact, path.endsWith('tsconfig.base.json')),
    ...aliasesIn(file, fact),
    ...referencesIn(file, fact),
  ];
}

type MakeOne = (about: string, statement: string, line: number, values: Record<string, string>) => Fact;

/** A third-party base configuration; one from the project is read by itself. */
function baseOf(file: JsonSource, fact: MakeOne): Fact[] {
  const single = file.text('extends');
  const listed = single === undefined ? file.items('extends') : [single];
  return listed.flatMap(({ value, line }) =>
    typeof value === 'string' && !value.startsWith('.')
      ? [
          fact(`extends:${value}`, `TypeScript's settings extend \`${plain(value, 80)}\``, line, {
            base: value,
          }),
        ]
      : [],
  );
}

function outputOf(file: JsonSource, fact: MakeOne): Fact[] {
  return ['target', 'module', 'jsx'].flatMap((key) => {
    const found = file.text('compilerOptions', key);
    return found === undefined
      ? []
      : [
          fact(key, `TypeScript sets \`${key}\` to ${plain(found.value, 30)}`, found.line, {
            setting: key,
            value: found.value,
          }),
        ];
  });
}

function strictnessOf(file: JsonSource, fact: MakeOne, isBase: boolean): Fact[] {
  return ['strict', ...STRICTER].flatMap((key) => {
    // `strict` in `tsconfig.json` is reported with the package.
    if (key === 'strict' && !isBase) return [];
    const found = file.at('compilerOptions', key);
    return found?.value === true
      ? [fact(key, `TypeScript is checked with \`${key}\``, found.line, { setting: key })]
      : [];
  });
}

/** Settings stricter than `strict`. */
const STRICTER = [
  'noUncheckedIndexedAccess',
  'exactOptionalPropertyTypes',
  'noImplicitOverride',
  'noPropertyAccessFromIndexSignature',
  'isolatedDeclarations',
  'erasableSyntaxOnly',
  'verbatimModuleSyntax',
  'checkJs',
];

function aliasesIn(file: JsonSource, fact: MakeOne): Fact[] {
  return file
    .entries('compilerOptions', 'paths')
    .slice(0, 8)
    .flatMap(({ key, value, line }) => {
      const [first] = Array.isArray(value) ? value : [];
      return typeof first !== 'string'
        ? []
        : [
            fact(
              `alias:${key}`,
              `In imports, \`${plain(key, 40)}\` stands for \`${plain(first, 80)}\``,
              line,
              { alias: key, path: first },
            ),
          ];
    });
}

/** The projects that are built together with this one. */
function referencesIn(file: JsonSource, fact: MakeOne): Fact[] {
  const paths = file.items('references').flatMap(({ value }) => {
    const path: unknown =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, 'path')?.value
        : undefined;
    return typeof path === 'string' ? [path] : [];
  });
  const line = file.at('references')?.line;
  return paths.length === 0 || line === undefined
    ? []
    : [
        fact('references', `The TypeScript project references ${listed(paths)}`, line, {
          references: paths.join(', '),
        }),
      ];
}
