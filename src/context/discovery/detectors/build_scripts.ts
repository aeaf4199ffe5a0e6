import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** What the build scripts of crates compile into code: the definitions of messages. */
export const buildScripts: Detector = {
  name: 'build-scripts',
  detect: (sources) =>
    sources
      .named('build.rs')
      .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
      .slice(0, MAX_FILES)
      .flatMap((path) => factIn(sources, path)),
};

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates']);
const MAX_FILES = 12;

const COMPILERS = /\b(?:tonic_build|tonic_prost_build|prost_build|protox|protobuf_codegen|capnpc)\b/u;

function factIn(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  if (text === undefined || !COMPILERS.test(text.text)) return [];
  const found = new Map<string, number>();
  for (const [place, line] of text.lines.entries())
    if (!/^\s*\/\//u.test(line))
      for (const [, name = ''] of line.slice(0, LONGEST).matchAll(/"([\w./-]{1,100}\.(?:proto|capnp))"/gu))
        if (!found.has(name)) found.set(name, place + 1);
  const [first] = found.values();
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'generated',
          about: `build-script:${path}`,
          statement: `\`${plain(path)}\` compiles ${listed([...found.keys()])} at each build`,
          values: { path, from: [...found.keys()].join(', ') },
          evidence: [{ path, line: first }],
        }),
      ];
}

const LONGEST = 500;
