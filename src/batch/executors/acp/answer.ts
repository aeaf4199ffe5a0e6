import type { Clock } from '../../../platform/index.ts';
import type { AskedPerson, PermissionWish } from '../../types.ts';
import { type Json, textOf } from '../agents/json_line.ts';
import type { AcpLine } from './lines.ts';
import { type Decision, optionFor } from './permission.ts';
import type { Wish } from './wish.ts';

/** Decides what an agent asks to be allowed. */
export type Permit = {
  /** By rule. */
  readonly decide: (wish: Wish) => Decision;
  /** Who is asked about what the rule denies; without one, nobody is. */
  readonly person?: AskedPerson | undefined;
};

/** Answers one request for a permission: always, in time, and once. The answer and its reason are told. */
export async function answerTo(
  wish: Wish,
  offered: readonly Json[],
  {
    permit,
    tell,
    live,
    ended,
    clock,
  }: {
    readonly permit: Permit;
    readonly tell: (line: AcpLine) => void;
    /** Called again and again while a person is asked: that is no idleness of the agent's. */
    readonly live: () => void;
    readonly ended: AbortSignal;
    readonly clock: Clock;
  },
): Promise<{ readonly isAllowed: boolean; readonly option: string | undefined }> {
  const options = offered.map(({ optionId, kind }) => ({ optionId: textOf(optionId), kind: textOf(kind) }));
  const ruled = permit.decide(wish);
  let { isAllowed, why } = ruled;
  let by: 'policy' | 'person' = 'policy';
  const { person } = permit;
  if (!isAllowed && person !== undefined && optionFor(options, true) !== undefined) {
    const beating = setInterval(live, BEAT_MS);
    const said = await askInTime(person, { what: wish.what, why }, { ended, clock });
    clearInterval(beating);
    if (typeof said === 'string') why = `${why}; ${said}`;
    else [isAllowed, by] = [said, 'person'];
  }
  const option = optionFor(options, isAllowed);
  if (isAllowed && option === undefined) {
    isAllowed = false;
    why = 'it offers no yes that holds for this once only';
  }
  tell({ acp: 'permission', what: wish.what, isAllowed, why, by });
  return { isAllowed, option: isAllowed ? option : optionFor(options, false) };
}

const BEAT_MS = 1_000;

/** What a person says, or why nobody has said anything. */
async function askInTime(
  { ask, withinMs }: AskedPerson,
  wish: PermissionWish,
  { ended, clock }: { readonly ended: AbortSignal; readonly clock: Clock },
): Promise<boolean | string> {
  const settled = new AbortController();
  const late = new AbortController();
  const over = clock.wait(withinMs, AbortSignal.any([settled.signal, ended])).then(() => {
    late.abort();
    return undefined;
  });
  try {
    const said = await Promise.race([ask(wish, AbortSignal.any([ended, late.signal])), over]);
    if (said !== undefined) return said;
    return late.signal.aborted && !ended.aborted
      ? `nobody answered within ${withinMs / 1_000} s`
      : 'nobody answered';
  } finally {
    settled.abort();
  }
}
