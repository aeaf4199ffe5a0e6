import type { CallForm, Entry } from './entries.ts';
import type { Budgets } from './transcript.ts';

/** The state of a loop between two turns. */
export type LoopState = {
  readonly entries: readonly Entry[];
  readonly form: CallForm;
  readonly turn: number;
  readonly tokens: number;
  readonly output: number;
  /** The model's window as far as it is known by now, in tokens. */
  readonly window: number;
  /** The calls and results of each turn, to detect circles. */
  readonly marks: readonly string[];
  /** Number of consecutive turns in which every call failed, and of consecutive answers that were cut short. */
  readonly failing: number;
  readonly cut: number;
  /** Number of consecutive requests that the endpoint found too large. */
  readonly tooLarge: number;
  readonly hasChanged: boolean;
  readonly isNudged: boolean;
};

/** The state before the first turn. */
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

/** The reason why no other turn may begin; `undefined` where one may. */
export function spent(state: LoopState, budgets: Budgets, seconds: number): string | undefined {
  const { turns, tokens, output } = budgets;
  if (state.turn >= turns) return `its budget of ${turns} turns is used up`;
  if (state.tokens >= tokens) return `its budget of ${tokens} tokens is used up`;
  if (state.output >= output) return `its budget of ${output} tokens of output is used up`;
  if (seconds >= budgets.seconds) return `its budget of ${budgets.seconds} seconds is used up`;
  return undefined;
}

/** The number of consecutive turns with only errors that ends a loop. */
export const MAX_FAILING = 10;
/** The number of consecutive answers cut short, or requests too large, that ends a loop. */
export const MAX_CUT = 3;
export const MAX_TOO_LARGE = 5;
