import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain.ts';

/** What the folders at the root hold, by their names where those say it and by their files. */
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
    const facts = folders.slice(0, MOST).map(([folder, files]): Fact => {
      const meaning = MEANINGS.find(([pattern]) => pattern.test(folder))?.[1];
      const kinds = endingsOf(files);
      return makeFact({
        kind: 'layout',
        about: `folder:${folder}`,
        statement: `\`${plain(folder, 60)}/\`${meaning === undefined ? '' : `: ${meaning}`}${kinds === '' ? '' : `, mostly ${kinds} files`}`,
        values: { folder: `${folder}/` },
        evidence: [{ path: files[0] ?? folder, line: null }],
        certainty: meaning === undefined ? 'shown' : 'inferred',
      });
    });
    for (const [path, statement] of FILES)
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

/** The ending that more than half of the files have. */
function endingsOf(files: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const ending = endingOf(file);
    if (ending !== undefined) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most !== undefined && most[1] * 2 > files.length ? most[0] : '';
}

/** `.ts`; `undefined` where it is none, as of `.gitignore`. */
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
];

const FILES = [
  ['.editorconfig', 'Editor settings are'],
  ['.pre-commit-config.yaml', 'Hooks for pre-commit are'],
  ['.devcontainer/devcontainer.json', 'A development container is described'],
  ['.github/PULL_REQUEST_TEMPLATE.md', 'A template for pull requests is'],
  ['CHANGELOG.md', 'Changes are written down'],
] as const;
