import { resolve } from 'node:path';
import { failure, type Problem, success } from '../../diagnostics/index.ts';
import { unifiedDiff } from '../../lib/index.ts';
import {
  findPattern,
  type OutcomeProblemCode,
  type PatternProblemCode,
  printBundle,
  qualifiedId,
  readBundle,
  readPattern,
} from '../../patterns/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  readStandardInput,
  readText,
} from '../../platform/index.ts';
import { createSecrets } from '../../tape/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { openPatterns } from './open_patterns.ts';
import { patternPlace, type WritableLayer, writePattern } from './pattern_place.ts';

/** Events of sharing patterns. */
export type SharePatternEvent =
  | { readonly kind: 'exported'; readonly text: string; readonly file: string | null; readonly hash: string }
  /** The change to be written, shown before the question. */
  | { readonly kind: 'to-import'; readonly diff: string }
  | { readonly kind: 'imported'; readonly pattern: string; readonly file: string; readonly isNew: boolean };

type ExportPatternCode =
  | OutcomeProblemCode
  | PatternProblemCode
  | 'cannot-write'
  | 'file-exists'
  | 'pattern-unknown'
  | 'private-in-pattern';

/** Writes a pattern into one file for others: its text and its hash. Its outcomes stay here. */
export async function exportPattern(
  context: OperationContext,
  { id, out = '-' }: { readonly id: string; readonly out?: string },
  port: Port<SharePatternEvent>,
): Promise<VerbResult<'orchestrator.patterns-export/1', ExportPatternCode>> {
  const open = openPatterns(context);
  const found = findPattern(open.patterns, id);
  if (!found.ok) return { ...found, problems: [...found.problems, ...open.problems] };
  const pattern = found.value;
  const { text, hash } = printBundle(pattern);
  const private_ = privateIn(text, context);
  if (private_ !== undefined) return failure('problems', { ...private_, file: pattern.file });
  const path = resolve(context.cwd, out);
  const file = out === '-' ? null : displayPath(context.cwd, path);
  if (file !== null) {
    try {
      if ((await createFile(path, text)) === 'exists')
        return failure('usage', {
          severity: 'error',
          code: 'file-exists',
          message: 'There is already a file of that name; it was left as it is.',
          file,
          hint: 'Name another one with --out.',
        });
    } catch (error) {
      return failure('environment', {
        severity: 'error',
        code: 'cannot-write',
        message: `It cannot be written: ${describeSystemError(error)}.`,
        file,
        hint: 'Make room or give permission there, or name another file with --out.',
      });
    }
  }
  await port.show({ kind: 'exported', text, file, hash });
  return success(
    makeDocument('orchestrator.patterns-export/1', {
      ...{
        ok: true,
        pattern: qualifiedId(pattern),
        version: pattern.version,
        sha256: hash,
        file,
        problems: [],
      },
    }),
  );
}

/** Content that must not be shared: keys, and the project's path on this machine. */
function privateIn(text: string, { cwd, env }: OperationContext): Problem<'private-in-pattern'> | undefined {
  const { HOME: home = '' } = env;
  const path = [cwd, home].find(
    (each) => each.length > 1 && text.includes(JSON.stringify(each).slice(1, -1)),
  );
  if (path === undefined && createSecrets().find(text) === undefined) return undefined;
  return {
    severity: 'error',
    code: 'private-in-pattern',
    message:
      path === undefined
        ? 'The pattern contains what looks like a key or a password; nothing was written.'
        : `The pattern names a folder of this machine, ${path}; nothing was written.`,
    hint: 'Turn it into an input.',
  };
}

/** The file to import, and its destination. */
export type ImportPatternRequest = {
  /** A file written by `patterns export`; `-` is standard input. */
  readonly file: string;
  readonly to?: WritableLayer;
  readonly yes?: boolean;
};

/** The largest file that is imported, in bytes. */
const LARGEST = 1024 * 1024;

type ImportPatternCode =
  | NotConfirmedCode
  | PatternProblemCode
  | 'bundle-changed'
  | 'bundle-unreadable'
  | 'cannot-write'
  | 'no-user-folder';

/** Imports a shared pattern. Nothing in it is run; an existing one with that id is replaced only with consent. */
export async function importPattern(
  context: OperationContext,
  { file, to = 'project', yes = false }: ImportPatternRequest,
  port: Port<SharePatternEvent>,
): Promise<VerbResult<'orchestrator.patterns-import/1', ImportPatternCode>> {
  const path = resolve(context.cwd, file);
  const shown = file === '-' ? '<stdin>' : displayPath(context.cwd, path);
  const read = file === '-' ? readStandardInput(LARGEST) : readText(path, LARGEST);
  if (read.kind !== 'text')
    return failure('usage', {
      severity: 'error',
      code: 'bundle-unreadable',
      message: read.kind === 'absent' ? 'There is no such file.' : 'It cannot be read as text.',
      file: shown,
      hint: 'Give a file written by orchestrator patterns export.',
    });
  const bundle = readBundle(read.text, { file: shown, layer: to });
  if (!bundle.ok) return bundle;
  const { pattern, text, hash } = bundle.value;
  const place = patternPlace(context, pattern.id, to);
  if (!place.ok) return place;
  const { before, shown: target } = place.value;
  const standing = before === undefined ? undefined : readPattern(before, { layer: to, file: target });
  const isKnown = standing?.ok === true && standing.value.pattern.version === pattern.version;
  if (!isKnown) {
    if (before !== undefined && !yes) {
      const refused = await confirmChange(port, `Replace ${target}?`, {
        before: () => port.show({ kind: 'to-import', diff: unifiedDiff(before, text, target) }),
        hint: `There is another pattern with that id, ${target}. Add --yes to replace it.`,
      });
      if (refused) return refused;
    }
    const written = await writePattern(place.value, text);
    if (!written.ok) return written;
  }
  const name = qualifiedId(pattern);
  await port.show({ kind: 'imported', pattern: name, file: target, isNew: !isKnown });
  return success(
    makeDocument('orchestrator.patterns-import/1', {
      ...{ ok: true, pattern: name, version: pattern.version, sha256: hash, file: target, isNew: !isKnown },
      problems: [],
    }),
  );
}
