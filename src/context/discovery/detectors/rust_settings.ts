import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, plain } from '../plain_text.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Settings at the root of a Rust project: its cargo aliases, enabled features, formatting, and lints. */
export const rustSettings: Detector = {
  name: 'rust-settings',
  detect: (sources) => [
    ...aliasFacts(sources),
    ...featureFacts(sources),
    ...formatFacts(sources),
    ...lintFacts(sources),
    ...unpublishedFacts(sources),
    ...profileFacts(sources),
  ],
};

function aliasFacts(sources: Sources): Fact[] {
  const path = ['.cargo/config.toml', '.cargo/config'].find((each) => sources.has(each));
  if (path === undefined) return [];
  return (sources.toml(path)?.entries('alias') ?? []).slice(0, 10).flatMap(({ key, value, line }) => {
    const words = Array.isArray(value) ? value.map(String).join(' ') : value;
    if (typeof words !== 'string' || !/^[\w-]+$/u.test(key)) return [];
    return [
      commandFact({
        role: 'task',
        run: `cargo ${key}`,
        folder: '.',
        evidence: [{ path, line }],
        does: plain(`cargo ${words}`, 70),
      }),
    ];
  });
}

function featureFacts(sources: Sources): Fact[] {
  const paths = sources
    .named('Cargo.toml')
    .filter((path) => depthOf(path) <= 1 && !/^examples?\//u.test(path));
  return paths.slice(0, 20).flatMap((path) => {
    const file = sources.toml(path);
    const folder = folderOf(path);
    const line = file?.at('features', 'default')?.line;
    const listed = file?.texts('features', 'default').map(({ value }) => value) ?? [];
    if (line === undefined || listed.length === 0) return [];
    const place = folder === '.' ? '' : ` in \`${plain(folder, 60)}\``;
    return [
      makeFact({
        kind: 'convention',
        about: `cargo-features:${folder}`,
        statement: `Features that are on by default${place}: ${listed
          .slice(0, 12)
          .map((each) => `\`${plain(each, 40)}\``)
          .join(', ')}`,
        values: { features: listed.join(', '), ...(folder === '.' ? {} : { folder }) },
        evidence: [{ path, line }],
      }),
    ];
  });
}

function formatFacts(sources: Sources): Fact[] {
  const path = ['rustfmt.toml', '.rustfmt.toml'].find((each) => sources.has(each));
  if (path === undefined) return [];
  return (sources.toml(path)?.entries() ?? []).slice(0, 8).flatMap(({ key, value, line }) =>
    typeof value === 'object'
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `rustfmt:${key}`,
            statement: `rustfmt sets \`${plain(key, 40)}\` to ${plain(String(value), 30)}`,
            values: { setting: key, value: String(value) },
            evidence: [{ path, line }],
          }),
        ],
  );
}

const MINOR = inFolders(['thirdParty', 'fixtures', 'tests', 'examples', 'templates']);

/** The crates of a workspace that are not published. */
function unpublishedFacts(sources: Sources): Fact[] {
  const crates = sources
    .named('Cargo.toml')
    .filter((path) => depthOf(path) >= 1 && depthOf(path) <= 2 && !MINOR.test(path))
    .slice(0, 40)
    .flatMap((path) => {
      const file = sources.toml(path);
      const at = file?.at('package', 'publish');
      const name = file?.text('package', 'name');
      return at?.value === false && name !== undefined ? [{ path, line: at.line, name: name.value }] : [];
    });
  const [first] = crates;
  return first === undefined || !sources.has('Cargo.toml')
    ? []
    : [
        makeFact({
          kind: 'layout',
          about: 'crates-not-published',
          statement: `Crates that are not published: ${listed(crates.map(({ name }) => name))}`,
          values: { crates: crates.map(({ name }) => name).join(', ') },
          evidence: crates.slice(0, 12).map(({ path, line }) => ({ path, line })),
        }),
      ];
}

/** The lints that have their own level; the level of a whole group says less. */
function lintFacts(sources: Sources): Fact[] {
  const path = 'Cargo.toml';
  const file = sources.has(path) ? sources.toml(path) : undefined;
  if (file === undefined) return [];
  return ['rust', 'clippy', 'rustdoc'].flatMap((tool) =>
    [['workspace', 'lints', tool] as const, ['lints', tool] as const].flatMap((way) =>
      file
        .entries(...way)
        .slice(0, 8)
        .flatMap(({ key, value, line }): Fact[] => {
          const level =
            typeof value === 'object' && value !== null
              ? Object.getOwnPropertyDescriptor(value, 'level')?.value
              : value;
          if (level !== 'warn' && level !== 'deny' && level !== 'forbid') return [];
          return [
            makeFact({
              kind: 'convention',
              about: `lint:${tool}:${key}`,
              statement: `The lint \`${tool === 'rust' ? '' : `${tool}::`}${plain(key, 50)}\` has the level ${level}`,
              values: { lint: key, level },
              evidence: [{ path, line }],
            }),
          ];
        }),
    ),
  );
}

/** Profiles beside those that every project has. */
function profileFacts(sources: Sources): Fact[] {
  const path = 'Cargo.toml';
  const own = (sources.has(path) ? (sources.toml(path)?.entries('profile') ?? []) : []).filter(
    ({ key }) => !/^(?:dev|release|test|bench|doc)$/u.test(key),
  );
  const [first] = own;
  return first === undefined
    ? []
    : [
        makeFact({
          kind: 'convention',
          about: 'cargo-profiles',
          statement: `Cargo has the profiles ${listed(own.map(({ key }) => key))} too (\`--profile NAME\`)`,
          values: { profiles: own.map(({ key }) => key).join(', ') },
          evidence: [{ path, line: first.line }],
        }),
      ];
}
