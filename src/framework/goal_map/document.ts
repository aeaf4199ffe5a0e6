import type { Position, Problem, Result } from '../../diagnostics/index.ts';
import { success } from '../../diagnostics/index.ts';
import { type JsonFault, type JsonNode, readJsonText } from '../../lib/index.ts';
import type { GoalMapProblemCode } from './goal_map.ts';

export { nodeAt, plainValue, propertiesOf } from '../../lib/index.ts';

/** A parsed goal map that keeps positions, order and duplicate keys. */
export type JsonDocument = {
  readonly file: string;
  readonly root: JsonNode;
  /** The position of an offset. */
  readonly positionAt: (offset: number) => Position;
};

/**
 * Parses a JSON text. Every syntax error is reported, with its position.
 *
 * @param file - the name that problems carry
 */
export function readJsonDocument(text: string, file: string): Result<JsonDocument, GoalMapProblemCode> {
  const read = readJsonText(text);
  if ('root' in read) return success({ file, ...read });
  return { ok: false, cause: 'problems', problems: read.map((fault) => problemOf(fault, file)) };
}

function problemOf(
  { kind, message, near, line, column }: JsonFault,
  file: string,
): Problem<GoalMapProblemCode> {
  const said = near === null ? message : `${message.slice(0, -1)}, near ${JSON.stringify(near)}.`;
  const problem = { severity: 'error', code: `goal-map-${kind}`, message: said, file, line, column } as const;
  if (kind !== 'empty') return problem;
  return { ...problem, hint: 'Run `orchestrator init` in an empty folder to see a complete one.' };
}
