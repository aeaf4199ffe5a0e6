import type { CallForm } from './entries.ts';

/** An event in an attempt of the loop, one JSON object a line: the whole transcript, the only record kept. */
export type TranscriptLine =
  | {
      readonly type: 'start';
      readonly model: string;
      readonly endpoint: string;
      readonly budgets: Budgets;
      readonly commands: readonly string[];
      readonly files: readonly string[];
    }
  | { readonly type: 'said'; readonly by: 'system' | 'prompt' | 'note'; readonly text: string }
  | { readonly type: 'form'; readonly form: CallForm; readonly why: string }
  | {
      readonly type: 'answer';
      readonly turn: number;
      readonly text: string;
      readonly calls: readonly { readonly name: string; readonly arguments: string }[];
      /** `isCounted`: by the endpoint; else estimated here. */
      readonly usage: { readonly input: number; readonly output: number; readonly isCounted: boolean };
    }
  /** An answer that failed, and its cost. */
  | {
      readonly type: 'lost';
      readonly why: string;
      readonly usage: { readonly input: number; readonly output: number; readonly isCounted: boolean };
    }
  | {
      readonly type: 'result';
      readonly turn: number;
      readonly about: string;
      readonly isError: boolean;
      readonly text: string;
    }
  | {
      readonly type: 'dropped';
      readonly results: number;
      readonly turns: number;
      readonly tokens: number;
      readonly window: number;
    }
  /** A request is under way from here to the next line. */
  | { readonly type: 'asks'; readonly try: number }
  | { readonly type: 'waits'; readonly why: string; readonly seconds: number }
  | ({ readonly type: 'end' } & LoopEnd);

/** The end of an attempt of the loop. */
export type LoopEnd =
  | { readonly how: 'done'; readonly text: string }
  | {
      readonly how: 'failed' | 'refused' | 'unauthenticated' | 'stopped';
      readonly why: string;
    }
  | { readonly how: 'limited'; readonly why: string; readonly until: number | null };

/** The limits on what an attempt may use. */
export type Budgets = {
  readonly turns: number;
  /** For all requests and answers together. */
  readonly tokens: number;
  /** For all answers together. */
  readonly output: number;
  readonly seconds: number;
  /** The model's window, in tokens. */
  readonly window: number;
};

/** The defaults. */
export const BUDGETS: Budgets = {
  turns: 80,
  tokens: 2_000_000,
  output: 200_000,
  seconds: 2_700,
  window: 32_000,
};
