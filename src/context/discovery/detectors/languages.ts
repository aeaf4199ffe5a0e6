import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { inFolders } from '../reading/minor_folders.ts';

/** The languages of the source files, by their extensions; the one with the most files first. */
export const languages: Detector = {
  name: 'languages',
  detect({ where }) {
    const files = [...LANGUAGES].flatMap(([language, endings]) => {
      const same = where({ endings, outside: MINOR });
      return same.length === 0 ? [] : [[language, same] as const];
    });
    const all = files.reduce((sum, [, same]) => sum + same.length, 0);
    const ordered = files.sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
    return ordered
      .filter(
        ([, same], place) =>
          place === 0 ||
          (same.length >= Math.max(2, all * 0.01) && !same.every((path) => SAMPLES.test(path))),
      )
      .map(([language, same], place): Fact => {
        const main = place === 0;
        return makeFact({
          kind: 'language',
          about: language,
          statement: main ? `Most source files are ${language}` : `There are ${language} files too`,
          values: { language },
          evidence: examples(same).map((path) => ({ path, line: null })),
          certainty: 'shown',
        });
      });
  },
};

/** Up to two of them, from different folders if possible. */
function examples(paths: readonly string[]): string[] {
  const [first = ''] = paths;
  const folder = first.slice(0, first.lastIndexOf('/') + 1);
  const other = paths.find((path) => path.slice(0, path.lastIndexOf('/') + 1) !== folder) ?? paths[1];
  return other === undefined ? [first] : [first, other];
}

const MINOR = inFolders(['thirdParty', 'built']);

/** Tests and examples, which say nothing about the project's own languages. */
const SAMPLES = /(?:^|\/)(?:tests?|spec|fixtures?|testdata|examples?|samples?)\//iu;

const LANGUAGES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    TypeScript: 'ts tsx mts cts',
    JavaScript: 'js jsx mjs cjs',
    Python: 'py pyi',
    Go: 'go',
    Rust: 'rs',
    Java: 'java',
    Kotlin: 'kt kts',
    Scala: 'scala',
    Groovy: 'groovy',
    'C#': 'cs',
    'F#': 'fs fsx',
    'Visual Basic': 'vb',
    Ruby: 'rb rake',
    PHP: 'php',
    'C++': 'cc cpp cxx hpp hh hxx',
    C: 'c',
    Swift: 'swift',
    'Objective-C': 'mm',
    Dart: 'dart',
    Elixir: 'ex exs',
    Erlang: 'erl',
    Haskell: 'hs',
    Clojure: 'clj cljs cljc',
    Lua: 'lua',
    Perl: 'pl pm',
    R: 'r',
    Julia: 'jl',
    Zig: 'zig',
    Shell: 'sh bash zsh fish',
    PowerShell: 'ps1 psm1',
    Terraform: 'tf',
    Vue: 'vue',
    Svelte: 'svelte',
    SQL: 'sql',
    Solidity: 'sol',
  }).map(([language, endings]) => [language, new Set(endings.split(' '))]),
);
