import { type Failure, failure, type Problem } from '../diagnostics/index.ts';
import { interrupted } from './interrupted.ts';
import type { Port } from './port.ts';

/** The reason why a change was not confirmed. */
export type NotConfirmedCode = 'not-confirmed' | 'declined' | 'interrupted';

/**
 * Asks a person to confirm a change before it is made.
 *
 * @param options.before - shows the subject of the question; called only if a person is asked
 * @param options.hint - the way to proceed if nobody can be asked; by default, with a dry run
 * @returns `undefined` if the change may be made; otherwise the reason why not
 */
export async function confirmChange<Event>(
  port: Pick<Port<Event>, 'canAsk' | 'confirm'>,
  message: string,
  { before, hint }: { readonly before?: () => void | Promise<void>; readonly hint?: string } = {},
): Promise<Failure<NotConfirmedCode> | undefined> {
  if (!(await port.canAsk()))
    return failure('usage', hint === undefined ? NOT_CONFIRMED : { ...NOT_CONFIRMED, hint });
  await before?.();
  const answer = await port.confirm({ message });
  if (answer.kind === 'closed') return interrupted('Stopped; nothing was changed.');
  return answer.kind === 'answer' && answer.value ? undefined : failure('declined', NOTHING_CHANGED);
}

const NOT_CONFIRMED: Problem<'not-confirmed'> = {
  severity: 'error',
  code: 'not-confirmed',
  message: 'This needs confirmation, and nobody can be asked here. Nothing was changed.',
  hint: 'Check it with --dry-run, then add --yes.',
};

const NOTHING_CHANGED: Problem<'declined'> = {
  severity: 'note',
  code: 'declined',
  message: 'Nothing was changed.',
};
