import type { Attempt } from './attempt.ts';
import { type StreamEvent, streamEvents } from './event_stream.ts';

/** A part of a body that can be read by itself. */
export type Piece =
  | { readonly kind: 'json'; readonly value: unknown; readonly part: 'delta' | 'message' }
  /** An event that declares itself an error. */
  | { readonly kind: 'error'; readonly value: unknown }
  /** Text that should be JSON and is not. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'web-page' }
  /** The stream's own end marker. */
  | { readonly kind: 'done' };

/** Splits a body into pieces by its format: a stream of events, or one JSON value. */
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
  // A truncated body is not valid JSON either, but the attempt knows why it was truncated.
  if (attempt.failure()) return;
  const text = texts.join('');
  const value = parse(text);
  yield value === NOT_JSON ? { kind: 'words', text } : { kind: 'json', value, part: 'message' };
}

/** The pieces in an event; none if it only keeps the connection alive. */
function* piecesIn({ name, data, isOpen }: StreamEvent): Generator<Piece> {
  if (isHeartbeat(name, data.trim())) return;
  if (data.startsWith('[DONE]')) return yield { kind: 'done' };
  const value = parse(data);
  if (value !== NOT_JSON) {
    yield name === 'error' ? { kind: 'error', value } : { kind: 'json', value, part: 'delta' };
    return;
  }
  // Some servers end their events with a single line end instead of a blank line.
  const lines = data.split('\n');
  if (lines.length > 1) {
    for (const [at, line] of lines.entries())
      yield* piecesIn({ name, data: line, isOpen: isOpen && at === lines.length - 1 });
    return;
  }
  // An unfinished last event was cut off; it is not an invalid answer.
  if (!(isOpen && /^[[{]/u.test(data))) yield { kind: 'words', text: data };
}

/** Whether an event only keeps the connection open. No chunk is a number, or empty. */
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
