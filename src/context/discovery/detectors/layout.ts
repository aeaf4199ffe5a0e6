import { firstFew } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import type { FolderFiles } from '../path_index.ts';
import { plain } from '../plain_text.ts';
import type { Sources } from '../sources.ts';

/** The content of the folders at the root, by their names if these are specific, else by their files. */
export const layout: Detector = {
  name: 'layout',
  detect(sources) {
    const { has } = sources;
    const byTop = foldersByTop(sources);
    const facts = [...byTop].slice(0, MOST).flatMap(([folder, inside]): Fact[] => {
      const kinds = endingsOf(inside);
      const named = MEANINGS.find(([pattern]) => pattern.test(folder))?.[1];
      // A package of a program may be called `docs`.
      const meaning =
        (named === 'documentation' && /^\.(?:go|rs|java|kt|cs)$/u.test(kinds)) ||
        // A folder of that name may hold a specification.
        (/^specs?$/u.test(folder) && !inside.some(({ paths }) => paths.some((path) => IS_SPEC.test(path))))
          ? undefined
          : named;
      // Its mere existence says nothing, and third-party code is reported as such.
      if ((meaning === undefined && kinds === '') || CARRIED.test(folder)) return [];
      return [
        makeFact({
          kind: 'layout',
          about: `folder:${folder}`,
          statement: `\`${plain(folder, 60)}/\`${meaning === undefined ? '' : `: ${meaning}`}${kinds === '' ? '' : `, mostly ${kinds} files`}`,
          values: { folder: `${folder}/` },
          evidence: [{ path: firstIn(inside) ?? folder, line: null }],
          certainty: meaning === undefined ? 'shown' : 'inferred',
        }),
      ];
    });
    facts.push(...holdingFacts(byTop), ...crowdFacts(sources), ...carriedFacts(sources));
    const [changes] = sources.where({
      name: /^(?:CHANGELOG|CHANGES|HISTORY|NEWS)(?:\.(?:md|txt|rst|adoc))?$/iu,
      folder: /^$/u,
    });
    for (const [path, statement] of [
      ...FILES,
      ...(changes === undefined ? [] : [[changes, 'Changes are recorded'] as const]),
    ])
      if (has(path))
        facts.push(
          makeFact({
            kind: 'layout',
            about: `file:${path}`,
            statement: `${statement} in \`${path}\``,
            values: { path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        );
    return facts;
  },
};

const MOST = 40;

const IS_SPEC = /(?:[._-]spec\.\w+|Specs?\.\w+|[._-]test\.\w+|Tests?\.\w+|_helper\.rb)$/u;

type Inside = readonly FolderFiles[];

/** The folders that hold files, by the folder at the root that they are in; hidden ones are left out. */
function foldersByTop(sources: Sources): ReadonlyMap<string, Inside> {
  const byTop = new Map<string, FolderFiles[]>();
  for (const each of sources.folders()) {
    const slash = each.folder.indexOf('/');
    if (slash <= 0 || each.folder.startsWith('.')) continue;
    const top = each.folder.slice(0, slash);
    const same = byTop.get(top);
    if (same === undefined) byTop.set(top, [each]);
    else same.push(each);
  }
  return byTop;
}

/** The first file, in the order of paths, of some folders. */
function firstIn(inside: Inside): string | undefined {
  return inside.reduce<string | undefined>((least, { paths: [path] }) => {
    return least === undefined || (path !== undefined && path < least) ? path : least;
  }, undefined);
}

/** The folders inside source folders, and inside folders at the root whose names say nothing. */
function holdingFacts(byTop: ReadonlyMap<string, Inside>): Fact[] {
  return [...byTop].flatMap(([folder, below]): Fact[] => {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(folder))?.[1];
    if (
      (meaning !== undefined && meaning !== 'source' && meaning !== 'packages') ||
      below.reduce((sum, { paths }) => sum + paths.length, 0) < 5 ||
      CARRIED.test(folder)
    )
      return [];
    const inside = new Map<string, FolderFiles[]>();
    for (const each of below) {
      const end = each.folder.indexOf('/', folder.length + 1);
      if (end < 0) continue;
      const name = each.folder.slice(folder.length + 1, end);
      const same = inside.get(name);
      if (same === undefined) inside.set(name, [each]);
      else same.push(each);
    }
    const names = [...inside.keys()].filter((name) => !name.startsWith('.'));
    const [first] = names;
    if (first === undefined || names.length < 2 || names.every((name) => USUAL.test(name))) return [];
    return [
      makeFact({
        kind: 'layout',
        about: `holds:${folder}`,
        statement: `\`${plain(folder, 60)}/\` holds ${firstFew(names, 12, (name) => `\`${plain(name, 80)}/\``)}`,
        values: { folder: `${folder}/`, holds: names.slice(0, 12).join(', ') },
        evidence: [{ path: firstIn(inside.get(first) ?? []) ?? folder, line: null }],
        certainty: 'shown',
      }),
    ];
  });
}

/** Folders that every library has, so that their existence says nothing. */
const USUAL = /^(?:src|tests?|spec|benches|benchmarks?|examples?|docs?|api|assets|static|resources)$/u;

/** The folders below the root with the most files of one kind: the place for the next one of that kind. */
function crowdFacts(sources: Sources): Fact[] {
  const crowds = sources.folders().flatMap(({ folder, paths, names }) => {
    if (paths.length < LEAST || folder.indexOf('/') === folder.length - 1 || NO_CROWD.test(folder)) return [];
    return [...endingsIn(names)].flatMap(([ending, count]) =>
      count < LEAST || NO_KIND.test(ending) ? [] : [{ folder: folder.slice(0, -1), ending, count, paths }],
    );
  });
  return crowds
    .sort((a, b) => b.count - a.count || (a.folder < b.folder ? -1 : 1))
    .slice(0, 8)
    .map(({ paths, folder, ending, count }) =>
      makeFact({
        kind: 'layout',
        about: `crowd:${folder}:${ending}`,
        statement: `\`${plain(folder)}/\` holds ${count} ${ending} files`,
        values: { folder: `${folder}/`, ending },
        evidence: paths
          .filter((path) => path.endsWith(ending))
          .slice(0, 2)
          .map((path) => ({ path, line: null })),
        certainty: 'shown',
      }),
    );
}

const LEAST = 8;

/** Folders that nobody adds to by hand, or whose place nobody needs to know. */
const NO_CROWD =
  /^\.|\/\.|(?:^|\/)(?:vendor|third[_-]?party|[\w+.]+-\d+\.\d+[\w.]*|node_modules|dist|build|[\w-]*fixtures?|testdata|test_files|__snapshots__|snapshots?|cassettes|static|assets|public|images?|img|icons?|fonts?|locales?|langs?|languages|i18n|translations)\//iu;
const NO_KIND = /^\.(?:png|jpe?g|gif|svg|ico|webp|woff2?|ttf|eot|snap|lock)$/iu;

const CARRIED = /^(?:vendor(?:ed)?|third[_-]?party)$/u;

const COPY = /^((?:[^/]+\/){0,3}[\w+.]+-\d+\.\d+[\w.]*)\/(?:LICEN[CS]E|COPYING)(?:[.-][\w.-]+)?$/iu;

/** Third-party code inside the project, at the root or a little below. */
function carriedFacts(sources: Sources): Fact[] {
  const found = new Map<string, string>();
  for (const path of sources.where({ either: /vendor|party|icen|LICEN|opying|COPYING/u, folder: /./u })) {
    // A copy of a library has its version in its name, and its licence.
    const copy = COPY.exec(path)?.[1];
    const folder =
      copy ??
      /^((?:[^/]+\/){0,3}(?:vendor(?:ed)?|third[_-]?party))\/./u.exec(path)?.[1] ??
      // Under another name, a folder is third-party code if it has its own licence.
      /^((?:[^/]+\/){0,3}(?:bundled|external|extern|deps))\/(?:[^/]+\/)?(?:[\w-]+\.)?(?:LICEN[CS]E|COPYING)(?:[.-][\w.-]+)?$/iu.exec(
        path,
      )?.[1];
    if (
      folder !== undefined &&
      (copy !== undefined || !/(?:^|\/)(?:node_modules|tests?|docs?)\//u.test(path)) &&
      ![...found.keys()].some((outer) => `${folder}/`.startsWith(`${outer}/`))
    )
      found.set(folder, path);
  }
  return [...found].slice(0, 5).map(([folder, path]) =>
    makeFact({
      kind: 'generated',
      about: `carried:${folder}`,
      statement: `\`${plain(folder)}/\` is third-party code`,
      values: { folder: `${folder}/` },
      evidence: [{ path, line: null }],
      certainty: 'inferred',
    }),
  );
}

/** The extension of more than half of the files. */
function endingsOf(inside: Inside): string {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { names } of inside) {
    all += names.length;
    for (const [ending, count] of endingsIn(names)) counts.set(ending, (counts.get(ending) ?? 0) + count);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 > all ? most[0] : '';
}

/** The number of files with each ending in a folder, counted once. */
function endingsIn(names: readonly string[]): ReadonlyMap<string, number> {
  const known = COUNTED.get(names);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const name of names) {
    const ending = endingOf(name);
    if (ending !== undefined) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  COUNTED.set(names, counts);
  return counts;
}

const COUNTED = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** `.ts`; `undefined` if there is none, as in `.gitignore`. */
function endingOf(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const length = name.length - dot;
  if (dot < 1 || length < 2 || length > 9) return undefined;
  const ending = name.slice(dot);
  return IS_ENDING.test(ending) ? ending : undefined;
}

const IS_ENDING = /^\.\w+$/u;

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^(?:src|source|lib|app)$/u, 'source'],
  [/^(?:tests?|specs?|__tests__)$/u, 'tests'],
  [/^(?:docs?|documentation)$/u, 'documentation'],
  [/^examples?$/u, 'examples'],
  [/^(?:bench|benches|benchmarks?)$/u, 'benchmarks'],
  [/^scripts?$/u, 'scripts'],
  [/^(?:packages|crates|modules)$/u, 'packages'],
  [/^migrations$/u, 'migrations'],
  [/^(?:buildSrc|build-logic)$/u, 'Gradle build logic'],
];

const FILES = [
  ['.editorconfig', 'Editor settings are'],
  ['.pre-commit-config.yaml', 'pre-commit hooks are'],
  ['.devcontainer/devcontainer.json', 'A development container is described'],
  ['CODEOWNERS', 'Code owners are listed'],
  ['.github/CODEOWNERS', 'Code owners are listed'],
  ['docs/CODEOWNERS', 'Code owners are listed'],
  ['.git-blame-ignore-revs', 'Commits that `git blame` may skip are listed'],
  ['.github/PULL_REQUEST_TEMPLATE.md', 'A pull request template is'],
] as const;
