import type { Executor } from '../../executors/executor.ts';
import type { AttemptRecord, PhaseRecord } from '../../store/batch_state.ts';

/**
 * The beginning of an attempt: in the session of an earlier one or, with the reason if the person wished otherwise, in a new one.
 */
export type Beginning =
  | {
      readonly kind: 'resumes';
      readonly attempt: number;
      readonly session: string;
      readonly hasMoved: boolean;
    }
  | { readonly kind: 'anew'; readonly why?: string };

/**
 * Decides from the earlier attempts of its phase whether an attempt continues in its agent's own session.
 *
 * @param base - the commit the attempt begins at
 */
export function beginningOf(
  { attempts }: Pick<PhaseRecord, 'attempts'>,
  executor: Pick<Executor, 'name' | 'argv' | 'resume'>,
  { base, isWished }: { readonly base: string; readonly isWished: boolean },
): Beginning {
  const last = attempts.at(-1);
  if (!isWished || last === undefined) return { kind: 'anew' };
  const session = last.ended?.agent?.session ?? '';
  const why = whyNot(last, executor, session);
  if (why !== undefined) return { kind: 'anew', why };
  return { kind: 'resumes', attempt: last.number, session, hasMoved: last.base !== base };
}

function whyNot(
  last: AttemptRecord,
  { name, argv, resume }: Pick<Executor, 'name' | 'argv' | 'resume'>,
  session: string,
): string | undefined {
  if (resume === undefined) return `${name} cannot resume a session, as far as known`;
  if (last.executor !== name || JSON.stringify(last.argv) !== JSON.stringify(argv))
    return `attempt ${last.number} belonged to another agent or another command`;
  // The agent supplied it, and it becomes an argument.
  if (!SESSION.test(session)) return `attempt ${last.number} reported no session that could be resumed`;
  if (last.failed !== undefined && TAINTED.has(last.failed.reason))
    return `attempt ${last.number} was not accepted for what it did beside its work`;
  // The next attempt would find its files in place of its own.
  return last.pinned === undefined ? `what attempt ${last.number} left could not be saved` : undefined;
}

const SESSION = /^[A-Za-z0-9][\w-]{3,98}$/u;
const TAINTED: ReadonlySet<string> = new Set(['tampering', 'not-held']);

/**
 * Returns the number in the name of an attempt's worktree: that of the attempt that began its session. Agents find a session
 * again only in the folder where it began.
 */
export function placeNumber({ attempts }: Pick<PhaseRecord, 'attempts'>, number: number): number {
  let place = number;
  for (let resumed = attempts[place - 1]?.resumes?.attempt; resumed !== undefined && resumed < place; ) {
    place = resumed;
    resumed = attempts[place - 1]?.resumes?.attempt;
  }
  return place;
}

/** Removes from a prompt the text that {@link resumedPrompt} puts before it. */
export function withoutResumption(prompt: string): string {
  return prompt.replace(/^Your earlier attempt at this task was not accepted, [^\n]*\n\n/u, '');
}

/** Puts a note before the prompt of an agent that continues its session: it remembers files that are no longer there. */
export function resumedPrompt(
  prompt: string,
  { base, hasMoved }: { readonly base: string; readonly hasMoved: boolean },
): string {
  const moved = hasMoved
    ? ` That is another commit than the one your earlier attempt began at: read again what you rely on.`
    : '';
  return `Your earlier attempt at this task was not accepted, and nothing of it is in the working directory: the files are again those of commit ${base.slice(0, 12)}.${moved} The whole task follows once more, and behind it why the attempt was not accepted.\n\n${prompt}`;
}
