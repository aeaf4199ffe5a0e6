import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import type { SourceText } from '../sources.ts';
import type { LocatedValue } from './located_value.ts';
import { lockedVersion } from './lock_versions.ts';

/** A library that a manifest requires. */
export type AskedLibrary = {
  readonly name: string;
  /** As in the manifest; empty if absent. */
  readonly range: string;
  readonly path: string;
  readonly line: number;
  readonly folder: string;
  /** Whether it is only for working on the project. */
  readonly isForDevelopment?: boolean;
  /** The extra that requires it: only users of the extra install it. */
  readonly extra?: string | undefined;
  readonly lock?: SourceText | undefined;
  /** Its name in the lock file. */
  readonly lockedAs?: string;
  readonly locked?: LocatedValue<string> | undefined;
};

/** The fact that a library is used, with the version in the lock file, else with the manifest's range. */
export function libraryFact(asked: AskedLibrary): Fact {
  const { name, range, path, line, folder, isForDevelopment, extra, lock, lockedAs = name } = asked;
  const locked =
    asked.locked ?? (lock === undefined ? undefined : lockedVersion(lock, lockedAs, range, folder));
  const version = locked?.value ?? range;
  const forWhom = isForDevelopment
    ? ' (development)'
    : extra === undefined
      ? ''
      : ` (optional, with \`${plain(extra, 40)}\`)`;
  const place = folder === '.' ? '' : ` in \`${folder}\``;
  const how = locked === undefined && version !== '' ? `${version}` : version;
  return makeFact({
    kind: 'framework',
    about: `${folder}:${name}`,
    statement: `\`${plain(name, 80)}\`${how === '' ? '' : ` ${plain(how, 40)}`}${forWhom}${place}`,
    values: { name, ...(version === '' ? {} : { version }), ...(folder === '.' ? {} : { folder }) },
    evidence: [
      { path, line },
      ...(locked === undefined || lock === undefined ? [] : [{ path: lock.path, line: locked.line }]),
    ],
  });
}
