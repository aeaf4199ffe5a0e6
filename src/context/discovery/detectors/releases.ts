import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import type { Sources } from '../sources.ts';

/** The release process of the project: GoReleaser's builds, and the tools that write versions and notes. */
export const releases: Detector = {
  name: 'releases',
  detect: (sources) => [
    ...goreleaserFacts(sources),
    ...promuFacts(sources),
    ...semanticFacts(sources),
    ...toolFacts(sources),
  ],
};

function goreleaserFacts(sources: Sources): Fact[] {
  const path = ['.goreleaser.yml', '.goreleaser.yaml'].find((each) => sources.has(each));
  const builds = path === undefined ? undefined : sources.yaml(path)?.root.key('builds');
  return (builds?.items() ?? []).slice(0, 4).flatMap((build): Fact[] => {
    const systems = build.key('goos');
    const names = systems?.items().flatMap(({ scalar }) => scalar ?? []) ?? [];
    const machines =
      build
        .key('goarch')
        ?.items()
        .flatMap(({ scalar }) => scalar ?? []) ?? [];
    const what = build.key('main')?.scalar ?? build.key('id')?.scalar;
    return path === undefined || systems === undefined || names.length === 0
      ? []
      : [
          makeFact({
            kind: 'layout',
            about: `goreleaser:${what ?? systems.line}`,
            statement: `GoReleaser builds ${what === undefined ? 'it' : `\`${plain(what, 60)}\``} for ${names.map((name) => plain(name, 20)).join(', ')}${machines.length === 0 ? '' : ` on ${machines.map((name) => plain(name, 20)).join(', ')}`}`,
            values: { systems: names.join(', '), machines: machines.join(', ') },
            evidence: [{ path, line: systems.line }],
          }),
        ];
  });
}

/** The programs that promu builds, and with which version of Go. */
function promuFacts(sources: Sources): Fact[] {
  const path = ['.promu.yml', '.promu.yaml'].find((each) => sources.has(each));
  const root = path === undefined ? undefined : sources.yaml(path)?.root;
  if (path === undefined || root === undefined) return [];
  const version = root.at('go', 'version');
  return [
    ...(version?.scalar === undefined
      ? []
      : [
          makeFact({
            kind: 'package-manager',
            about: 'promu:go',
            statement: `promu builds with Go ${plain(version.scalar, 20)}`,
            values: { name: 'go', version: version.scalar },
            evidence: [{ path, line: version.line }],
          }),
        ]),
    ...(root.at('build', 'binaries')?.items() ?? []).slice(0, 6).flatMap((binary) => {
      const name = binary.key('name');
      const from = binary.key('path')?.scalar;
      return name?.scalar === undefined
        ? []
        : [
            makeFact({
              kind: 'layout',
              about: `promu:${name.scalar}`,
              statement: `promu builds \`${plain(name.scalar, 60)}\`${from === undefined ? '' : ` from \`${plain(from, 80)}\``}`,
              values: { program: name.scalar },
              evidence: [{ path, line: name.line }],
            }),
          ];
    }),
  ];
}

/** The preset by which semantic-release reads messages of commits, and the changelog that it writes. */
function semanticFacts(sources: Sources): Fact[] {
  const path = ['.releaserc.json', '.releaserc'].find((each) => sources.has(each));
  const text = path === undefined ? undefined : sources.read(path);
  const fact = (about: string, statement: string, line: number): Fact =>
    makeFact({
      kind: 'convention',
      about: `semantic-release:${about}`,
      statement,
      values: { tool: 'semantic-release' },
      evidence: [{ path: path ?? '', line }],
    });
  const [preset] = matchesIn(text, /["']?preset["']?\s*:\s*["']?([\w./@-]+)/u);
  const [written] = matchesIn(text, /["']?changelogFile["']?\s*:\s*["']?([\w./-]+)/u);
  return [
    ...(preset === undefined
      ? []
      : [
          fact(
            'preset',
            `semantic-release reads commit messages with the preset \`${preset.groups[0] ?? ''}\``,
            preset.line,
          ),
        ]),
    ...(written === undefined
      ? []
      : [fact('changelog', `\`${written.groups[0] ?? ''}\` is written by semantic-release`, written.line)]),
  ];
}

function toolFacts(sources: Sources): Fact[] {
  return TOOLS.flatMap(([path, statement]) =>
    // Many programs have files of these names, and notes of releases are in some.
    sources.has(path) &&
    (path !== 'release.toml' || sources.has('Cargo.toml')) &&
    (path !== 'RELEASE.md' || (sources.read(path)?.lineOf(STEP) ?? 0) > 0)
      ? [
          makeFact({
            kind: 'layout',
            about: `release-tool:${path}`,
            statement: `${statement} \`${path}\``,
            values: { path },
            evidence: [{ path, line: null }],
            certainty: 'shown',
          }),
        ]
      : [],
  );
}

/** A numbered step, or a command. */
const STEP = /^\s*\d+[.)]\s|^\s*(?:\$ )?(?:git|make|npm|cargo|python3?|gh) \w/u;

const TOOLS = [
  ['release-please-config.json', 'Releases are made by release-please, as set up in'],
  ['.github/release-please.yml', 'Releases are made by release-please, as set up in'],
  ['RELEASING.md', 'The steps of a release are described in'],
  ['RELEASE.md', 'The steps of a release are described in'],
  ['RELEASE_PROCESS.md', 'The steps of a release are described in'],
  ['docs/RELEASING.md', 'The steps of a release are described in'],
  ['docs/releasing.md', 'The steps of a release are described in'],
  ['.release-please-manifest.json', 'The versions that release-please has given are kept in'],
  ['.github/release-drafter.yml', 'Release notes are drafted by Release Drafter, as set up in'],
  ['dist-workspace.toml', 'Releases are made by cargo-dist, as set up in'],
  ['release.toml', 'Releases are made by cargo-release, as set up in'],
  ['cliff.toml', 'The changelog is written by git-cliff, as set up in'],
  ['.bumpversion.cfg', 'Versions are bumped by bump2version, as set up in'],
  ['.bumpversion.toml', 'Versions are bumped by bump-my-version, as set up in'],
  ['.versionrc', 'Versions are bumped by standard-version, as set up in'],
  ['.release-it.json', 'Releases are made by release-it, as set up in'],
  ['GitVersion.yml', 'Versions are computed by GitVersion, as set up in'],
  ['towncrier.toml', 'News is collected by towncrier, as set up in'],
  ['jreleaser.yml', 'Releases are made by JReleaser, as set up in'],
  ['.craft.yml', 'Releases are made by Craft, as set up in'],
] as const;
