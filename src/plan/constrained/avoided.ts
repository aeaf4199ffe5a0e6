import type { Position } from '../../diagnostics/index.ts';
import { namedIn } from '../constraints/index.ts';
import type { Phase } from '../types.ts';

/** Where a phase names what is to be avoided. */
export type AvoidedPlace = Position & {
  readonly term: string;
  /** The words around it. */
  readonly found: string;
};

/** The first place of a phase that names each of the terms: in its words, its files, its gates, and who carries it out. */
export function avoidedPlaces(phase: Phase, avoid: readonly string[]): AvoidedPlace[] {
  const { title, goal, steps, gates, files, executor, fallback, plugin, line, column } = phase;
  const located = [goal, ...steps, executor, fallback, plugin].flatMap((each) =>
    each === undefined ? [] : [{ text: each.value, line: each.line, column: each.column }],
  );
  const parts = [
    { text: title, line, column },
    ...located,
    ...gates.map((gate) => ({ text: gate.text, line: gate.line, column: gate.column })),
    ...(files?.entries ?? []).map((entry) => ({ text: entry.path, line: entry.line, column: entry.column })),
  ];
  return avoid.flatMap((term) => {
    for (const part of parts) {
      const found = namedIn(part.text, term);
      if (found !== undefined) return [{ term, found, line: part.line, column: part.column }];
    }
    return [];
  });
}
