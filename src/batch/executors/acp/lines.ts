import type { Fault, Usage } from '../agents/index.ts';

/** What happens in a conversation over the Agent Client Protocol, one JSON object a line: what an attempt's log holds of it. */
export type AcpLine =
  | {
      readonly acp: 'start';
      /** As the agent calls itself, with its version. */
      readonly agent: string;
      readonly session: string;
      /** The mode that it works in; `null` where it has none. */
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
  /** It asked for something that it was not offered. */
  | { readonly acp: 'denied'; readonly what: string }
  | { readonly acp: 'note'; readonly text: string }
  /** It printed a line that is none of the protocol. */
  | { readonly acp: 'stray'; readonly text: string }
  | ({ readonly acp: 'usage' } & Usage)
  /** What the session has cost in US dollars, by the agent's own word. */
  | { readonly acp: 'cost'; readonly costUsd: number }
  | ({ readonly acp: 'end' } & AcpEnd);

/** How a conversation ended. */
export type AcpEnd =
  | { readonly how: 'done' }
  | { readonly how: 'failed' | 'refused' | 'stopped'; readonly why: string }
  | { readonly how: Fault; readonly why: string; readonly until?: number };

/** A text that is kept of a line, in UTF-16 code units. */
export const LONGEST_TEXT = 8_000;

/** A text as it stands in a line: cut where it is too long, and said so. */
export function cutText(text: string, most = LONGEST_TEXT): string {
  return text.length <= most ? text : `${text.slice(0, most)} [… ${text.length - most} more characters]`;
}
