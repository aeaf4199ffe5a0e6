import type { Detector } from '../detector.ts';
import { type CommandRole, commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Elixir: the project and its version, libraries, aliases and the calls of Mix, the formatter, Credo and Dialyzer. */
export const elixir: Detector = {
  name: 'elixir',
  detect: (sources) =>
    sources
      .named('mix.exs')
      .filter((path) => depthOf(path) <= 2 && !/(?:^|\/)(?:deps|fixtures?|examples?)\//u.test(path))
      .slice(0, 12)
      .flatMap((path) => projectFacts(sources, path)),
};

function projectFacts(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  if (text === undefined) return [];
  const folder = folderOf(path);
  const line = text.lineOf(/^\s*def project\b/u);
  if (line === undefined) return [];
  const call = (role: CommandRole, run: string, at: number): Fact =>
    commandFact({ role, run, folder, evidence: [{ path, line: at }], certainty: 'inferred' });
  const tests = folder === '.' ? 'test/' : `${folder}/test/`;
  const hasTests = sources.paths.some((each) => each.startsWith(tests) && each.endsWith('_test.exs'));
  const isUmbrella = text.lineOf(/\bapps_path:/u) !== undefined;
  const formatter = folder === '.' ? '.formatter.exs' : `${folder}/.formatter.exs`;
  return [
    makeFact({
      kind: 'package-manager',
      about: `mix:${folder}`,
      statement: `Built with Mix${folder === '.' ? '' : ` in \`${plain(folder, 60)}\``}${isUmbrella ? ', as an umbrella project' : ''}`,
      values: { name: 'mix', ...(folder === '.' ? {} : { folder }) },
      evidence: [{ path, line }],
    }),
    ...matchesIn(text, /^\s*app:\s*:(\w+)/u)
      .slice(0, 1)
      .map(({ groups: [name = ''], line: at }) =>
        makeFact({
          kind: 'layout',
          about: `mix-app:${folder}`,
          statement: `The Elixir application${folder === '.' ? '' : ` in \`${plain(folder, 60)}\``} is \`${plain(name, 60)}\``,
          values: { name },
          evidence: [{ path, line: at }],
        }),
      ),
    ...matchesIn(text, /^\s*elixir:\s*"([^"]{1,30})"/u)
      .slice(0, 1)
      .map(({ groups: [version = ''], line: at }) =>
        makeFact({
          kind: 'package-manager',
          about: `elixir:${folder}`,
          statement: `Needs Elixir ${plain(version, 30)}`,
          values: { name: 'elixir', version },
          evidence: [{ path, line: at }],
        }),
      ),
    call('setup', 'mix deps.get', line),
    call('build', 'mix compile', line),
    ...(hasTests || isUmbrella
      ? [call('test', 'mix test', line), call('test-one', 'mix test FILE:LINE', line)]
      : []),
    ...(sources.has(formatter)
      ? [
          commandFact({
            role: 'format',
            run: 'mix format',
            folder,
            evidence: [{ path: formatter, line: null }],
            certainty: 'inferred',
          }),
        ]
      : []),
    ...aliasFacts(text, folder),
    ...dependencyFacts(sources, text, folder),
  ];
}

/** The aliases, which the function `aliases` lists or that are given in place. */
function aliasFacts(text: SourceText, folder: string): Fact[] {
  const from = text.lineOf(/^\s*defp? aliases\b/u);
  if (from === undefined) return [];
  const end = text.lines.findIndex((line, place) => place >= from && /^\s{0,4}end\b/u.test(line));
  return matchesIn(
    text,
    /^\s*(?:"([\w.:-]+)"|([a-z][\w.]*)):\s*(?:\[\s*(.{0,300}?)\s*\]?|"([^"]+)"|&\w+\/1)\s*,?\s*$/u,
  )
    .filter(({ line }) => line > from && line <= end + 1)
    .slice(0, 30)
    .map(({ groups: [quoted = '', bare = '', many = '', one = ''], line }) => {
      const name = quoted || bare;
      const calls = one === '' ? (many.match(/"[^"]+"/gu) ?? []).map((each) => each.slice(1, -1)) : [one];
      const isWhole = one !== '' || (many !== '' && /\]\s*,?\s*$/u.test(text.lines[line - 1] ?? ''));
      return commandFact({
        role: roleOf(name.replaceAll('.', ':')),
        run: `mix ${plain(name, 60)}`,
        folder,
        evidence: [{ path: text.path, line }],
        ...(isWhole && calls.length > 0 ? { does: plain(calls.join(' && '), 100) } : {}),
      });
    });
}

/** Checks that a library brings, by its name. */
const CHECKS: readonly (readonly [string, CommandRole, string])[] = [
  ['credo', 'lint', 'mix credo'],
  ['dialyxir', 'typecheck', 'mix dialyzer'],
  ['sobelow', 'lint', 'mix sobelow'],
  ['phoenix', 'run', 'mix phx.server'],
];

function dependencyFacts(sources: Sources, text: SourceText, folder: string): Fact[] {
  const { path } = text;
  const lock = sources.read(folder === '.' ? 'mix.lock' : `${folder}/mix.lock`);
  return matchesIn(text, /^\s*\{:(\w+),\s*(?:"([^"]{1,40})")?/u)
    .slice(0, 80)
    .flatMap(({ groups: [name = '', range = ''], line }) => {
      const check = CHECKS.find(([library]) => library === name);
      const [locked] = matchesIn(lock, new RegExp(`^\\s*"${name}": \\{:hex, :\\w+, "([\\w.+-]+)"`, 'u'));
      return [
        libraryFact({
          name,
          range,
          path,
          line,
          folder,
          lock,
          locked: locked === undefined ? undefined : { value: locked.groups[0] ?? '', line: locked.line },
        }),
        ...(check === undefined
          ? []
          : [
              commandFact({
                role: check[1],
                run: check[2],
                folder,
                evidence: [{ path, line }],
                certainty: 'inferred',
              }),
            ]),
      ];
    });
}
