import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain.ts';

/** The content of the folders at the root, by their names if these are telling, else by their files. */
export const layout: Detector = {
  name: 'layout',
  detect({ paths, has }) {
    const byFolder = new Map<string, string[]>();
    for (const path of paths) {
      const slash = path.indexOf('/');
      if (slash <= 0 || path.startsWith('.')) continue;
      const name = path.slice(0, slash);
      const same = byFolder.get(name);
      if (same === undefined) byFolder.set(name, [path]);
      else same.push(path);
    }
    const folders = [...byFolder].filter(([, files]) => files.length > 0);
    const facts = folders.slice(0, MOST).flatMap(([folder, files]): Fact[] => {
      const meaning = MEANINGS.find(([pattern]) => pattern.test(folder))?.[1];
      const kinds = endingsOf(files);
      // That it exists says nothing, and third-party code is told as such.
      if ((meaning === undefined && kinds === '') || CARRIED.test(folder)) return [];
      return [
        makeFact({
          kind: 'layout',
          about: `folder:${folder}`,
          statement: `\`${plain(folder, 60)}/\`${meaning === undefined ? '' : `: ${meaning}`}${kinds === '' ? '' : `, mostly ${kinds} files`}`,
          values: { folder: `${folder}/` },
          evidence: [{ path: files[0] ?? folder, line: null }],
          certainty: meaning === undefined ? 'shown' : 'inferred',
        }),
      ];
    });
    facts.push(...holdingFacts(byFolder), ...crowdFacts(paths), ...carriedFacts(paths));
    const changes = paths.find((path) =>
      /^(?:CHANGELOG|CHANGES|HISTORY|NEWS)(?:\.(?:md|txt|rst|adoc))?$/iu.test(path),
    );
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

/** The folders inside source folders, and inside folders at the root whose names say nothing. */
function holdingFacts(byFolder: ReadonlyMap<string, readonly string[]>): Fact[] {
  return [...byFolder].flatMap(([folder, files]): Fact[] => {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(folder))?.[1];
    if (
      (meaning !== undefined && meaning !== 'source' && meaning !== 'packages') ||
      files.length < 5 ||
      CARRIED.test(folder)
    )
      return [];
    const inside = new Map<string, string>();
    for (const file of files) {
      const end = file.indexOf('/', folder.length + 1);
      const name = end < 0 ? undefined : file.slice(folder.length + 1, end);
      if (name !== undefined && !inside.has(name)) inside.set(name, file);
    }
    const names = [...inside.keys()].filter((name) => !name.startsWith('.'));
    const [first] = names;
    if (first === undefined || names.length < 2) return [];
    const told = names.slice(0, 12).map((name) => `\`${plain(name, 80)}/\``);
    return [
      makeFact({
        kind: 'layout',
        about: `holds:${folder}`,
        statement: `\`${plain(folder, 60)}/\` holds ${told.join(', ')}${names.length > told.length ? ` and ${names.length - told.length} more` : ''}`,
        values: { folder: `${folder}/`, holds: names.slice(0, 12).join(', ') },
        evidence: [{ path: inside.get(first) ?? folder, line: null }],
        certainty: 'shown',
      }),
    ];
  });
}

/** The folders below the root with the most files of one kind: the place for the next one of that kind. */
function crowdFacts(paths: readonly string[]): Fact[] {
  const folders = new Map<string, string[]>();
  let last = '';
  let same: string[] = [];
  for (const path of paths) {
    // Paths are sorted, so most are in the same folder as the previous one.
    if (!path.startsWith(last) || last === '' || path.indexOf('/', last.length) >= 0) {
      const slash = path.lastIndexOf('/');
      if (slash <= 0) continue;
      last = path.slice(0, slash + 1);
      same = folders.get(last) ?? [];
      folders.set(last, same);
    }
    same.push(path);
  }
  const crowds = [...folders].flatMap(([folder, files]) => {
    if (files.length < LEAST || folder.indexOf('/') === folder.length - 1 || NO_CROWD.test(folder)) return [];
    const byEnding = new Map<string, string[]>();
    for (const path of files) {
      const ending = endingOf(path);
      if (ending === undefined || NO_KIND.test(ending)) continue;
      const alike = byEnding.get(ending);
      if (alike === undefined) byEnding.set(ending, [path]);
      else alike.push(path);
    }
    return [...byEnding].flatMap(([ending, alike]) =>
      alike.length < LEAST ? [] : [{ folder: folder.slice(0, -1), ending, paths: alike }],
    );
  });
  return crowds
    .sort((a, b) => b.paths.length - a.paths.length || (a.folder < b.folder ? -1 : 1))
    .slice(0, 8)
    .map(({ paths: alike, folder, ending }) =>
      makeFact({
        kind: 'layout',
        about: `crowd:${folder}:${ending}`,
        statement: `\`${plain(folder)}/\` holds ${alike.length} ${ending} files`,
        values: { folder: `${folder}/`, ending },
        evidence: alike.slice(0, 2).map((path) => ({ path, line: null })),
        certainty: 'shown',
      }),
    );
}

const LEAST = 8;

/** Folders that nobody adds to by hand, or whose place nobody needs to know. */
const NO_CROWD =
  /^\.|\/\.|(?:^|\/)(?:vendor|third[_-]?party|node_modules|dist|build|[\w-]*fixtures?|testdata|test_files|__snapshots__|snapshots?|cassettes|static|assets|public|images?|img|icons?|fonts?|locales?|langs?|languages|i18n|translations)\//iu;
const NO_KIND = /^\.(?:png|jpe?g|gif|svg|ico|webp|woff2?|ttf|eot|snap|lock)$/iu;

const CARRIED = /^(?:vendor(?:ed)?|third[_-]?party)$/u;

/** Third-party code inside the project, at the root or a little below. */
function carriedFacts(paths: readonly string[]): Fact[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    if (!/vendor|party|icen|LICEN|opying|COPYING/u.test(path)) continue;
    const folder =
      /^((?:[^/]+\/){0,3}(?:vendor(?:ed)?|third[_-]?party))\/./u.exec(path)?.[1] ??
      // Under another name, a folder is third-party code if it has its own licence.
      /^((?:[^/]+\/){0,3}(?:bundled|external|extern|deps))\/(?:[^/]+\/)?(?:[\w-]+\.)?(?:LICEN[CS]E|COPYING)(?:[.-][\w.-]+)?$/iu.exec(
        path,
      )?.[1];
    if (
      folder !== undefined &&
      !/(?:^|\/)(?:node_modules|tests?|docs?)\//u.test(path) &&
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
function endingsOf(files: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const ending = endingOf(file);
    if (ending !== undefined) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 > files.length ? most[0] : '';
}

/** `.ts`; `undefined` if there is none, as in `.gitignore`. */
function endingOf(file: string): string | undefined {
  const dot = file.lastIndexOf('.');
  const length = file.length - dot;
  if (dot < 1 || length < 2 || length > 9 || file[dot - 1] === '/') return undefined;
  const ending = file.slice(dot);
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
