import { isRecord } from '../lib/index.ts';
import type { ToolCall } from './port.ts';
import type { Redactor } from './redact.ts';

/** A piece of a tool call, as it comes in a chunk; a complete call in a complete message. */
export type CallFragment = {
  /** The call of the answer that it belongs to; `null` if the endpoint does not say. */
  readonly index: number | null;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
};

/** The pieces of calls in a chunk's or message's content. Malformed pieces become malformed calls. */
export function callFragments(content: Readonly<Record<string, unknown>>): CallFragment[] {
  const { tool_calls: list, function_call: single } = content;
  if (Array.isArray(list)) return list.map((value: unknown) => fragmentOf(value));
  return isRecord(single) ? [fragmentOf({ index: 0, function: single })] : [];
}

function fragmentOf(value: unknown): CallFragment {
  const call = isRecord(value) ? value : {};
  const asked = isRecord(call.function) ? call.function : {};
  const given = asked.arguments ?? '';
  return {
    index: typeof call.index === 'number' && Number.isSafeInteger(call.index) ? call.index : null,
    id: typeof call.id === 'string' ? call.id : '',
    name: typeof asked.name === 'string' ? asked.name : '',
    // Some servers send the value itself instead of its JSON text.
    arguments: typeof given === 'string' ? given : JSON.stringify(given),
  };
}

/** Joins the pieces of calls. */
export type CallPieces = {
  readonly add: (fragments: readonly CallFragment[]) => void;
  /** The calls so far, each with an id; the key is removed from their text. */
  readonly calls: () => readonly ToolCall[];
  /** Number of calls beyond {@link MAX_CALLS}; nothing else is known about them. */
  readonly leftOut: () => number;
};

/** A call whose pieces are arriving; those of a dropped call are not kept. */
type Growing = { readonly index: number | null; id: string; name: string; readonly pieces: string[] | null };

/** The most calls accepted in one answer; further ones are dropped. */
const MAX_CALLS = 128;

/** Starts without calls. */
export function callPieces(redactor: Redactor): CallPieces {
  const kept: Growing[] = [];
  const byId = new Map<string, Growing>();
  /** The latest call for each index. */
  const byIndex = new Map<number, Growing>();
  let last: Growing | undefined;
  let leftOut = 0;

  /** The call that a piece belongs to. A new id starts a new call: some servers give all of them the first index. */
  const placeOf = ({ index, id }: Pick<CallFragment, 'index' | 'id'>): Growing | undefined => {
    const counted = index === null ? undefined : byIndex.get(index);
    if (id !== '') return byId.get(id) ?? (counted?.id === '' ? counted : undefined);
    return index === null ? last : counted;
  };
  const begin = ({ index, name }: CallFragment): Growing => {
    const call: Growing = { index, id: '', name, pieces: kept.length < MAX_CALLS ? [] : null };
    if (call.pieces === null) leftOut += 1;
    else kept.push(call);
    if (index !== null) byIndex.set(index, call);
    last = call;
    return call;
  };
  return {
    add(fragments) {
      for (const fragment of fragments) {
        const call = placeOf(fragment) ?? begin(fragment);
        if (fragment.id !== '') {
          call.id ||= fragment.id;
          byId.set(fragment.id, call);
        }
        // Some servers repeat the name in each piece; none splits it.
        call.name ||= fragment.name;
        call.pieces?.push(fragment.arguments);
      }
    },
    calls: () =>
      kept.map(({ id, name, pieces }, at) => ({
        id: id || `call_${at + 1}`,
        name,
        arguments: withoutKey(redactor, (pieces ?? []).join('')),
      })),
    leftOut: () => leftOut,
  };
}

function withoutKey(redactor: Redactor, text: string): string {
  const stream = redactor.stream();
  return stream.push(text) + stream.end();
}
