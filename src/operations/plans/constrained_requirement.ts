import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  CONSTRAINT_KEYS,
  type ConstraintProblemCode,
  contextOfMention,
  type GivenConstraint,
  hoursOf,
  listConstraints,
  MAX_CONSTRAINTS,
  mergeConstraints,
  type PlanConstraints,
  readConstraints,
  readFlag,
} from '../../plan/index.ts';

/** The requirement: the text without constraints, and the constraints. */
export type ConstrainedRequirement = {
  readonly text: string;
  readonly constraints: PlanConstraints;
  /** Warnings and notes, no errors. */
  readonly problems: readonly Problem[];
};

/**
 * Separates a requirement from its constraints, both those in its text and those given by flags.
 *
 * @param given.constraint - as typed: `avoid: oauth`
 */
export function readConstrainedRequirement(
  requirement: string,
  {
    file,
    constraint = [],
  }: { readonly file?: string | undefined; readonly constraint?: readonly string[] | undefined },
): Result<ConstrainedRequirement, ConstraintProblemCode> {
  const read = readConstraints(requirement, file === '-' ? undefined : file);
  const flags = constraint.map(readTyped);
  const problems = [...read.problems, ...flags.flatMap((flag) => ('code' in flag ? [flag] : []))];
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return failure('usage', ...errors);
  const all: readonly GivenConstraint[] = [
    ...read.given,
    ...flags.flatMap((flag) => ('key' in flag ? [flag] : [])),
  ];
  const constraints = mergeConstraints(all);
  const count = listConstraints(constraints).length;
  if (count > MAX_CONSTRAINTS) return failure('usage', tooMany(count, file));
  const against = contradictions(constraints, file);
  const torn = against.filter(({ severity }) => severity === 'error');
  if (torn.length > 0) return failure('usage', ...torn);
  return success({
    text: read.text,
    constraints,
    problems: [...problems, ...against, ...severalTimes(all, file)],
  });
}

/** Reports that a plan is given several times to finish in, of which one counts. */
function severalTimes(
  given: readonly GivenConstraint[],
  file: string | undefined,
): Problem<ConstraintProblemCode>[] {
  const spans = given.filter(({ key }) => key === 'max-time');
  const { maxTime } = mergeConstraints(spans);
  const longer = spans.filter(({ value }) => hoursOf(value) !== maxTime?.hours).map(({ value }) => value);
  if (maxTime === undefined || longer.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'constraint-twice',
      message: `max-time is given more than once: ${maxTime.text} counts, the shortest, and not ${[...new Set(longer)].join(', ')}.`,
      ...(file === undefined || file === '-' ? {} : { file }),
      hint: 'Leave out all but one.',
    },
  ];
}

/**
 * Reports names that are both preferred and to be avoided: no plan could do both. A preference that merely mentions a name to be
 * avoided may mean something else ("react native" beside "react", "sessions over jwt"), and gets a warning.
 */
export function contradictions(
  { prefer, avoid }: PlanConstraints,
  file: string | undefined,
): Problem<ConstraintProblemCode>[] {
  const where = file === undefined || file === '-' ? {} : { file };
  const barred = new Map(avoid.map((bar) => [foldedName(bar), bar]));
  return prefer.flatMap((wish): Problem<ConstraintProblemCode>[] => {
    const same = barred.get(foldedName(wish));
    if (same !== undefined)
      return [
        {
          severity: 'error',
          code: 'constraint-contradicts',
          message: `"${wish}" is preferred, and "${same}" is to be avoided: no plan can do both.`,
          ...where,
          hint: 'Remove one of the two.',
        },
      ];
    return avoid
      .filter((bar) => contextOfMention(wish, bar) !== undefined)
      .map((bar) => ({
        severity: 'warning',
        code: 'constraint-contradicts',
        message: `"${wish}" is preferred and names "${bar}", which is to be avoided: a plan that uses these words is rejected.`,
        ...where,
        hint: 'If that is not intended, remove one of the two or reword it.',
      }));
  });
}

/** Normalises a name for {@link contextOfMention}: case, the separators between its words, and a final `s` do not matter. */
function foldedName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_./-]+/gu, '')
    .replace(/(?<=\p{L}{3})s$/u, '');
}

/** Reports a requirement, or a plan, with too many constraints to check. */
export function tooMany(
  count: number,
  file: string | undefined,
  what = 'requirement',
): Problem<ConstraintProblemCode> {
  return {
    severity: 'error',
    code: 'too-many-constraints',
    message: `A ${what} may have ${MAX_CONSTRAINTS} constraints; this one has ${count}.`,
    ...(file === undefined || file === '-' ? {} : { file }),
    hint: `Say in one what several have in common, or split the ${what}.`,
  };
}

function readTyped(typed: string): GivenConstraint | Problem<ConstraintProblemCode | 'constraint-unknown'> {
  const [, name = '', value = ''] = /^\s*([A-Za-z][\w-]*)\s*[:=]\s*(.*)$/su.exec(typed) ?? [];
  const key = CONSTRAINT_KEYS.find((known) => known === name.toLowerCase());
  if (key !== undefined) return readFlag(key, value);
  return {
    severity: 'error',
    code: 'constraint-unknown',
    message: `--constraint "${printableLine(typed)}" is not a constraint.`,
    hint: `For example: --constraint 'avoid: oauth'. The kinds are: ${CONSTRAINT_KEYS.join(', ')}.`,
  };
}
