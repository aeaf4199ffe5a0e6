import { isAlias, LineCounter, parseDocument, visit } from 'yaml';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { hasControlCharacters, hiddenText } from '../../lib/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { PatternFile } from '../generated/pattern.ts';
import { validatePatternFile } from '../generated/validators.js';
import { lintPattern } from './lint_pattern.ts';
import type { Pattern, PatternLayer, PatternProblemCode, PlaceOf } from './pattern.ts';

/** A pattern larger than this is refused before it is parsed, in characters. */
export const LARGEST_PATTERN = 128 * 1024;
const MAX_TOLD = 20;

/** A pattern without errors, with its warnings. */
export type ReadPattern = {
  readonly pattern: Pattern;
  readonly warnings: readonly Problem<PatternProblemCode>[];
};

/**
 * Reads the text of a pattern. All faults are reported at once, with their places.
 *
 * @param from.file - the name that problems carry
 * @param from.stem - the name of the file without its ending, which has to be the pattern's id
 */
export function readPattern(
  source: string,
  from: { readonly layer: PatternLayer; readonly file: string; readonly stem?: string },
): Result<ReadPattern, PatternProblemCode> {
  const { layer, file, stem } = from;
  const wrong = (
    line: number,
    column: number,
    message: string,
    hint = HINT,
  ): Problem<PatternProblemCode> => ({
    severity: 'error',
    code: 'pattern-unreadable',
    message,
    ...{ file, line, column, hint },
  });
  if (source.length > LARGEST_PATTERN)
    return failure('problems', wrong(1, 1, `The pattern has more than ${LARGEST_PATTERN} characters.`));
  const unseen = hiddenText(source).map(({ line, what }) => ({ line, what }));
  const control = source.split('\n').flatMap((line, index) => {
    const isTold = unseen.some((other) => other.line === index + 1);
    const isBad = !isTold && hasControlCharacters(line.replace(/\r$/u, ''));
    return isBad ? [{ line: index + 1, what: 'a control character' }] : [];
  });
  const hidden = [...unseen, ...control];
  if (hidden.length > 0)
    return failure(
      'problems',
      ...hidden
        .slice(0, MAX_TOLD)
        .map(({ line, what }) => wrong(line, 1, `The pattern contains invisible text: ${what}.`, UNSEEN)),
    );
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = document.errors.map(({ message, pos }) => {
    const { line, column } = at(pos[0]);
    return wrong(line, column, `This is not valid YAML: ${message.replace(/\.$/u, '')}.`);
  });
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && node.anchor === undefined && node.tag === undefined) return;
      const { line, column } = at(node.range?.[0] ?? 0);
      faults.push(wrong(line, column, 'Anchors, aliases and tags are not allowed in a pattern.'));
    },
  });
  if (faults.length > 0) return failure('problems', ...faults.slice(0, MAX_TOLD));
  const placeOf: PlaceOf = (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
      if (node?.range !== undefined) return at(node.range[0]);
    }
    return { line: 1, column: 1 };
  };
  const value: unknown = document.toJS() ?? {};
  if (!validatePatternFile(value)) {
    const said = (validatePatternFile.errors ?? []).map((error) => {
      const path = error.instancePath
        .split('/')
        .filter(Boolean)
        .map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
      const { line, column } = placeOf(path);
      return wrong(line, column, `${nameOfPlace(path)} ${inWords(error)}.`);
    });
    return failure('problems', ...sortProblems(said).slice(0, MAX_TOLD));
  }
  const said = value as PatternFile;
  const problems = sortProblems(lintPattern(said, { file, placeOf, stem }));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return failure('problems', ...problems);
  return success({ pattern: { ...said, layer, file, version: versionOf(said) }, warnings: problems });
}

/** A hash of a pattern's contents: comments, order of keys and layout do not change it. */
export function versionOf(pattern: PatternFile): string {
  return sha256(canonical(pattern)).slice(0, 12);
}

/** JSON with sorted keys: the same value gives the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function nameOfPlace(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'The pattern';
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part + 1}]` : index === 0 ? part : `.${part}`))
    .join('');
}

function inWords({
  keyword,
  message,
  params,
}: {
  keyword: string;
  message?: string | undefined;
  params: object;
}): string {
  if (keyword === 'additionalProperties' && 'additionalProperty' in params)
    return `has no field "${String(params.additionalProperty)}"`;
  if (keyword === 'required' && 'missingProperty' in params)
    return `lacks "${String(params.missingProperty)}"`;
  if (keyword === 'enum' && 'allowedValues' in params)
    return `must be one of ${(params.allowedValues as readonly unknown[]).map(String).join(', ')}`;
  if (keyword === 'pattern') return 'takes lower-case letters and digits, joined by dashes';
  if (keyword === 'const' && 'allowedValue' in params) return `must be ${String(params.allowedValue)}`;
  return (message ?? 'is wrong').replaceAll('"', "'");
}

const HINT = 'docs/patterns.md says what is allowed there.';
const UNSEEN = 'Remove it, or use only visible characters.';
