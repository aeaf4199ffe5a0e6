import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import type { Sources } from '../sources.ts';

/** Bazel: that it builds the project, the required modules, the named configurations, and the targets at the root. */
export const bazel: Detector = {
  name: 'bazel',
  detect: (sources) => [
    ...buildFact(sources),
    ...moduleFacts(sources),
    ...configFacts(sources),
    ...targetFacts(sources),
  ],
};

function buildFact(sources: Sources): Fact[] {
  const path = ['MODULE.bazel', 'WORKSPACE.bazel', 'WORKSPACE'].find(
    // Another folder may have that name; Bazel's file comes with build files.
    (each) => sources.has(each) && (each !== 'WORKSPACE' || buildFileOf(sources) !== undefined),
  );
  return path === undefined
    ? []
    : [
        makeFact({
          kind: 'package-manager',
          about: 'bazel',
          statement: `Bazel builds it too, as set up in \`${path}\``,
          values: { manager: 'bazel', path },
          evidence: [{ path, line: null }],
          certainty: 'shown',
        }),
      ];
}

/** Finds `bazel_dep(name = "x", version = "1")`, on one line or several. */
function moduleFacts(sources: Sources): Fact[] {
  const path = 'MODULE.bazel';
  const lines = (sources.has(path) ? sources.read(path)?.lines : undefined) ?? [];
  return lines
    .flatMap((line, place): Fact[] => {
      if (!line.startsWith('bazel_dep(')) return [];
      const next = lines.slice(place, place + 8);
      const end = next.findIndex((each) => each.includes(')'));
      const call = next.slice(0, end < 0 ? 1 : end + 1).join(' ');
      const name = /\bname\s*=\s*"([\w.-]+)"/u.exec(call)?.[1];
      return name === undefined
        ? []
        : [
            libraryFact({
              name,
              range: /\bversion\s*=\s*"([^"]+)"/u.exec(call)?.[1] ?? '',
              path,
              line: place + 1,
              folder: '.',
              isForDevelopment: /\bdev_dependency\s*=\s*True\b/u.test(call),
            }),
          ];
    })
    .slice(0, 40);
}

function configFacts(sources: Sources): Fact[] {
  const path = '.bazelrc';
  const seen = new Set<string>();
  return ((sources.has(path) ? sources.read(path)?.lines : undefined) ?? [])
    .flatMap((line, place) => {
      const [, command = '', name = ''] = /^(build|test|run):([A-Za-z][\w-]*)\s/u.exec(line) ?? [];
      if (name === '' || seen.has(name)) return [];
      seen.add(name);
      return [
        makeFact({
          kind: 'convention',
          about: `bazel-config:${name}`,
          statement: `Bazel can be called with \`--config=${plain(name, 40)}\``,
          values: { command, config: name },
          evidence: [{ path, line: place + 1 }],
        }),
      ];
    })
    .slice(0, 12);
}

function buildFileOf(sources: Sources): string | undefined {
  return ['BUILD.bazel', 'BUILD'].find((each) => sources.has(each));
}

/** The libraries, programs and tests in the build file at the root. */
function targetFacts(sources: Sources): Fact[] {
  const path = buildFileOf(sources);
  const lines = (path === undefined ? undefined : sources.read(path)?.lines) ?? [];
  return lines
    .flatMap((line, place): Fact[] => {
      const rule = /^(\w+_(?:library|binary|test|shared_library))\(/u.exec(line)?.[1];
      if (path === undefined || rule === undefined) return [];
      const at = lines.slice(place, place + 4).findIndex((each) => /^\s*name\s*=\s*"[\w.+-]+"/u.test(each));
      const name = /"([\w.+-]+)"/u.exec(lines[place + at] ?? '')?.[1];
      return at < 0 || name === undefined
        ? []
        : [
            makeFact({
              kind: 'layout',
              about: `bazel-target:${name}`,
              statement: `Bazel has the target \`//:${plain(name, 60)}\` (\`${rule}\`)`,
              values: { target: name, rule },
              evidence: [{ path, line: place + at + 1 }],
            }),
          ];
    })
    .slice(0, 20);
}
