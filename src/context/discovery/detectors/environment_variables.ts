import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Environment variables that a program is configured by: those that its configuration file reads, and those that are set for it. */
export const environmentVariables: Detector = {
  name: 'environment-variables',
  detect: (sources) => [...readFacts(sources), ...flaskFacts(sources), ...imageFacts(sources)],
};

/** The files in which programs read their configuration, by ending. */
const READERS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:config|settings|conf|base|default)\.py$/u,
    /(?:\benviron(?:\.get\(|\[)|\bgetenv\(|\benv(?:\.\w+)?\()\s*["']([A-Z][A-Z0-9_]{2,60})["']/gu,
  ],
  [
    /^(?:config|env|settings|environment)\.[cm]?[jt]s$/u,
    /\bprocess\.env(?:\.|\[["'])([A-Z][A-Z0-9_]{2,60})\b/gu,
  ],
  [/^Gemfile$/u, /\bENV(?:\.fetch\(|\[)\s*["']([A-Z][A-Z0-9_]{2,60})["'](?!\]\s*(?:\|\|)?=[^=])/gu],
  [
    /^(?:config|env)\.go$/u,
    /\bos\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]{2,60})"\)|\benv:"([A-Z][A-Z0-9_]{2,60})[",]/gu,
  ],
];

function readFacts(sources: Sources): Fact[] {
  return READERS.flatMap(([name, pattern]) =>
    sources
      .matching(name)
      .filter((path) => depthOf(path) <= 3 && !MINOR.test(path))
      .slice(0, 4)
      .flatMap((path) => variablesFact(sources.read(path), pattern)),
  );
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates', 'docs', 'built']);

function variablesFact(text: SourceText | undefined, pattern: RegExp): Fact[] {
  if (text === undefined) return [];
  const found = new Map<string, number>();
  for (const [place, line] of text.lines.entries())
    for (const match of line.slice(0, LONGEST).matchAll(pattern)) {
      const name = match[1] ?? match[2] ?? '';
      if (!found.has(name) && !/^\s*(?:#|\/\/|\*)/u.test(line)) found.set(name, place + 1);
    }
  const [first] = found.values();
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: `environment:${text.path}`,
          statement: `\`${plain(text.path)}\` reads from the environment ${listed([...found.keys()])}`,
          values: { path: text.path, variables: [...found.keys()].join(', ') },
          evidence: [{ path: text.path, line: first }],
        }),
      ];
}

const LONGEST = 500;

/** Variables that Flask sets for its own commands. */
function flaskFacts(sources: Sources): Fact[] {
  const path = '.flaskenv';
  return matchesIn(
    sources.has(path) ? sources.read(path) : undefined,
    /^(FLASK_\w+)=["']?([\w.:/-]+)["']?\s*$/u,
  ).map(({ groups: [name = '', value = ''], line }) =>
    makeFact({
      kind: 'convention',
      about: `flask-environment:${name}`,
      statement: `For Flask commands, \`${plain(name, 60)}\` is \`${plain(value, 80)}\``,
      values: { setting: name, value },
      evidence: [{ path, line }],
    }),
  );
}

/** Variables of the image at the root by which its program is configured. */
function imageFacts(sources: Sources): Fact[] {
  const path = 'Dockerfile';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const from = matchesIn(text, /^FROM\s/iu).at(-1)?.line;
  if (from === undefined) return [];
  const found = matchesIn(text, /^ENV\s+([A-Z][A-Z0-9_]*)[ =]/u).filter(
    ({ line, groups: [name = ''] }) =>
      line > from && !/^(?:PATH|LANG|LC_\w+|TZ|DEBIAN_FRONTEND|PYTHON\w+|PIP_\w+)$/u.test(name),
  );
  const [first] = found;
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'service',
          about: `image-environment:${path}`,
          statement: `\`${path}\` sets ${listed(found.map(({ groups: [name = ''] }) => name))} in the environment`,
          values: { file: path },
          evidence: [{ path, line: first.line }],
        }),
      ];
}
