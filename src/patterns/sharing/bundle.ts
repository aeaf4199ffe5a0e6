import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { isRecord } from '../../lib/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { PatternFile } from '../generated/pattern.ts';
import type { Pattern, PatternLayer, PatternProblemCode } from '../library/pattern.ts';
import { canonical, readPattern } from '../library/read_pattern.ts';
import { patternFile, printPattern } from './print_pattern.ts';

/** Problems of a file in which patterns are handed on. */
export type BundleProblemCode = PatternProblemCode | 'bundle-unreadable' | 'bundle-changed';

const SCHEMA = 'orchestrator.pattern-bundle/1';

/** The text of a file in which a pattern is handed on: its contents and their hash, and nothing about its use. */
export function printBundle(pattern: PatternFile): { readonly text: string; readonly hash: string } {
  const own = patternFile(pattern);
  const hash = sha256(canonical(own));
  return { text: `${JSON.stringify({ schema: SCHEMA, sha256: hash, pattern: own }, null, 2)}\n`, hash };
}

/** A pattern that was handed on, with the text of the file that it becomes here. */
export type UnpackedPattern = { readonly pattern: Pattern; readonly text: string; readonly hash: string };

/** Reads a file in which a pattern was handed on. It has to give the hash of its contents; nothing in it is run. */
export function readBundle(
  source: string,
  { file, layer }: { readonly file: string; readonly layer: PatternLayer },
): Result<UnpackedPattern, BundleProblemCode> {
  const wrong = (code: BundleProblemCode, message: string, hint: string) =>
    failure<BundleProblemCode>('problems', { severity: 'error', code, message, file, hint });
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return wrong(
      'bundle-unreadable',
      'This is not a file with a shared pattern.',
      'Create one with orchestrator patterns export ID',
    );
  }
  const { schema, sha256: said, pattern } = isRecord(value) ? value : {};
  if (schema !== SCHEMA || typeof said !== 'string' || !isRecord(pattern))
    return wrong(
      'bundle-unreadable',
      `It does not have the form of ${SCHEMA}.`,
      'Create one with orchestrator patterns export ID',
    );
  const hash = sha256(canonical(pattern));
  if (hash !== said)
    return wrong(
      'bundle-changed',
      'Its content does not match its hash: it was changed, or damaged on the way.',
      'Ask for it to be sent again.',
    );
  const text = printPattern(pattern);
  const read = readPattern(text, { layer, file });
  // The lines are those of a generated file that the user has not seen.
  if (!read.ok) return failure(read.cause, ...read.problems.map(withoutPlace));
  return success({ pattern: read.value.pattern, text, hash });
}

function withoutPlace({
  line: _,
  column: __,
  ...problem
}: Problem<PatternProblemCode>): Problem<BundleProblemCode> {
  return problem;
}
