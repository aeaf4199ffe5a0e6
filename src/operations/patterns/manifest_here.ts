import { join } from 'node:path';
import { entryKind } from '../../platform/index.ts';

/** A file that declares dependencies, and files that pin them, each with a command that fails where the two differ and changes neither. */
type Manifest = { readonly manifest: string; readonly locks?: Readonly<Record<string, string>> };

const MANIFESTS: readonly Manifest[] = [
  { manifest: 'package.json', locks: { 'package-lock.json': 'npm ci --dry-run --ignore-scripts' } },
  {
    manifest: 'pyproject.toml',
    locks: { 'uv.lock': 'uv lock --check', 'poetry.lock': 'poetry check --lock' },
  },
  { manifest: 'Cargo.toml', locks: { 'Cargo.lock': 'cargo update --workspace --locked' } },
  { manifest: 'go.mod', locks: { 'go.sum': 'go mod tidy -diff' } },
  { manifest: 'composer.json' },
  { manifest: 'Gemfile' },
  { manifest: 'requirements.txt' },
  { manifest: 'pom.xml' },
  { manifest: 'build.gradle.kts' },
  { manifest: 'build.gradle' },
  { manifest: 'mix.exs' },
  { manifest: 'pubspec.yaml' },
  { manifest: 'Package.swift' },
  { manifest: 'deno.json' },
];

/** The first file of a project's root that declares dependencies, and the command that holds its lock file against it. */
export function manifestHere(root: string): {
  readonly manifest?: string;
  readonly 'lock-check'?: string;
} {
  const isThere = (name: string) => entryKind(join(root, name)) === 'file';
  const found = MANIFESTS.find(({ manifest }) => isThere(manifest));
  if (found === undefined) return {};
  const command = Object.entries(found.locks ?? {}).find(([lock]) => isThere(lock))?.[1];
  return { manifest: found.manifest, ...(command === undefined ? {} : { 'lock-check': command }) };
}
