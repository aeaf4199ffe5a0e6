import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, inFolder, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { listed } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** Rust: workspaces, crates and their dependencies. */
export const rust: Detector = {
  name: 'rust',
  detect(sources) {
    const manifests = sources
      .named('Cargo.toml')
      .filter((path) => !/(?:^|\/)(?:vendor|fixtures?|testdata|examples)\//u.test(path))
      .slice(0, 60);
    const root = sources.has('Cargo.toml');
    return [
      ...manifests.flatMap((path) => crateFacts(sources, path, root && path !== 'Cargo.toml')),
      ...toolchainFacts(sources),
      ...editionFacts(sources, root, manifests),
      ...apartFacts(sources, root),
    ];
  },
};

function crateFacts(sources: Sources, path: string, isMember: boolean): Fact[] {
  const file = sources.toml(path);
  if (file === undefined) return [];
  const folder = folderOf(path);
  const lock = sources.read(
    sources.has(inFolder(folder, 'Cargo.lock')) ? inFolder(folder, 'Cargo.lock') : 'Cargo.lock',
  );
  const facts: Fact[] = [];
  const inPlace = folder === '.' ? {} : { folder };
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const name = file.text('package', 'name');
  const version = file.text('package', 'version');
  if (name !== undefined)
    facts.push(
      makeFact({
        kind: 'layout',
        about: `crate:${folder}`,
        statement: `${
          folder === '.'
            ? `The crate at the root is \`${plain(name.value, 60)}\``
            : `\`${folder}\` is the crate \`${plain(name.value, 60)}\``
        }${version === undefined ? '' : `, version ${plain(version.value, 30)}`}`,
        values: {
          name: name.value,
          ...(version === undefined ? {} : { version: version.value }),
          ...inPlace,
        },
        evidence: [
          { path, line: name.line },
          ...(version === undefined ? [] : [{ path, line: version.line }]),
        ],
      }),
    );
  for (const key of ['edition', 'rust-version'] as const) {
    const found = file.text('package', key) ?? file.text('workspace', 'package', key);
    if (found !== undefined && !isMember)
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: `rust-${key}:${folder}`,
          statement:
            key === 'edition'
              ? `Rust edition ${plain(found.value, 10)}${place}`
              : `Needs Rust ${plain(found.value, 20)}${place}`,
          values: { name: key, version: found.value, ...inPlace },
          evidence: [{ path, line: found.line }],
        }),
      );
  }
  const members = file.at('workspace', 'members');
  const patterns = file.texts('workspace', 'members').map(({ value }) => value);
  if (members !== undefined && patterns.some((each) => each !== '.'))
    facts.push(
      makeFact({
        kind: 'layout',
        about: `cargo-workspace:${folder}`,
        statement: `A Cargo workspace${place} of ${listed(patterns, 50, 20)}`,
        values: { members: patterns.join(', '), ...inPlace },
        evidence: [{ path, line: members.line }],
      }),
    );
  for (const { name: bin, line } of binsIn(sources, path))
    facts.push(
      makeFact({
        kind: 'layout',
        about: `rust-bin:${folder}:${bin}`,
        statement: `\`${plain(bin, 40)}\` is a program${place}`,
        values: { bin, ...inPlace },
        evidence: [{ path, line }],
      }),
    );
  if (!isMember) {
    const isWorkspace = file.at('workspace') !== undefined;
    const evidence = [{ path, line: (file.at('workspace') ?? file.at('package'))?.line ?? 1 }];
    const all = isWorkspace ? ' --workspace' : '';
    facts.push(
      commandFact({ role: 'build', run: `cargo build${all}`, folder, evidence, certainty: 'inferred' }),
    );
    facts.push(
      commandFact({ role: 'test', run: `cargo test${all}`, folder, evidence, certainty: 'inferred' }),
    );
    for (const config of ['rustfmt.toml', '.rustfmt.toml'])
      if (sources.has(inFolder(folder, config)))
        facts.push(
          commandFact({
            role: 'format',
            run: 'cargo fmt',
            folder,
            evidence: [{ path: inFolder(folder, config), line: null }],
            certainty: 'inferred',
          }),
        );
    if (lock !== undefined)
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: `cargo:${folder}`,
          statement: `Packages are managed with Cargo, and \`Cargo.lock\` is kept${place}`,
          values: { manager: 'cargo', lock: 'Cargo.lock', ...inPlace },
          evidence: [{ path: lock.path, line: null }],
        }),
      );
  }
  for (const field of [
    ['dependencies'],
    ['dev-dependencies'],
    ['build-dependencies'],
    ['workspace', 'dependencies'],
    // Dependencies for some systems only.
    ...file.entries('target').flatMap(({ key }) => [
      ['target', key, 'dependencies'],
      ['target', key, 'dev-dependencies'],
    ]),
  ])
    for (const { key, value, line } of file.entries(...field).slice(0, isMember ? 30 : 100)) {
      const get = (wanted: string): unknown =>
        typeof value === 'object' && value !== null
          ? Object.getOwnPropertyDescriptor(value, wanted)?.value
          : undefined;
      if (get('workspace') === true || get('path') !== undefined) continue;
      const version = typeof value === 'string' ? value : get('version');
      const lockedAs = get('package');
      facts.push(
        libraryFact({
          name: key,
          range: typeof version === 'string' ? version : '',
          path,
          line,
          folder,
          isForDevelopment: field.at(-1) === 'dev-dependencies',
          lock,
          ...(typeof lockedAs === 'string' ? { lockedAs } : {}),
        }),
      );
    }
  return facts;
}

