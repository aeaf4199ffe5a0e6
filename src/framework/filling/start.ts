import { INTERACTIONS, type StartInput, startLine } from '../composition/index.ts';
import type { Replacement } from './boundaries.ts';
import type { Survey } from './survey.ts';

/**
 * Renews the start line so that it names the inputs filled now. The interaction it was written for is not recorded: it is the one
 * whose line is found. A start line that was edited by hand or comes from a user's template stays unchanged.
 *
 * @param isIn - whether an input is in the prompt that is sent
 * @param isGiven - whether a value is given for it now
 */
export function renewStartLine(
  { slots, files }: Survey,
  isIn: (name: string) => boolean,
  isGiven: (name: string) => boolean,
): Replacement[] {
  const written = slots.map(({ input, state }): StartInput => ({ ...input, filled: state === 'answered' }));
  const now = written
    .filter(({ name }) => isIn(name))
    .map((input) => ({ ...input, filled: input.filled || isGiven(input.name) }));
  const file = files.length - 1;
  const text = files[file]?.text ?? '';
  const end = text.trimEnd().length;
  const start = text.lastIndexOf('\n', end - 1) + 1;
  const interaction = [...INTERACTIONS, undefined].find(
    (known) => startLine(known, written) === text.slice(start, end),
  );
  const line = startLine(interaction, now);
  const isOurs = startLine(interaction, written) === text.slice(start, end);
  return isOurs && line !== text.slice(start, end) ? [{ file, start, end, text: line }] : [];
}
