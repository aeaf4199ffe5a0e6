import type { Position, Problem } from '../../diagnostics/index.ts';
import { nearest, printableLine } from '../../lib/index.ts';
import { hoursOf } from './merge_constraints.ts';
import {
  CONSTRAINT_KEYS,
  type ConstraintKey,
  type ConstraintProblemCode,
  type GivenConstraint,
} from './plan_constraints.ts';
import { partsOf } from './split_terms.ts';

/** A text without its constraints, and the constraints. */
export type ReadConstraints = {
  readonly text: string;
  readonly given: readonly GivenConstraint[];
  /** A value that makes no sense is an error; brackets that may be meant as something else, a warning. */
  readonly problems: readonly Problem<ConstraintProblemCode>[];
};

/**
 * Takes the constraints out of a requirement: `[avoid: oauth]`, `[max-time: 2h]`. Code, in fences and between back ticks, is left
 * alone, and so are links. A constraint with an unknown key stays in the text, and is reported.
 *
 * @param file - the name of the text in problems
 */
export function readConstraints(text: string, file?: string): ReadConstraints {
  const given: GivenConstraint[] = [];
  const problems: Problem<ConstraintProblemCode>[] = [];
  let fence: string | undefined;
  const lines = text.split('\n').flatMap((line, index) => {
    const mark = /^\s*(`{3,}|~{3,})/u.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      return [line];
    }
    if (mark !== undefined && !line.trim().slice(mark.length).includes('`')) {
      fence = mark;
      return [line];
    }
    let taken = false;
    const read = new Set<number>();
    const left = line.replace(
      BRACKET,
      (whole, code: string | undefined, name = '', value = '', offset: number) => {
        if (code !== undefined) return whole;
        const at = { line: index + 1, column: offset + 1, ...(file === undefined ? {} : { file }) };
        read.add(offset);
        const one = readOne(name, value, at);
        if ('code' in one) problems.push(one);
        if ('key' in one) given.push(one);
        if (!('key' in one) && one.severity === 'warning') return whole;
        taken = true;
        return '';
      },
    );
    for (const { written, key, column } of nearForms(line).filter((each) => !read.has(each.column)))
      problems.push({
        severity: 'warning',
        code: 'constraint-form',
        message: `${printableLine(written)} looks like a constraint but is not one; it was left in the requirement.`,
        ...{ line: index + 1, column: column + 1, ...(file === undefined ? {} : { file }) },
        hint: `A constraint needs a colon, a value and a closing bracket on the same line, as in ${EXAMPLES[key]}.`,
      });
    if (!taken) return [left];
    const rest = left
      .replace(/[ \t]{2,}/gu, ' ')
      .replace(/ (?=[.,;:!?](?:\s|$))/gu, '')
      .trimEnd();
    // A constraint alone on a line, or in an item, leaves no line behind.
    return /^[\s.,;:*+-]*$/u.test(rest) ? [] : [rest];
  });
  return { text: lines.join('\n'), given, problems };
}

/** A code span, which is left alone; or a bracket with a word and a colon that does not continue as a link. */
const BRACKET = /(`+)[^`]*\1|\[([A-Za-z][A-Za-z _-]{0,30}):\s*([^[\]]*)\](?!\()/gu;

/**
 * Finds text left in a line that was probably meant as a constraint: by the sign after the key, or a key that is no word of
 * prose.
 */
function nearForms(
  line: string,
): { readonly written: string; readonly key: ConstraintKey; readonly column: number }[] {
  return [...line.matchAll(NEAR)].flatMap(({ 0: written, 1: code, 2: name = '', 3: value = '', index }) => {
    const key = keyOf(name.replace(/^max(?=time)/iu, '$&-'));
    if (code !== undefined || key === undefined) return [];
    const isWhole = written.endsWith(']');
    const isMeant =
      /^\s*[:=：]/u.test(value) ||
      key === 'max-time' ||
      // `[note this]` and `[quality assurance]` are ordinary text.
      (isWhole && (key === 'avoid' || key === 'prefer') && /^\s+\S/u.test(value));
    return isMeant ? [{ written, key, column: index }] : [];
  });
}

/** A code span, which is left alone; or a bracket with a key at its beginning that is no link. */
const NEAR =
  /(`+)[^`]*\1|\[[ \t]*(max[ \t_-]?time|prefer|avoid|quality|domain|note)(?![\w-])([^[\]]*)(?:\](?![([:])|$|(?=\[))/giu;

/** A constraint that was given by a flag. */
export function readFlag(
  key: ConstraintKey,
  value: string,
): GivenConstraint | Problem<ConstraintProblemCode> {
  return readOne(key, value, undefined);
}

function readOne(
  name: string,
  value: string,
  at: (Position & { readonly file?: string }) | undefined,
): GivenConstraint | Problem<ConstraintProblemCode> {
  const key = keyOf(name);
  const text = printableLine(value).trim();
  const where = at ?? {};
  const shown = at === undefined ? `--constraint '${name}: …'` : `[${printableLine(name)}: …]`;
  if (key === undefined) {
    const meant = nearest(name, CONSTRAINT_KEYS);
    return {
      severity: 'warning',
      code: 'constraint-unknown',
      message: `${shown} is not a known constraint and was left in the requirement.`,
      ...where,
      hint:
        meant === undefined
          ? `The constraints are: ${CONSTRAINT_KEYS.join(', ')}.`
          : `Did you mean ${meant}?`,
    };
  }
  const isList = key === 'prefer' || key === 'avoid';
  if (text === '' || (isList && partsOf(text).length === 0))
    return {
      severity: 'error',
      code: 'constraint-empty',
      message: `${shown} has no value.`,
      ...where,
      hint: `Example: ${EXAMPLES[key]}.`,
    };
  if (key === 'max-time' && hoursOf(text) === undefined)
    return {
      severity: 'error',
      code: 'constraint-time',
      message: `${shown} takes a duration, and "${text}" is not one.`,
      ...where,
      hint: `Example: ${EXAMPLES[key]}; a day has 8 hours of work.`,
    };
  return { key, value: text };
}

/** `max time`, `Max-Time` and `max_time` are one. */
function keyOf(name: string): ConstraintKey | undefined {
  const folded = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/gu, '-');
  return CONSTRAINT_KEYS.find((key) => key === folded);
}

const EXAMPLES: Readonly<Record<ConstraintKey, string>> = {
  prefer: '[prefer: the standard library]',
  avoid: '[avoid: oauth]',
  'max-time': '[max-time: 2h] or [max-time: 3 days]',
  quality: '[quality: prototype]',
  domain: '[domain: payments]',
  note: '[note: the API is frozen]',
};
