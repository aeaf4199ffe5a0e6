import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** The versions of languages and tools that are pinned for everyone who works on the project. */
export const pinnedTools: Detector = {
  name: 'pinned-tools',
  detect: (sources) => [
    ...pinnedFacts(sources),
    ...voltaFacts(sources),
    ...toolVersionsFacts(sources),
    ...miseFacts(sources),
    ...makefileFacts(sources),
  ],
};

/** The fact that a version is pinned in a file. */
function pinned(about: string, name: string, version: string, path: string, line: number): Fact {
  return makeFact({
    kind: 'package-manager',
    about,
    statement: `${plain(name, 40)} ${plain(version, 30)} is pinned`,
    values: { name, version },
    evidence: [{ path, line }],
  });
}

function pinnedFacts(sources: Sources): Fact[] {
  return PINS.flatMap(([path, name, pattern]) => {
    const [found] = matchesIn(sources.has(path) ? sources.read(path) : undefined, pattern);
    return found === undefined
      ? []
      : [pinned(`pinned:${path}`, name, found.groups[0] ?? '', path, found.line)];
  });
}

/** A version; anything like `lts/*` pins nothing, nor does the name of an environment. */
const VERSION = /^v?((?=\S*\d|lts\/[a-z])[^\s#]\S*)\s*$/u;

const PINS: readonly (readonly [string, string, RegExp])[] = [
  ['.nvmrc', 'Node.js', VERSION],
  ['.node-version', 'Node.js', VERSION],
  ['.python-version', 'Python', VERSION],
  ['.go-version', 'Go', VERSION],
  ['.java-version', 'Java', VERSION],
  ['rust-toolchain', 'The Rust toolchain', /^([\w.-]+)\s*$/u],
  ['runtime.txt', 'Python', /^python-(\d[\w.]*)\s*$/u],
  ['.bazelversion', 'Bazel', VERSION],
  ['.terraform-version', 'Terraform', VERSION],
];

/** The versions that Volta pins. */
function voltaFacts(sources: Sources): Fact[] {
  const path = 'package.json';
  const entries = sources.has(path) ? (sources.json(path)?.entries('volta') ?? []) : [];
  return entries.flatMap(({ key, value, line }) =>
    typeof value !== 'string' || !/^\w[\w.-]*$/u.test(value) || key === 'extends'
      ? []
      : [pinned(`volta:${key}`, nameOfTool(key), value, path, line)],
  );
}

/** The tools and versions, one a line, that asdf and mise read. */
function toolVersionsFacts(sources: Sources): Fact[] {
  const path = '.tool-versions';
  const lines = matchesIn(sources.has(path) ? sources.read(path) : undefined, /^([A-Za-z][\w-]*)\s+(\d\S*)/u);
  return lines
    .slice(0, MOST)
    .map(({ groups: [tool = '', version = ''], line }) =>
      pinned(`tool-versions:${tool}`, nameOfTool(tool), version, path, line),
    );
}

function miseFacts(sources: Sources): Fact[] {
  const path = ['mise.toml', '.mise.toml'].find((each) => sources.has(each));
  const entries = path === undefined ? [] : (sources.toml(path)?.entries('tools') ?? []);
  return entries.slice(0, MOST).flatMap(({ key, value, line }) => {
    const version =
      typeof value === 'object' && value !== null
        ? Object.getOwnPropertyDescriptor(value, 'version')?.value
        : value;
    // `latest` pins nothing.
    return path === undefined || typeof version !== 'string' || !/^\d[\w.+-]*$/u.test(version)
      ? []
      : [pinned(`mise:${key}`, nameOfTool(key), version, path, line)];
  });
}

/** Versions of tools that the makefile at the root installs. */
function makefileFacts(sources: Sources): Fact[] {
  const path = ['GNUmakefile', 'makefile', 'Makefile'].find((each) => sources.has(each));
  return matchesIn(
    path === undefined ? undefined : sources.read(path),
    /^([A-Z][A-Z0-9_]{1,40}_VERSION)[ \t]{0,20}(?::|\?|::)?=[ \t]{0,20}(v?\d[\w.+-]*)[ \t]*$/u,
  )
    .slice(0, MOST)
    .map(({ groups: [name = '', version = ''], line }) =>
      makeFact({
        kind: 'package-manager',
        about: `makefile-version:${name}`,
        statement: `In \`${path ?? ''}\`, \`${plain(name, 50)}\` is ${plain(version, 30)}`,
        values: { name, version },
        evidence: [{ path: path ?? '', line }],
      }),
    );
}

const MOST = 20;

function nameOfTool(key: string): string {
  return TOOLS.get(key) ?? key;
}

/** Display names of tools that these files call differently. */
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['node', 'Node.js'],
  ['nodejs', 'Node.js'],
  ['python', 'Python'],
  ['ruby', 'Ruby'],
  ['go', 'Go'],
  ['golang', 'Go'],
  ['java', 'Java'],
  ['rust', 'Rust'],
  ['php', 'PHP'],
  ['terraform', 'Terraform'],
]);
