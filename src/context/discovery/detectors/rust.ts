import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { folderOf, inFolder, plain } from '../plain.ts';
import { libraryFact } from '../reading/library.ts';
import type { Sources } from '../sources.ts';

/** Rust: workspaces, crates and what they need. */
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
  if (name !== undefined)
    facts.push(
      makeFact({
        kind: 'layout',
        about: `crate:${folder}`,
        statement:
          folder === '.'
            ? `The crate at the root is \`${plain(name.value, 60)}\``
            : `\`${folder}\` is the crate \`${plain(name.value, 60)}\``,
        values: { name: name.value, ...inPlace },
        evidence: [{ path, line: name.line }],
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
  const listed = file.texts('workspace', 'members').map(({ value }) => value);
  if (members !== undefined && listed.some((each) => each !== '.'))
    facts.push(
      makeFact({
        kind: 'layout',
        about: `cargo-workspace:${folder}`,
        statement: `A Cargo workspace${place} of ${listed
          .slice(0, 20)
          .map((each) => `\`${plain(each, 50)}\``)
          .join(', ')}${listed.length > 20 ? ` and ${listed.length - 20} more` : ''}`,
        values: { members: listed.join(', '), ...inPlace },
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
          isForDevelopment: field[0] === 'dev-dependencies',
          lock,
          ...(typeof lockedAs === 'string' ? { lockedAs } : {}),
        }),
      );
    }
  return facts;
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

/** The programs that a crate names in tables of their own. */
function binsIn(sources: Sources, path: string): { readonly name: string; readonly line: number }[] {
  let isBin = false;
  return (sources.read(path)?.lines ?? []).flatMap((line, place) => {
    if (/^\s*\[/u.test(line)) isBin = /^\s*\[\[bin\]\]/u.test(line);
    const name = isBin ? /^\s*name\s*=\s*"([^"]+)"/u.exec(line)?.[1] : undefined;
    return name === undefined ? [] : [{ name, line: place + 1 }];
  });
}
