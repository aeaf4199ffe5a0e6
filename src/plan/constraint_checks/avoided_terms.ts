import type { Position, Problem } from '../../diagnostics/index.ts';
import { type ConstraintMention, findMention, isMentioned } from '../constraints/index.ts';
import type { Phase } from '../plan.ts';

/** The places where phases name a term to be avoided. */
export type AvoidedPlace = Position & ConstraintMention & { readonly term: string };

/**
 * The first place of a phase that names each of the terms: in its words, its files, its gates, and who carries it out. One that is sure
 * comes before those that only may be. Where a gate says in words that the term is gone, its command looks for it.
 */
export function avoidedPlaces(phase: Phase, avoid: readonly string[]): AvoidedPlace[] {
  const { title, goal, steps, gates, files, executor, fallback, plugin, line, column } = phase;
  const located = [goal, ...steps, executor, fallback, plugin].flatMap((each) =>
    each === undefined ? [] : [{ text: each.value, line: each.line, column: each.column }],
  );
  const parts: Part[] = [
    { text: title, line, column },
    ...located,
    ...gates.map((gate) => ({
      text: gate.text,
      line: gate.line,
      column: gate.column,
      command: gate.command?.value,
    })),
    ...(files?.entries ?? []).map((entry) => ({ text: entry.path, line: entry.line, column: entry.column })),
  ];
  return avoid.flatMap((term) => {
    const places = parts.flatMap((part) => {
      const naming = namedByPart(part, term);
      return naming === undefined ? [] : [{ term, ...naming, line: part.line, column: part.column }];
    });
    const first = places.find(({ isSure }) => isSure) ?? places[0];
    return first === undefined ? [] : [first];
  });
}

type Part = Pick<AvoidedPlace, 'line' | 'column'> & {
  readonly text: string;
  /** The command of a gate. */
  readonly command?: string | undefined;
};

function namedByPart({ text, command }: Part, term: string): ConstraintMention | undefined {
  if (command === undefined) return findMention(text, term);
  const said = text.replace(command, '');
  const inWords = findMention(said, term);
  // Its words name the term, and only to say that it is not there.
  if (inWords === undefined && isMentioned(said, term)) return undefined;
  const inCommand = findMention(command, term);
  return [inWords, inCommand].find((each) => each?.isSure) ?? inWords ?? inCommand;
}

/** The problem for such a place: an error, or a warning where the name may be there only to deny it. */
export function avoidedProblem(
  phase: string,
  { term, found, isSure, line, column }: AvoidedPlace,
): Problem<'constraint-avoid'> {
  if (isSure)
    return {
      severity: 'error',
      code: 'constraint-avoid',
      message: `${phase} names "${term}", which a constraint says to avoid: ${found}`,
      ...{ line, column },
      hint: 'Achieve it in another way.',
    };
  return {
    severity: 'warning',
    code: 'constraint-avoid',
    message: `${phase} may use "${term}", which a constraint says to avoid: ${found}`,
    ...{ line, column },
    hint: 'If it is only mentioned to say that it is not used, there is nothing to do; otherwise achieve it in another way.',
  };
}
