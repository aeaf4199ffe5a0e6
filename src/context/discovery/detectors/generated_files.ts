import type { Detector } from '../detector.ts';
import { evenSample } from '../even_sample.ts';
import { type Fact, makeFact } from '../fact.ts';
import { folderOf, nameOf, plain } from '../plain_text.ts';
import { groupedByFolder } from '../reading/grouped.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Generated files: those marked as such, and those that say so in their first lines. */
export const generatedFiles: Detector = {
  name: 'generated-files',
  detect: (sources) => [
    ...markedFacts(sources),
    ...saidFacts(sources, markedNames(sources)),
    ...folderFacts(sources),
    ...compiledFacts(sources),
    ...lockFacts(sources),
  ],
};

function markedFacts(sources: Sources): Fact[] {
  return sources
    .named('.gitattributes')
    .filter((path) => !THIRD_PARTY.test(path))
    .slice(0, 10)
    .flatMap((path) => {
      const marks = marksIn(sources.read(path)?.lines ?? []);
      return [...marks].flatMap(([pattern, { generated, vendored, line }]): Fact[] => {
        if (generated !== true && vendored !== true) return [];
        const where = below(folderOf(path), pattern);
        // An ending left out of statistics says nothing about who writes the files.
        if (generated !== true && /^(?:\*\*\/)?\*\.[\w.]+$/u.test(pattern)) return [];
        // A pattern for a file in a missing folder is left over from another layout.
        if (!/[*?[\]]|\/$/u.test(where) && !hasItsFolder(sources, where.replace(/^\//u, ''))) return [];
        return [
          makeFact({
            kind: 'generated',
            about: `${path}:${pattern}`,
            statement: `\`${plain(where)}\` is ${generated ? 'generated' : 'marked as third-party code'}`,
            values: { pattern: where },
            evidence: [{ path, line }],
          }),
        ];
      });
    });
}

/** Folders of third-party code, whose own marks are irrelevant here. */
const THIRD_PARTY = inFolders(['thirdParty']);

/** Tests for the names that the file at the root marks as generated in every folder, and for single paths. */
function markedNames(sources: Sources): RegExp[] {
  const path = '.gitattributes';
  const marks = marksIn((sources.has(path) ? sources.read(path)?.lines : undefined) ?? []);
  return [...marks].flatMap(([pattern, { generated }]) => {
    const name = /^(?:\*\*\/)?([\w*.-]+)$/u.exec(pattern)?.[1];
    const whole = /^\/?((?:[\w.-]+\/)+[\w.-]+|(?<=\/)[\w.-]+)$/u.exec(pattern)?.[1];
    if (generated === true && whole !== undefined)
      return [new RegExp(`^${whole.replaceAll('.', '\\.')}$`, 'u')];
    return generated !== true || name === undefined
      ? []
      : [
          new RegExp(
            `(?:^|/)${name
              .split(/\*+/u)
              .map((part) => part.replaceAll('.', '\\.'))
              .join('[^/]*')}$`,
            'u',
          ),
        ];
  });
}

/** Whether the folder of a pattern without wildcards exists; the file itself may be ignored by git. */
function hasItsFolder(sources: Sources, where: string): boolean {
  const folder = folderOf(where);
  return folder === '.' || sources.hasFolder(folder);
}

/** The marks of a pattern, and their line; a mark is not set if it is absent or was revoked. */
type Marks = { readonly generated?: boolean; readonly vendored?: boolean; readonly line: number };

/** The final marks of each pattern in an attributes file: as in git, the last word on an attribute counts. */
function marksIn(lines: readonly string[]): Map<string, Marks> {
  const all = new Map<string, Marks>();
  for (const [place, line] of lines.entries()) {
    const [, quoted, bare, rest = ''] =
      /^[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s"#!]\S*))\s(.*)$/u.exec(line) ?? [];
    const pattern = quoted?.replace(/\\(["\\])/gu, '$1') ?? bare;
    // A macro names attributes, not files.
    if (pattern === undefined || pattern.startsWith('[attr]')) continue;
    for (const word of rest.split(/\s+/u)) {
      const [, sign, what, value] = /^([-!]?)linguist-(generated|vendored)(?:=(.*))?$/u.exec(word) ?? [];
      if (what === undefined) continue;
      const isSet = sign === '' && value !== 'false';
      all.set(pattern, {
        ...all.get(pattern),
        [what]: isSet,
        line: isSet ? place + 1 : (all.get(pattern)?.line ?? place + 1),
      });
    }
  }
  return all;
}

/**
 * The equivalent of a pattern at the root: one from a folder matches only inside that folder, at any depth if it has no folder
 * itself.
 */
function below(folder: string, pattern: string): string {
  if (folder === '.') return pattern;
  const bare = pattern.replace(/^\//u, '');
  if (/^\*{1,2}$/u.test(bare)) return `${folder}/**`;
  return /\/./u.test(pattern) ? `${folder}/${bare}` : `${folder}/**/${bare}`;
}

function saidFacts(sources: Sources, marked: readonly RegExp[]): Fact[] {
  const candidates = sources
    .where({ either: PROBABLE })
    .filter(
      (path) =>
        isOfGrammar(sources, path) ||
        (!/\.(?:gotpl|gotmpl|go\.tpl|tmpl|tpl|j2|jinja2?|hbs|mustache|ejs|erb|vm|ftl)$/u.test(path) &&
          /gen|mock|_pb2|[._-](?:pb|g)\.|binding|schema\.rb|structure\.sql/iu.test(path) &&
          CANDIDATES.test(path) &&
          !/(?:^|\/)migrations\//u.test(path) &&
          !THIRD_PARTY.test(path) &&
          !marked.some((is) => is.test(path))),
    );
  const said = candidates.slice(0, MOST).flatMap((path) => {
    const text = sources.read(path);
    const at =
      (text?.lines
        .slice(0, AFTER_LICENCE)
        .findIndex((line, place) => (place < HEAD ? SAID : SAID_PLAINLY).test(line)) ?? -1) + 1;
    return at === 0 ? [] : [{ path, line: at }];
  });
  return groupedByFolder(said).map(({ folder, items }) => {
    const [first] = items;
    if (first !== undefined && items.length === 1)
      return makeFact({
        kind: 'generated',
        about: first.path,
        statement: `\`${plain(first.path)}\` says that it is generated`,
        values: { path: first.path },
        evidence: items,
      });
    const endings = new Set(items.map(({ path }) => nameOf(path).replace(/^[^.]*/u, '')));
    const [ending = ''] = endings;
    return makeFact({
      kind: 'generated',
      about: `${folder}/`,
      statement: `${candidates.length > MOST ? 'At least ' : ''}${items.length} files below \`${plain(folder)}/\` say that they are generated${endings.size === 1 && ending !== '' ? ` (\`*${plain(ending, 40)}\`)` : ''}`,
      values: { folder: `${folder}/` },
      evidence: items.slice(0, 3),
    });
  });
}

/** Folders of many files of one kind whose names do not show that they are generated: a few are opened, and each must say so. */
function folderFacts(sources: Sources): Fact[] {
  return sources
    .folders()
    .flatMap(({ folder, paths }) => {
      const [kind] = SOURCES.exec(paths[0] ?? '') ?? [];
      return kind === undefined ||
        paths.length < MANY ||
        MINOR.test(folder) ||
        !paths.every((path) => path.endsWith(kind))
        ? []
        : [{ folder, kind, opened: evenSample(paths, OPENED) }];
    })
    .slice(0, MAX_FOLDERS)
    .flatMap(({ folder, kind, opened }) => {
      const said: { path: string; line: number }[] = [];
      for (const path of opened) {
        const line =
          sources
            .read(path)
            ?.lines.slice(0, HEAD)
            .findIndex((each) => SAID_PLAINLY.test(each)) ?? -1;
        if (line < 0) return [];
        said.push({ path, line: line + 1 });
      }
      return [
        makeFact({
          kind: 'generated',
          about: `${folder}*${kind}`,
          statement: `The ${kind} files in \`${plain(folder)}\` say that they are generated`,
          values: { folder, kind },
          evidence: said.slice(0, 3),
          certainty: 'shown',
        }),
      ];
    });
}

const MANY = 8;
const OPENED = 3;
const MAX_FOLDERS = 12;
/** Sources of languages whose generators mark what they write. */
const SOURCES = /\.(?:go|ts|java|py|cs|dart|swift|rs)$/u;
const MINOR = inFolders(
  ['thirdParty', 'tests', 'fixtures', 'examples'],
  ['\\..*', 'gen', 'generated', '__generated__', 'codegen'],
);

/** Whether a source file is beside the grammar that a tool may have made it from. */
function isOfGrammar(sources: Sources, path: string): boolean {
  const stem = /^(.*\/?(?:pars|lex|scan|gramm?a|token)[^/]*)\.\w+$/iu.exec(path)?.[1];
  return (
    stem !== undefined &&
    GRAMMARS.some((ending) => sources.has(`${stem}.${ending}`) && path !== `${stem}.${ending}`)
  );
}

const GRAMMARS = ['y', 'yy', 'l', 'll', 'rl', 'g4', 'peg'];

/** A word that each such name or folder has, and those of {@link isOfGrammar}. */
const PROBABLE =
  /gen|mock|_pb2|[._-](?:pb|g)\.|binding|schema\.rb|structure\.sql|pars|lex|scan|gramm?a|token/iu;

/** Names that generated files usually have, because opening every file would cost too much. */
const CANDIDATES =
  /(?:^|\/)(?:[\w.-]*(?:[._-](?:gen|generated|pb|g)|_pb2(?:_grpc)?|autogen)[\w-]*\.\w+|zz_generated[\w.]*\.go|mock_[\w-]+\.go|[\w-]+_mock\.go|(?:generated|__generated__|gen|codegen)\/.*\.\w+|schema\.rb|structure\.sql|[\w-]*bindings?\.\w+|client\.gen\.ts)$/iu;
const SAID =
  /\bDO NOT (?:EDIT|MODIFY|CHANGE)\b|@generated\b|\bauto-?generated\b|\bgenerated (?:by|from|automatically)\b/iu;
const SAID_PLAINLY = /\bCode generated by\b.*\bDO NOT EDIT\b|@generated\b/u;
const HEAD = 12;
const AFTER_LICENCE = 40;
const MOST = 60;

/** Files in a compiler's output folder that are nevertheless in the project. */
function compiledFacts(sources: Sources): Fact[] {
  const path = 'tsconfig.json';
  const out = sources.has(path) ? sources.json(path)?.text('compilerOptions', 'outDir') : undefined;
  const folder = out?.value.replace(/^\.\//u, '').replace(/\/+$/u, '') ?? '';
  if (out === undefined || folder === '' || folder.startsWith('.')) return [];
  if (!sources.hasFolder(folder)) return [];
  return [
    makeFact({
      kind: 'generated',
      about: `compiled:${folder}`,
      statement: `\`${plain(folder)}/\` is what the TypeScript compiler writes to`,
      values: { folder: `${folder}/` },
      evidence: [{ path, line: out.line }],
    }),
  ];
}

function lockFacts(sources: Sources): Fact[] {
  return LOCKS.flatMap(([path, by]) =>
    sources.has(path)
      ? [
          makeFact({
            kind: 'generated',
            about: path,
            statement: `\`${path}\` is written by ${by}`,
            values: { path, by },
            evidence: [{ path, line: null }],
            certainty: 'inferred',
          }),
        ]
      : [],
  );
}

const LOCKS = [
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['Cargo.lock', 'Cargo'],
  ['uv.lock', 'uv'],
  ['poetry.lock', 'Poetry'],
  ['go.sum', 'Go'],
  ['Gemfile.lock', 'Bundler'],
  ['composer.lock', 'Composer'],
] as const;