/** The edition of the members, unless the workspace sets it for all: that of most, with the first place that declares it. */
function editionFacts(sources: Sources, isWorkspace: boolean, manifests: readonly string[]): Fact[] {
  if (!isWorkspace || sources.toml('Cargo.toml')?.at('package', 'edition') !== undefined) return [];
  if (sources.toml('Cargo.toml')?.at('workspace', 'package', 'edition') !== undefined) return [];
  const editions = new Map<string, { readonly path: string; readonly line: number }[]>();
  for (const path of manifests) {
    const found = path === 'Cargo.toml' ? undefined : sources.toml(path)?.text('package', 'edition');
    if (found !== undefined)
      editions.set(found.value, [...(editions.get(found.value) ?? []), { path, line: found.line }]);
  }
  return [...editions].slice(0, 3).map(([edition, places]) =>
    makeFact({
      kind: 'package-manager',
      about: `rust-edition:members:${edition}`,
      statement: `Rust edition ${plain(edition, 10)} in ${places.length === 1 ? `\`${plain(folderOf(places[0]?.path ?? ''))}\`` : `${places.length} crates`}`,
      values: { name: 'edition', version: edition },
      evidence: places.slice(0, 2),
    }),
  );
}

/** A workspace below the root that is separate from the root's, such as that of the examples, and a toolchain of its own. */
function apartFacts(sources: Sources, hasRoot: boolean): Fact[] {
  const apart = sources
    .named('Cargo.toml')
    .filter((path) => hasRoot && path !== 'Cargo.toml' && depthOf(path) === 1);
  const workspaces = apart.slice(0, 20).flatMap((path) => {
    const at = sources.toml(path)?.at('workspace');
    return at === undefined
      ? []
      : [
          makeFact({
            kind: 'layout',
            about: `cargo-apart:${path}`,
            statement: `\`${plain(folderOf(path))}\` is a Cargo workspace of its own`,
            values: { folder: folderOf(path) },
            evidence: [{ path, line: at.line }],
          }),
        ];
  });
  const toolchains = sources
    .named('rust-toolchain')
    .filter((path) => depthOf(path) === 1)
    .slice(0, 5)
    .flatMap((path) =>
      matchesIn(sources.read(path), /^([\w.-]+)\s*$/u)
        .slice(0, 1)
        .map(({ groups: [channel = ''], line }) =>
          makeFact({
            kind: 'package-manager',
            about: `rust-toolchain:${path}`,
            statement: `The Rust toolchain ${channel} is pinned in \`${plain(folderOf(path))}\``,
            values: { name: 'rust-toolchain', version: channel, folder: folderOf(path) },
            evidence: [{ path, line }],
          }),
        ),
    );
  return [...workspaces, ...toolchains];
}

function toolchainFacts(sources: Sources): Fact[] {
  const path = 'rust-toolchain.toml';
  const channel = sources.has(path) ? sources.toml(path)?.text('toolchain', 'channel') : undefined;
  return channel === undefined
    ? []
    : [
        makeFact({
          kind: 'package-manager',
          about: 'rust-toolchain',
          statement: `The Rust toolchain is ${plain(channel.value, 30)}`,
          values: { name: 'rust-toolchain', version: channel.value },
          evidence: [{ path, line: channel.line }],
        }),
      ];
}

/** The programs that a crate declares in tables of their own. */
function binsIn(sources: Sources, path: string): { readonly name: string; readonly line: number }[] {
  let isBin = false;
  return (sources.read(path)?.lines ?? []).flatMap((line, place) => {
    if (/^\s*\[/u.test(line)) isBin = /^\s*\[\[bin\]\]/u.test(line);
    const name = isBin ? /^\s*name\s*=\s*"([^"]+)"/u.exec(line)?.[1] : undefined;
    return name === undefined ? [] : [{ name, line: place + 1 }];
  });
}
