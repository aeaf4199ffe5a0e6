import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  CONSTRAINT_KEYS,
  type ConstraintProblemCode,
  type GivenConstraint,
  gatherConstraints,
  listConstraints,
  MOST_CONSTRAINTS,
  namedIn,
  type PlanConstraints,
  readConstraints,
  readFlag,
} from '../../plan/index.ts';

/** What is wanted: the text without constraints, and these. */
export type Wanted = {
  readonly text: string;
  readonly constraints: PlanConstraints;
  /** Worth a word, and no error. */
  readonly problems: readonly Problem[];
};

/**
 * Takes a requirement and its constraints apart, those of its text and those of flags.
 *
 * @param given.constraint - as they were typed: `avoid: oauth`
 */
export function readWanted(
  requirement: string,
  {
    file,
    constraint = [],
  }: { readonly file?: string | undefined; readonly constraint?: readonly string[] | undefined },
): Result<Wanted, ConstraintProblemCode> {
  const read = readConstraints(requirement, file === '-' ? undefined : file);
  const flags = constraint.map(readTyped);
  const problems = [...read.problems, ...flags.flatMap((flag) => ('code' in flag ? [flag] : []))];
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return failure('usage', ...errors);
  const all: readonly GivenConstraint[] = [
    ...read.given,
    ...flags.flatMap((flag) => ('key' in flag ? [flag] : [])),
  ];
  const constraints = gatherConstraints(all);
  const count = listConstraints(constraints).length;
  if (count > MOST_CONSTRAINTS) return failure('usage', tooMany(count, file));
  const against = contradictions(constraints, file);
  const torn = against.filter(({ severity }) => severity === 'error');
  if (torn.length > 0) return failure('usage', ...torn);
  return success({ text: read.text, constraints, problems: [...problems, ...against] });
}

/**
 * What is both preferred and to be avoided: no plan could do both. Where a wish only names what is to be avoided, it may be meant as
 * something else ("react native" beside "react", "sessions over jwt"), and that is a warning.
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
          hint: 'Leave one of the two out.',
        },
      ];
    return avoid
      .filter((bar) => namedIn(wish, bar) !== undefined)
      .map((bar) => ({
        severity: 'warning',
        code: 'constraint-contradicts',
        message: `"${wish}" is preferred and names "${bar}", which is to be avoided: a plan that says so in these words is sent back.`,
        ...where,
        hint: 'If that is not meant, leave one of the two out or say it in other words.',
      }));
  });
}

/** Names that {@link namedIn} takes for one: case, what joins their words, and an `s` behind them do not matter. */
function foldedName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_./-]+/gu, '')
    .replace(/(?<=\p{L}{3})s$/u, '');
}

/** That a requirement, or a plan, has more constraints than can be looked after. */
export function tooMany(
  count: number,
  file: string | undefined,
  what = 'requirement',
): Problem<ConstraintProblemCode> {
  return {
    severity: 'error',
    code: 'too-many-constraints',
    message: `A ${what} may have ${MOST_CONSTRAINTS} constraints; this one has ${count}.`,
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
    hint: `As in --constraint 'avoid: oauth'; there are: ${CONSTRAINT_KEYS.join(', ')}.`,
  };
}
