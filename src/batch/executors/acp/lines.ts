import type { Fault, Usage } from '../agents/index.ts';

/** An event in a conversation over the Agent Client Protocol, one JSON object a line, as an attempt's log holds it. */
export type AcpLine =
  | {
      readonly acp: 'start';
      /** The agent's name for itself, with its version. */
      readonly agent: string;
      readonly session: string;
      /** The mode it works in; `null` where it has none. */
      readonly mode: string | null;
    }
  | { readonly acp: 'says' | 'thinks'; readonly text: string }
  | {
      readonly acp: 'tool';
      readonly id: string;
      readonly kind: string;
      readonly title: string;
      readonly paths: readonly string[];
    }
  | {
      readonly acp: 'tool-ended';
      readonly id: string;
      readonly title: string;
      readonly isError: boolean;
      readonly text: string;
    }
  | { readonly acp: 'plan'; readonly done: number; readonly all: number; readonly now: string }
  | {
      readonly acp: 'permission';
      readonly what: string;
      readonly isAllowed: boolean;
      readonly why: string;
      readonly by: 'policy' | 'person';
    }
  /** It asked for something it was not offered. */
  | { readonly acp: 'denied'; readonly what: string }
  | { readonly acp: 'note'; readonly text: string }
  /** It printed a line outside the protocol. */
  | { readonly acp: 'stray'; readonly text: string }
  | ({ readonly acp: 'usage' } & Usage)
  /** The cost of the session in US dollars, as the agent reports it. */
  | { readonly acp: 'cost'; readonly costUsd: number }
  | ({ readonly acp: 'end' } & AcpEnd);

/** The end of a conversation. */
export type AcpEnd =
  | { readonly how: 'done' }
  | { readonly how: 'failed' | 'refused' | 'stopped'; readonly why: string }
  | { readonly how: Fault; readonly why: string; readonly until?: number };

/** The longest text kept in a line, in UTF-16 code units. */
export const LONGEST_TEXT = 8_000;

/** A text for a line of the log: cut, and marked as cut, where it is too long. */
export function cutText(text: string, most = LONGEST_TEXT): string {
  return text.length <= most ? text : `${text.slice(0, most)} [… ${text.length - most} more characters]`;
}
