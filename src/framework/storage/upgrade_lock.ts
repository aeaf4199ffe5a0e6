import { sha256 } from '../../platform/index.ts';

/** The version of lock files that this program writes. */
export const LOCK_VERSION = 2;

type Fields = Readonly<Record<string, unknown>>;

/** A lock file's data in the present form, or the form that a later version of this program gave it. */
export type UpgradedLock =
  | { readonly kind: 'present'; readonly data: unknown }
  | { readonly kind: 'newer'; readonly version: number };

/**
 * A lock file's data as the present version has it. What is wrong with data of an older version is still wrong after it:
 * the validator finds it there.
 */
export function upgradeLock(data: unknown): UpgradedLock {
  const found = versionOf(data);
  if (found === undefined) return { kind: 'present', data };
  if (found > LOCK_VERSION) return { kind: 'newer', version: found };
  let fields = data as Fields;
  for (let version = found; version < LOCK_VERSION; version++) fields = UPGRADES[version]?.(fields) ?? fields;
  return { kind: 'present', data: fields };
}

/** What makes a lock of each version into one of the next. */
const UPGRADES: Readonly<Record<number, (lock: Fields) => Fields>> = {
  // Version 2 has a hash for each text, says whose the templates are, and remembers the files that a merge left with
  // conflicts.
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

/** Nobody wrote down whose a template was, so nothing is said of it when it is another now. */
function withOrigin(template: unknown): unknown {
  return typeof template === 'object' && template !== null ? { ...template, origin: null } : template;
}
