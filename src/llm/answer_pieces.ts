import type { Attempt } from './attempt.ts';
import { type StreamEvent, streamEvents } from './event_stream.ts';

/** A part of a body that stands for itself. */
export type Piece =
  | { readonly kind: 'json'; readonly value: unknown; readonly part: 'delta' | 'message' }
  /** An event that says itself that it is an error. */
  | { readonly kind: 'error'; readonly value: unknown }
  /** Something that was to be JSON and is not. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'web-page' }
  /** The stream says that it is at its end. */
  | { readonly kind: 'done' };

/** Takes a body apart by how it begins: a stream of events, or one JSON value. */
export async function* piecesOf(
  start: string,
  chunks: AsyncIterable<string>,
  attempt: Attempt,
): AsyncGenerator<Piece> {
  if (start === '<') yield { kind: 'web-page' };
  else if (start === '{' || start === '[') yield* wholeBody(chunks, attempt);
  else for await (const event of streamEvents(chunks)) yield* piecesIn(event);
}

async function* wholeBody(chunks: AsyncIterable<string>, attempt: Attempt): AsyncGenerator<Piece> {
  const texts: string[] = [];
  for await (const chunk of chunks) texts.push(chunk);
  // Half of it is no JSON either, but why there is only half is known better.
  if (attempt.failure()) return;
  const text = texts.join('');
  const value = parse(text);
  yield value === NOT_JSON ? { kind: 'words', text } : { kind: 'json', value, part: 'message' };
}

/** What an event says: nothing, where it only shows that the connection lives. */
function* piecesIn({ name, data, isOpen }: StreamEvent): Generator<Piece> {
  if (isHeartbeat(name, data.trim())) return;
  if (data.startsWith('[DONE]')) return yield { kind: 'done' };
  const value = parse(data);
  if (value !== NOT_JSON) {
    yield name === 'error' ? { kind: 'error', value } : { kind: 'json', value, part: 'delta' };
    return;
  }
  // Some servers end their events with one line end, not with a blank line.
  const lines = data.split('\n');
  if (lines.length > 1) {
    for (const [at, line] of lines.entries())
      yield* piecesIn({ name, data: line, isOpen: isOpen && at === lines.length - 1 });
    return;
  }
  // What the stream ends in the middle of is cut, and no nonsense of the endpoint's.
  if (!(isOpen && /^[[{]/u.test(data))) yield { kind: 'words', text: data };
}

/** Whether an event is there only to keep the connection open. No chunk is a number, or nothing. */
function isHeartbeat(name: string, data: string): boolean {
  const isNamed = /^(?:ping|keep-?_?alive|heart-?_?beat)$/iu.test(name);
  return isNamed || data === '' || data.startsWith(':') || HEARTBEAT.test(data);
}

const HEARTBEAT = /^["[]?(?:ping|pong|keep[-_ ]?alive|heart[-_ ]?beat|null|\d{1,20}(?:\.\d{1,9})?)["\]]?$/iu;

const NOT_JSON = Symbol('not JSON');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}
