import { estimateTokens } from '../../../lib/index.ts';
import type { Entry } from './entries.ts';

/** A conversation that fits the window, and what was dropped for that. */
export type Fitted =
  | {
      readonly ok: true;
      readonly entries: readonly Entry[];
      /** Number of results whose text was dropped now, and of whole turns. */
      readonly results: number;
      readonly turns: number;
      /** Estimated size afterwards. */
      readonly tokens: number;
    }
  | { readonly ok: false; readonly tokens: number };

/** The share that may be filled before the answer, and the share to shrink to, so that not every turn drops something. */
const FULL = 0.75;
const AIM = 0.5;
/** The last turns are the model's current work. */
const KEPT_TURNS = 2;

/**
 * Keeps a conversation within a model's window: drops the texts of old results first, oldest first, then whole old turns, and
 * finally the results of the last turns. The prompt and the last turns stay. A note replaces what is dropped.
 *
 * @param window - in tokens, including the answer
 */
export function fitWindow(entries: readonly Entry[], window: number): Fitted {
  const sizes = entries.map(sizeOf);
  let tokens = sizes.reduce((sum, size) => sum + size, 0);
  if (tokens <= window * FULL) return { ok: true, entries, results: 0, turns: 0, tokens };
  const kept = [...entries];
  const starts = entries.flatMap((entry, at) => (entry.kind === 'answer' ? [at] : []));
  const recent = starts.at(-KEPT_TURNS) ?? entries.length;
  let results = 0;
  const dropResults = (from: number, until: number, enough: number) => {
    for (let at = from; at < until && tokens > enough; at++) {
      const entry = kept[at];
      if (entry?.kind !== 'result' || entry.isDropped) continue;
      const dropped: Entry = { ...entry, isDropped: true, text: droppedText(sizes[at] ?? 0) };
      const size = sizeOf(dropped);
      if (size >= (sizes[at] ?? 0)) continue;
      kept[at] = dropped;
      tokens += size - (sizes[at] ?? 0);
      sizes[at] = size;
      results += 1;
    }
  };
  dropResults(0, recent, window * AIM);
  const isFull = tokens > window * FULL;
  let turns = 0;
  const gone: string[] = [];
  const first = starts[0] ?? entries.length;
  let until = first;
  for (const [index, at] of starts.entries()) {
    if (!isFull || tokens <= window * AIM || at >= recent) break;
    const next = starts[index + 1] ?? entries.length;
    for (let place = at; place < next; place++) {
      tokens -= sizes[place] ?? 0;
      const entry = kept[place];
      if (entry?.kind === 'result') gone.push(entry.about);
    }
    turns += 1;
    until = next;
  }
  if (turns > 0) {
    const before = kept[first - 1];
    const from = before?.kind === 'gone' ? first - 1 : first;
    tokens -= from === first ? 0 : (sizes[from] ?? 0);
    const note = goneNote(before, turns, gone);
    tokens += sizeOf(note);
    kept.splice(from, until - from, note);
    sizes.splice(from, until - from, sizeOf(note));
  }
  // The model's current work is dropped only if it could not continue otherwise, as when a window turns out to be smaller.
  dropResults(0, kept.length, window * FULL);
  return tokens <= window * FULL
    ? { ok: true, entries: kept, results, turns, tokens }
    : { ok: false, tokens };
}

/** Estimated number of tokens of an entry, including its framing. */
function sizeOf(entry: Entry): number {
  const calls =
    entry.kind === 'answer' ? entry.calls.map((call) => `${call.name} ${call.arguments}`).join('\n') : '';
  return estimateTokens(entry.text) + estimateTokens(calls) + 8;
}

function droppedText(tokens: number): string {
  return `[dropped to stay within the window: about ${tokens} tokens. Call the tool again if you need it, for less of it at once.]`;
}

/** The note that replaces dropped turns, including those dropped before. */
function goneNote(before: Entry | undefined, turns: number, about: readonly string[]): Entry {
  const earlier = before?.kind === 'gone' ? before : undefined;
  const all = turns + (earlier?.turns ?? 0);
  const last = [...(earlier?.about ?? []), ...about].slice(-MAX_NAMED).map((each) => each.slice(0, 60));
  const text = `[${all} earlier ${all === 1 ? 'turn was' : 'turns were'} dropped to stay within the window. In them you did, last: ${last.join('; ') || 'nothing'}. The files are as you left them.]`;
  return { kind: 'gone', turns: all, about: last, text };
}

const MAX_NAMED = 20;
