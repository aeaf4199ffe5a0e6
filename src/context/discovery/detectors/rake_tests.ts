import type { Detector } from '../detector.ts';
import { commandFact, type Fact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import type { Sources } from '../sources.ts';

/** The test tasks in a Rakefile that a class of Rake makes, with the namespaces that they are in. */
export const rakeTests: Detector = {
  name: 'rake-tests',
  detect: (sources) => taskFacts(sources),
};

function taskFacts(sources: Sources): Fact[] {
  const path = 'Rakefile';
  const lines = (sources.has(path) ? sources.read(path)?.lines : undefined) ?? [];
  const around: { readonly name: string; readonly depth: number }[] = [];
  return lines
    .flatMap((whole, place): Fact[] => {
      const line = whole.slice(0, 300);
      const depth = line.search(/\S/u);
      if (depth < 0) return [];
      if (/^\s*end\b/u.test(line) && around.at(-1)?.depth === depth) around.pop();
      const space = /^\s*namespace\s*\(?\s*(?::|["'])(\w+)["']?\)?\s+do\b/u.exec(line)?.[1];
      if (space !== undefined) around.push({ name: space, depth });
      const name =
        /^\s*(?:Rake::TestTask|Minitest::TestTask|RSpec::Core::RakeTask)\.(?:new|create)\s*\(?\s*(?::|["'])?(\w+)?/u.exec(
          line,
        )?.[1];
      if (name === undefined || name === 'do') return [];
      const pattern = lines
        .slice(place + 1, place + 6)
        .map((next) => /^\s*\w+\.(?:pattern|test_files|test_globs)\s*=\s*["']([^"']+)["']/u.exec(next)?.[1])
        .find((each) => each !== undefined);
      return [
        commandFact({
          role: 'test',
          run: `rake ${[...around.map((each) => each.name), name].join(':')}`,
          folder: '.',
          evidence: [{ path, line: place + 1 }],
          ...(pattern === undefined ? {} : { does: plain(pattern, 80) }),
        }),
      ];
    })
    .slice(0, 12);
}
