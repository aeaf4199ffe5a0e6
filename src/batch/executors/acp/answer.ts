import type { Clock } from '../../../platform/index.ts';
import { type Json, textOf } from '../agents/json_line.ts';
import type { AskedPerson, PermissionWish } from '../executor.ts';
import type { AcpLine } from './lines.ts';
import { type Decision, optionFor } from './permission.ts';
import type { Wish } from './wish.ts';

/** Decides on an agent's permission requests. */
export type Permit = {
  /** Decides by rule. */
  readonly decide: (wish: Wish) => Decision;
  /** The person asked about what the rule denies; without one, nobody is. */
  readonly person?: AskedPerson | undefined;
};

/** Answers one permission request: always, in time, and once. Reports the answer and its reason. */
export async function answerTo(
  wish: Wish,
  offered: readonly Json[],
  {
    permit,
    emit,
    live,
    ended,
    clock,
  }: {
    readonly permit: Permit;
    readonly emit: (line: AcpLine) => void;
    /** Called repeatedly while a person is asked: the agent is not idle then. */
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
    why = 'it offers no permission for a single use';
  }
  emit({ acp: 'permission', what: wish.what, isAllowed, why, by });
  return { isAllowed, option: isAllowed ? option : optionFor(options, false) };
}

const BEAT_MS = 1_000;

/** The person's answer, or why there is none. */
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
