import type { Detector } from '../detector.ts';
import { commandFact, roleOf } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';

/** Tasks of Cake: in a script of its tool, or in a C# file that uses its SDK. */
export const cake: Detector = {
  name: 'cake',
  detect: (sources) =>
    SCRIPTS.flatMap(([path, mark, call]) => {
      const text = sources.has(path) ? sources.read(path) : undefined;
      if (text === undefined || text.lineOf(mark) === undefined) return [];
      return matchesInScript(text, /^\s*(?:var\s+\w+\s*=\s*)?Task\s*\(\s*"([\w.-]+)"\s*\)/u)
        .slice(0, 30)
        .map(({ groups: [name = ''], line }) =>
          commandFact({
            role: roleOf(name.toLowerCase()),
            run: `${call}--target=${plain(name, 60)}`,
            folder: '.',
            evidence: [{ path, line }],
          }),
        );
    }),
};

/** Each script, the line that shows that it is one of Cake's, and its call. */
const SCRIPTS = [
  ['build.cake', /\bTask\s*\(/u, 'dotnet cake '],
  ['build.cs', /^#:sdk\s+Cake\.Sdk\b/u, 'dotnet run build.cs -- '],
] as const;
