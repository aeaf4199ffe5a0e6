import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact, roleOf } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Targets of NUKE, called through the script that it puts at the root, and the target that it builds by default. */
export const nuke: Detector = {
  name: 'nuke',
  detect: (sources) => {
    const script = ['build.sh', 'build.ps1'].find((each) => sources.has(each));
    return script === undefined
      ? []
      : sources
          .named('Build.cs')
          .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
          .slice(0, 2)
          .flatMap((path) => factsIn(sources, path, `./${script}`));
  },
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates']);

function factsIn(sources: Sources, path: string, call: string): Fact[] {
  const text = sources.read(path);
  if (text === undefined || text.lineOf(/\bclass\s+\w+\s*:\s*(?:\w+,\s*)*NukeBuild\b/u) === undefined)
    return [];
  const targets = matchesInScript(
    text,
    /^\s*(?:(?:public|private|protected|internal)\s+)?Target\s+(\w+)\s*=>/u,
  );
  const names = new Set(targets.map(({ groups: [name] }) => name));
  const [first] = matchesInScript(text, /\bExecute<\w+>\s*\(\s*\w+\s*=>\s*\w+\.(\w+)\s*\)/u);
  const standard = first?.groups[0] ?? '';
  return [
    ...targets.slice(0, 30).map(({ groups: [name = ''], line }, place) => {
      const needed = neededBy(text, line, targets[place + 1]?.line);
      return commandFact({
        role: roleOf(name.replace(/(?<=[a-z])(?=[A-Z])/gu, '-').toLowerCase()),
        run: `${call} ${plain(name, 60)}`,
        folder: '.',
        evidence: [{ path, line }],
        ...(needed.length === 0 ? {} : { does: `after ${plain(needed.join(', '), 80)}` }),
      });
    }),
    ...(first === undefined || !names.has(standard)
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `nuke:default:${path}`,
            statement: `\`${call}\` without a target does \`${plain(standard, 60)}\``,
            values: { target: standard },
            evidence: [{ path, line: first.line }],
          }),
        ]),
  ];
}

/** The targets that NUKE does before another one. */
function neededBy({ lines }: SourceText, from: number, to = lines.length + 1): readonly string[] {
  return lines
    .slice(from, to - 1)
    .flatMap((line) => /^\s*\.DependsOn\(([\w\s,]{1,200})\)/u.exec(line)?.[1]?.split(',') ?? [])
    .map((name) => name.trim());
}
