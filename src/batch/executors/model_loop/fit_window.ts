import { estimateTokens } from '../../../lib/index.ts';
import type { Entry } from './entries.ts';

/** A conversation that fits, and what was left out of it for that. */
export type Fitted =
  | {
      readonly ok: true;
      readonly entries: readonly Entry[];
      /** Results whose text was dropped now, and whole turns. */
      readonly results: number;
      readonly turns: number;
      /** As estimated, behind it. */
      readonly tokens: number;
    }
  | { readonly ok: false; readonly tokens: number };

/** What stays free for the answer, and what is made free at once, so that not every turn drops something. */
const FULL = 0.75;
const AIM = 0.5;
/** The last turns are what the model is at. */
const KEPT_TURNS = 2;

/**
 * Keeps a conversation within a model's window: the texts of old results are dropped first, oldest first, then old turns whole, and
 * at last the results of the last turns. The prompt and the last turns stay. What is dropped is said in its place.
 *
 * @param window - in tokens, the answer included
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
  // What the model is at goes only where it could not go on otherwise, as within a window that turns out to be smaller.
  dropResults(0, kept.length, window * FULL);
  return tokens <= window * FULL
    ? { ok: true, entries: kept, results, turns, tokens }
    : { ok: false, tokens };
}

/** About how many tokens an entry takes, with what is around it. */
function sizeOf(entry: Entry): number {
  const calls =
    entry.kind === 'answer' ? entry.calls.map((call) => `${call.name} ${call.arguments}`).join('\n') : '';
  return estimateTokens(entry.text) + estimateTokens(calls) + 8;
}

function droppedText(tokens: number): string {
  return `[dropped to stay within the window: about ${tokens} tokens. Call the tool again if you need it, for less of it at once.]`;
}

/** What stands in the place of dropped turns, those before with them. */
function goneNote(before: Entry | undefined, turns: number, about: readonly string[]): Entry {
  const earlier = before?.kind === 'gone' ? before : undefined;
  const all = turns + (earlier?.turns ?? 0);
  const last = [...(earlier?.about ?? []), ...about].slice(-MOST_NAMED).map((each) => each.slice(0, 60));
  const text = `[${all} earlier ${all === 1 ? 'turn was' : 'turns were'} dropped to stay within the window. In them you did, last: ${last.join('; ') || 'nothing'}. The files are as you left them.]`;
  return { kind: 'gone', turns: all, about: last, text };
}

const MOST_NAMED = 20;
