import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Declarations in Rust crates: lints at the top of their source, optional features, benches, and the tasks of an xtask. */
export const rustCode: Detector = {
  name: 'rust-code',
  detect: (sources) => [
    ...attributeFacts(sources),
    ...featureFacts(sources),
    ...benchFacts(sources),
    ...targetFacts(sources),
  ],
};

/** The root files of crates. */
function beginnings(sources: Sources): readonly string[] {
  return sources
    .matching(/^(?:lib|main)\.rs$/u)
    .filter(
      (path) =>
        /(?:^|\/)src\/(?:lib|main)\.rs$/u.test(path) &&
        depthOf(path) <= 3 &&
        !/^(?:examples?|tests?|benches)\//u.test(path),
    )
    .slice(0, 12);
}

function attributeFacts(sources: Sources): Fact[] {
  const byLint = new Map<string, { readonly path: string; readonly line: number }[]>();
  for (const path of beginnings(sources)) {
    const text = sources.read(path);
    for (const {
      groups: [level = '', lints = ''],
      line,
    } of matchesIn(text, /^#!\[(forbid|deny|warn)\(([\w:,\s]{1,200})\)\]/u).slice(0, 12))
      for (const lint of lints
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean)) {
        const key = `${level}(${lint})`;
        byLint.set(key, [...(byLint.get(key) ?? []), { path, line }]);
      }
  }
  return [...byLint].slice(0, 16).map(([lint, places]) =>
    makeFact({
      kind: 'convention',
      about: `rust-lint:${lint}`,
      statement: `${places.length === 1 ? `\`${plain(places[0]?.path ?? '', 60)}\` has` : `${places.length} crates have`} \`#![${plain(lint, 60)}]\``,
      values: { lint },
      evidence: places.slice(0, 3),
    }),
  );
}

function featureFacts(sources: Sources): Fact[] {
  return sources
    .named('Cargo.toml')
    .filter((path) => depthOf(path) <= 1 && !/^(?:examples?|tests?)\//u.test(path))
    .slice(0, 12)
    .flatMap((path) => {
      const entries = (sources.toml(path)?.entries('features') ?? []).filter(({ key }) => key !== 'default');
      const [first] = entries;
      const folder = folderOf(path);
      return first === undefined
        ? []
        : [
            makeFact({
              kind: 'convention',
              about: `cargo-all-features:${folder}`,
              statement: `Features${folder === '.' ? '' : ` of \`${plain(folder, 60)}\``}: ${listed(
                entries.map(({ key }) => key),
                40,
                14,
              )}`,
              values: {
                features: entries.map(({ key }) => key).join(', '),
                ...(folder === '.' ? {} : { folder }),
              },
              evidence: [{ path, line: first.line }],
            }),
          ];
    });
}

/** The root manifest's settings for tests, build scripts and release builds. */
function targetFacts(sources: Sources): Fact[] {
  const path = 'Cargo.toml';
  const text = sources.has(path) ? sources.read(path) : undefined;
  const file = text === undefined ? undefined : sources.toml(path);
  if (text === undefined || file === undefined) return [];
  const fact = (about: string, statement: string, at: string, line: number | null): Fact =>
    makeFact({
      kind: 'convention',
      about: `cargo:${about}`,
      statement,
      values: { about },
      evidence: [{ path: at, line }],
      certainty: line === null ? 'shown' : 'declared',
    });
  const auto = file.at('package', 'autotests');
  const tests = matchesIn(text, /^path\s*=\s*"(tests\/[\w./-]+)"/u);
  const release = file
    .entries('profile', 'release')
    .filter(({ value }) => /^(?:string|number|boolean)$/u.test(typeof value));
  return [
    ...(auto?.value === false
      ? [
          fact(
            'autotests',
            'Cargo does not find test files by itself (`autotests = false`): each has to be named',
            path,
            auto.line,
          ),
        ]
      : []),
    ...tests
      .slice(0, 4)
      .map(({ groups: [name = ''], line }) =>
        fact(`test:${name}`, `The test program \`${plain(name, 60)}\` is named in \`${path}\``, path, line),
      ),
    ...(sources.has('build.rs')
      ? [fact('build-script', '`build.rs` is run before the crate is built', 'build.rs', null)]
      : []),
    ...(release[0] === undefined
      ? []
      : [
          fact(
            'release-profile',
            `A release is built with ${release
              .slice(0, 6)
              .map(({ key, value }) => `\`${plain(key, 30)} = ${plain(String(value), 20)}\``)
              .join(', ')}`,
            path,
            release[0].line,
          ),
        ]),
  ];
}

function benchFacts(sources: Sources): Fact[] {
  const benches = sources.where({ folder: /^(?:crates\/[^/]+\/)?benches\/$/u, name: /^[\w-]+\.rs$/u });
  const [first] = benches;
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'layout',
          about: 'rust-benches',
          statement: `Cargo benchmarks are in \`${plain(folderOf(first))}/\``,
          values: { folder: folderOf(first) },
          evidence: benches.slice(0, 2).map((path) => ({ path, line: null })),
          certainty: 'shown',
        }),
      ];
}
