import type { JsonSource } from './json.ts';

/** The folder in which Composer puts the programs of a project's packages. */
export function composerBinaries(manifest: JsonSource): string {
  const set = manifest.text('config', 'bin-dir')?.value;
  return set !== undefined && /^\w[\w./-]*$/u.test(set) ? set.replace(/\/+$/u, '') : 'vendor/bin';
}
