import type { CallForm, Entry } from './entries.ts';
import type { Budgets } from './transcript.ts';

/** Where a loop stands between two turns. */
export type LoopState = {
  readonly entries: readonly Entry[];
  readonly form: CallForm;
  readonly turn: number;
  readonly tokens: number;
  readonly output: number;
  /** The model's window as far as it is known by now, in tokens. */
  readonly window: number;
  /** What each turn did and heard, to know circles by. */
  readonly marks: readonly string[];
  /** Turns in a row in which every call failed, and answers in a row that were cut short. */
  readonly failing: number;
  readonly cut: number;
  /** Requests in a row that the endpoint found too large. */
  readonly tooLarge: number;
  readonly hasChanged: boolean;
  readonly isNudged: boolean;
};

/** Before the first turn. */
export function firstState(system: string, prompt: string, form: CallForm, { window }: Budgets): LoopState {
  return {
    entries: [
      { kind: 'system', text: system },
      { kind: 'prompt', text: prompt },
    ],
    form,
    turn: 0,
    tokens: 0,
    output: 0,
    window,
    marks: [],
    failing: 0,
    cut: 0,
    tooLarge: 0,
    hasChanged: false,
    isNudged: false,
  };
}

/** Why no other turn may begin; `undefined` where one may. */
export function spent(state: LoopState, budgets: Budgets, seconds: number): string | undefined {
  const { turns, tokens, output } = budgets;
  if (state.turn >= turns) return `its budget of ${turns} turns is used up`;
  if (state.tokens >= tokens) return `its budget of ${tokens} tokens is used up`;
  if (state.output >= output) return `its budget of ${output} tokens of output is used up`;
  if (seconds >= budgets.seconds) return `its budget of ${budgets.seconds} seconds is used up`;
  return undefined;
}

/** So many turns in a row with nothing but errors are enough. */
export const MOST_FAILING = 10;
/** So many answers in a row that are cut short, and requests that are too large. */
export const MOST_CUT = 3;
export const MOST_TOO_LARGE = 5;
