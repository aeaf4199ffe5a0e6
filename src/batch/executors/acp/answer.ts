import { type Json, textOf } from '../agents/json_line.ts';
import type { AcpLine } from './lines.ts';
import { type Decision, optionFor } from './permission.ts';
import type { Wish } from './wish.ts';

/** Decides what an agent asks to be allowed. */
export type Permit = {
  /** By rule. */
  readonly decide: (wish: Wish) => Decision;
  /**
   * Asks a person about what the rule denies; `undefined` where nobody answers in time. Without it, nobody is asked.
   *
   * @param ended - aborts when the answer is of no use any more
   */
  readonly askPerson?:
    | ((wish: Wish, why: string, ended: AbortSignal) => Promise<boolean | undefined>)
    | undefined;
};

/** Answers one request for a permission: always, and once. The answer and its reason are told. */
export async function answerTo(
  wish: Wish,
  offered: readonly Json[],
  {
    permit,
    tell,
    live,
    ended,
  }: {
    readonly permit: Permit;
    readonly tell: (line: AcpLine) => void;
    /** Called again and again while a person is asked: that is no idleness of the agent's. */
    readonly live: () => void;
    readonly ended: AbortSignal;
  },
): Promise<{ readonly isAllowed: boolean; readonly option: string | undefined }> {
  const options = offered.map(({ optionId, kind }) => ({ optionId: textOf(optionId), kind: textOf(kind) }));
  const ruled = permit.decide(wish);
  let { isAllowed, why } = ruled;
  let by: 'policy' | 'person' = 'policy';
  if (!isAllowed && permit.askPerson !== undefined && optionFor(options, true) !== undefined) {
    const beating = setInterval(live, BEAT_MS);
    try {
      const said = await permit.askPerson(wish, why, ended);
      if (said === undefined) why = `${why}; nobody answered`;
      else [isAllowed, by] = [said, 'person'];
    } finally {
      clearInterval(beating);
    }
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
