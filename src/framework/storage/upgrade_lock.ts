import { sha256 } from '../../platform/index.ts';

/** The version of lock files that this program writes. */
export const LOCK_VERSION = 2;

type Fields = Readonly<Record<string, unknown>>;

/** A lock file's data in the current form, or its version number if a later version of this program wrote it. */
export type UpgradedLock =
  | { readonly kind: 'present'; readonly data: unknown }
  | { readonly kind: 'newer'; readonly version: number };

/** Upgrades a lock file's data to the current version. Faults in older data remain: the validator finds them there. */
export function upgradeLock(data: unknown): UpgradedLock {
  const found = versionOf(data);
  if (found === undefined) return { kind: 'present', data };
  if (found > LOCK_VERSION) return { kind: 'newer', version: found };
  let fields = data as Fields;
  for (let version = found; version < LOCK_VERSION; version++) fields = UPGRADES[version]?.(fields) ?? fields;
  return { kind: 'present', data: fields };
}

/** The upgrade from each version to the next. */
const UPGRADES: Readonly<Record<number, (lock: Fields) => Fields>> = {
  // Version 2 adds a hash for each text, the owner of each template, and the files that a merge left with conflicts.
  1: (lock) => ({
    ...lock,
    schema: SCHEMA + 2,
    files: Array.isArray(lock.files) ? lock.files.map(withHash) : lock.files,
    templates: Array.isArray(lock.templates) ? lock.templates.map(withOrigin) : lock.templates,
    unresolved: [],
  }),
};

const SCHEMA = 'orchestrator.framework-lock/';

function versionOf(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null || !('schema' in data)) return undefined;
  const [, digits] = /^orchestrator\.framework-lock\/(\d{1,9})$/u.exec(String(data.schema)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function withHash(file: unknown): unknown {
  if (typeof file !== 'object' || file === null || !('text' in file)) return file;
  return typeof file.text === 'string' ? { ...file, sha256: sha256(file.text) } : file;
}

/** The owner of a template was not recorded, so a changed template goes unreported. */
function withOrigin(template: unknown): unknown {
  return typeof template === 'object' && template !== null ? { ...template, origin: null } : template;
}
