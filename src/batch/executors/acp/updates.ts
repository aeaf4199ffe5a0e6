import { type Json, objectOf, objectsOf, textOf } from '../agents/json_line.ts';
import { type AcpLine, cutText } from './lines.ts';

/** Turns an agent's updates into log lines. */
export type Updates = {
  /** Takes the `update` of one notification. */
  readonly take: (update: Json) => void;
  /** Emits the text that was held back. */
  readonly flush: () => void;
  /** Everything known about a tool call from its updates so far: later ones override earlier ones. */
  readonly toolCall: (update: Json) => Json;
  /** The cost in US dollars so far, where the agent reports it. */
  readonly costUsd: () => number | undefined;
};

/**
 * Limits on the tool calls that are kept: their number, and their total length as JSON in UTF-16 code units; the oldest is
 * dropped first. Some ids are thousands of letters long, since a gateway keeps a model's thoughts in them.
 */
const MAX_CALLS = 500;
const LONGEST_CALLS = 32 * 1024 * 1024;
/** The fields kept of a tool call. */
const CALL_FIELDS = ['title', 'kind', 'content', 'locations', 'rawInput'] as const;
/** The longest name of a kind of update; a longer one is ignored. */
const LONGEST_KIND = 1_000;
/** The most unknown kinds of update, each reported once. */
const MAX_UNKNOWN = 20;
/** Text without a line end is emitted once there is this much of it, in UTF-16 code units. */
const MAX_HELD = 2_000;

/** @param emit - receives each line once; text that arrives in pieces is passed on by lines */
export function createUpdates(emit: (line: AcpLine) => void): Updates {
  const calls = new Map<string, ReadonlyMap<string, Kept>>();
  let length = 0;
  const unknown = new Set<string>();
  let held = '';
  let heldAs: 'says' | 'thinks' = 'says';
  let cost: number | undefined;

  const flush = (): void => {
    if (held.trim() !== '') emit({ acp: heldAs, text: cutText(held.trim()) });
    held = '';
  };
  const chunk = (as: 'says' | 'thinks', text: string): void => {
    if (as !== heldAs) flush();
    heldAs = as;
    held += text;
    const end = held.length > MAX_HELD ? held.length : held.lastIndexOf('\n') + 1;
    if (end === 0) return;
    const rest = held.slice(end);
    held = held.slice(0, end);
    flush();
    held = rest;
  };
  const forget = (id: string): void => {
    const call = calls.get(id);
    if (call === undefined) return;
    length -= id.length + lengthOf(call);
    calls.delete(id);
  };
  const toolCall = (update: Json): Json => {
    const id = textOf(update.toolCallId);
    const known = new Map([...(calls.get(id) ?? []), ...keptOf(update)]);
    forget(id);
    calls.set(id, known);
    length += id.length + lengthOf(known);
    for (const oldest of calls.keys()) {
      if (calls.size <= MAX_CALLS && length <= LONGEST_CALLS) break;
      forget(oldest);
    }
    return Object.fromEntries([...known].map(([field, { value }]) => [field, value]));
  };
  const tool = (update: Json): void => {
    flush();
    const id = textOf(update.toolCallId);
    const isNew = !calls.has(id);
    const call = toolCall(update);
    const title = cutText(textOf(call.title) || textOf(call.kind), 300);
    if (isNew) {
      const paths = objectsOf(call.locations)
        .map(({ path }) => cutText(textOf(path), 300))
        .slice(0, 5);
      emit({ acp: 'tool', id: cutText(id, 100), kind: textOf(call.kind).slice(0, 40), title, paths });
    }
    const { status } = update;
    if (status !== 'completed' && status !== 'failed') return;
    const text = cutText(contentText(update));
    emit({ acp: 'tool-ended', id: cutText(id, 100), title, isError: status === 'failed', text });
  };
  return {
    flush,
    toolCall,
    costUsd: () => cost,
    take(update) {
      const kind = kindOf(update);
      switch (kind) {
        case 'agent_message_chunk':
          return chunk('says', contentOf(update.content));
        case 'agent_thought_chunk':
          return chunk('thinks', contentOf(update.content));
        case 'tool_call':
        case 'tool_call_update':
          return tool(update);
        case 'plan': {
          flush();
          const entries = objectsOf(update.entries);
          const done = entries.filter(({ status }) => status === 'completed').length;
          const now = entries.find(({ status }) => status !== 'completed');
          return emit({ acp: 'plan', done, all: entries.length, now: cutText(textOf(now?.content), 300) });
        }
        case 'usage_update': {
          const { amount, currency } = objectOf(update.cost) ?? {};
          if (currency === 'USD' && typeof amount === 'number' && amount >= 0) cost = amount;
          return;
        }
        case 'user_message_chunk':
        case 'available_commands_update':
        case 'config_option_update':
        case 'session_info_update':
          return;
        case 'current_mode_update':
          flush();
          return emit({
            acp: 'note',
            text: `it works in mode ${cutText(textOf(update.currentModeId), 100)} now`,
          });
        default:
          if (unknown.has(kind) || unknown.size >= MAX_UNKNOWN) return;
          unknown.add(kind);
          flush();
          emit({
            acp: 'note',
            text: `it tells what this program does not know: ${cutText(kind, 100) || 'an update of no kind'}`,
          });
      }
    },
  };
}

/** A field of a tool call, with its length as JSON. */
type Kept = { readonly value: unknown; readonly length: number };

function keptOf(update: Json): (readonly [string, Kept])[] {
  return CALL_FIELDS.flatMap((field) => {
    const value = update[field];
    return value === null || value === undefined
      ? []
      : [[field, { value, length: JSON.stringify(value).length }] as const];
  });
}

function lengthOf(call: ReadonlyMap<string, Kept>): number {
  return [...call.values()].reduce((sum, kept) => sum + kept.length, 0);
}

function kindOf({ sessionUpdate }: Json): string {
  const kind = textOf(sessionUpdate);
  return kind.length <= LONGEST_KIND ? kind : '';
}

function contentOf(content: unknown): string {
  const block = objectOf(content);
  return block?.type === 'text' ? textOf(block.text) : '';
}

/** The texts of a tool call's results; for a changed file, its path. */
function contentText(update: Json): string {
  return objectsOf(update.content)
    .map((each) => (each.type === 'diff' ? `changed ${textOf(each.path)}` : contentOf(each.content)))
    .filter((text) => text !== '')
    .join('\n');
}
