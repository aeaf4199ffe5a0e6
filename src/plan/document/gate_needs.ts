import type { Gate } from '../plan.ts';
import { codeSpansIn } from './inline.ts';

/** The things that a gate says it needs for itself alone. */
export type GateNeeds = {
  /** Names of things of which there is one, such as `port-3000`; sorted, each once. */
  readonly exclusive: readonly string[];
  /** Whether it says `exclusive` with nothing after it, or with text that is no list of names. */
  readonly isUnreadable: boolean;
};

/**
 * Reads `exclusive: port-3000, database` in a gate's text, outside of its code: with or without brackets, to the end of the line,
 * of the brackets or of the sentence. Names may be in code spans of their own.
 */
export function gateNeeds({ text }: Pick<Gate, 'text'>): GateNeeds {
  if (!/exclusive(?::|\s*[)\]])/iu.test(text)) return NONE;
  const names = new Set<string>();
  let isUnreadable = false;
  for (const line of text.split('\n')) {
    const plain = namesUncovered(line);
    isUnreadable ||= NAMELESS.test(plain);
    for (const found of plain.matchAll(/(?<![\w-])exclusive:([^()[\]]*)/giu)) {
      const list = (found[1] ?? '').trim().replace(/[.;]$/u, '');
      const parts = list.split(/\s*,\s*|\s+and\s+/u);
      if (parts.every((name) => NAME.test(name))) for (const name of parts) names.add(name);
      // Running text has the word as well, with words after it.
      else isUnreadable ||= !/\s/u.test(list) || SET_OFF.test(plain.slice(0, found.index));
    }
  }
  return { exclusive: [...names].sort(), isUnreadable };
}

/** The word alone, in brackets. */
const NAMELESS = /[([]\s*exclusive\s*[)\]]/iu;

const NONE: GateNeeds = { exclusive: [], isUnreadable: false };
/** Text before the word where it is meant: a bracket, a mark, the command. */
const SET_OFF = /(?:^|[([,;\0])\s*$/u;
const NAME = /^[A-Za-z0-9](?:[\w.:/-]{0,62}\w)?$/u;

/** A line without its code spans, except those that hold one name. */
function namesUncovered(line: string): string {
  let plain = '';
  let at = 0;
  for (const { start, end, content } of codeSpansIn(line)) {
    const before = line.slice(at, start);
    const isName = NAME.test(content) && /(?:exclusive:|,|\band)\s*$/iu.test(before);
    plain += before + (isName ? content : '\0');
    at = end;
  }
  return plain + line.slice(at);
}
