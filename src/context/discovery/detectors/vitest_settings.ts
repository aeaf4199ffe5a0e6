import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Settings of Vitest: which files are tests, what is loaded first, time limits, coverage, projects and type tests. */
export const vitestSettings: Detector = {
  name: 'vitest-settings',
  detect: (sources) =>
    sources
      .matching(/^(?:vitest|vite)\.config\.[cm]?[jt]s$/u)
      .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
      .slice(0, MAX_FILES)
      .flatMap((path) => settingsIn(sources, path)),
};

const MAX_FILES = 6;
const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates', 'docs'], ['playgrounds?']);

/** A setting, the value on its line, and its meaning. A list is reported if it is on one line. */
const SETTINGS: readonly (readonly [string, RegExp, (value: string) => string])[] = [
  [
    'include',
    /^\s*include:\s*\[\s*((?:["'][^"']+["']\s*,?\s*)+)\]/u,
    (value) => `looks for tests in ${value}`,
  ],
  ['exclude', /^\s*exclude:\s*\[\s*((?:["'][^"']+["']\s*,?\s*)+)\]/u, (value) => `excludes ${value}`],
  [
    'setupFiles',
    /^\s*setupFiles:\s*\[?\s*((?:["'][^"']+["']\s*,?\s*)+)\]?\s*,?\s*$/u,
    (value) => `loads ${value} first`,
  ],
  [
    'globalSetup',
    /^\s*globalSetup:\s*\[?\s*((?:["'][^"']+["']\s*,?\s*)+)\]?\s*,?\s*$/u,
    (value) => `runs ${value} before all tests`,
  ],
  [
    'globals',
    /^\s*globals:\s*(true)\s*,?\s*$/u,
    () => 'provides `test`, `expect` and the like without imports (`globals`)',
  ],
  [
    'testTimeout',
    /^\s*testTimeout:\s*([\d_]+)\s*,?\s*$/u,
    (value) => `allows ${value} ms for a test (\`testTimeout\`)`,
  ],
  ['pool', /^\s*pool:\s*["']([\w-]+)["']/u, (value) => `runs test files in ${value} (\`pool\`)`],
  [
    'fileParallelism',
    /^\s*fileParallelism:\s*(false)\b/u,
    () => 'runs test files one after another (`fileParallelism`)',
  ],
  ['isolate', /^\s*isolate:\s*(false)\b/u, () => 'does not isolate test files from each other (`isolate`)'],
  ['retry', /^\s*retry:\s*(\d+)\s*,?\s*$/u, (value) => `retries a failed test ${value} times (\`retry\`)`],
  ['coverage', /^\s*provider:\s*["'](v8|istanbul)["']/u, (value) => `measures coverage with ${value}`],
  ['typecheck', /^\s*typecheck:\s*\{\s*enabled:\s*true\b/u, () => 'checks types in tests too (`typecheck`)'],
];

function settingsIn(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  // A configuration of Vite alone says nothing about tests.
  const from = text?.lineOf(/^\s*test:\s*\{/u);
  if (text === undefined || from === undefined) return [];
  const folder = folderOf(path);
  const where = folder === '.' ? '' : ` in \`${plain(folder, 60)}\``;
  const projects = within(text, from).filter((line) =>
    /^\s*(?:projects|workspace):\s*\[/u.test(text.lines[line - 1] ?? ''),
  );
  // A setting in one of several projects applies to that project only.
  if (projects[0] !== undefined) return projectFacts(text, projects[0], where);
  return SETTINGS.flatMap(([setting, pattern, words]): Fact[] => {
    const [found, ...more] = ownLines(text, from).flatMap((line) => {
      const own = text.lines[line - 1] ?? '';
      const match = pattern.exec(/\{\s*$/u.test(own) ? `${own} ${text.lines[line] ?? ''}` : own);
      return match === null ? [] : [{ value: match[1] ?? '', line }];
    });
    // A setting that occurs twice is for different projects.
    if (found === undefined || more.length > 0) return [];
    const value = found.value
      .split(/,\s*(?=["'])|,\s*$/u)
      .map((each) => each.trim().replace(/^["']|["']$/gu, ''))
      .filter(Boolean)
      .map((each) => (/["']/u.test(found.value) ? `\`${plain(each, 60)}\`` : plain(each, 60)))
      .join(', ');
    return [
      makeFact({
        kind: 'convention',
        about: `vitest:${path}:${setting}`,
        statement: `Vitest ${words(value)}${where}`,
        values: { tool: 'Vitest', setting },
        evidence: [{ path, line: found.line }],
      }),
    ];
  });
}

/** The names of the projects that tests are split into. */
function projectFacts(text: SourceText, line: number, where: string): Fact[] {
  const names = within(text, line).flatMap(
    (each) => /^\s*name:\s*["']([\w./:-]+)["']/u.exec(text.lines[each - 1] ?? '')?.[1] ?? [],
  );
  return names.length < 2
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: `vitest:${text.path}:projects`,
          statement: `Vitest has the projects ${listed(names)}${where} (one of them: \`--project NAME\`)`,
          values: { tool: 'Vitest', projects: names.join(', ') },
          evidence: [{ path: text.path, line }],
        }),
      ];
}

/** The lines within the block that begins on a line. */
function within({ lines }: SourceText, from: number): number[] {
  const indent = depthAt(lines, from);
  const found: number[] = [];
  for (let line = from + 1; line <= Math.min(lines.length, from + 120); line++) {
    if ((lines[line - 1] ?? '').trim() !== '' && depthAt(lines, line) <= indent) break;
    found.push(line);
  }
  return found;
}

/** A block's own lines and the provider of coverage; settings in other nested blocks concern something else. */
function ownLines(text: SourceText, from: number): number[] {
  const all = within(text, from).filter((line) => (text.lines[line - 1] ?? '').trim() !== '');
  const own = Math.min(...all.map((line) => depthAt(text.lines, line)));
  return all.filter(
    (line) => depthAt(text.lines, line) === own || /^\s*provider:/u.test(text.lines[line - 1] ?? ''),
  );
}

function depthAt(lines: readonly string[], line: number): number {
  return /^\s*/u.exec(lines[line - 1] ?? '')?.[0].length ?? 0;
}
