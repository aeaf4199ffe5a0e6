import { withoutFence } from './answer_text.ts';
import { withoutThinking } from './thinking.ts';

/** A JSON value in a text, or the reason why there is none. */
export type JsonInText =
  | { readonly found: true; readonly value: unknown }
  | { readonly found: false; readonly problem: string };

/**
 * Finds the JSON value in a model's answer: the whole text, the inside of a Markdown fence around it, or the longest object or
 * array in prose. Thoughts in `<think>` before the answer do not count.
 */
export function findJson(text: string): JsonInText {
  const said = withoutThinking(text).trim();
  const whole = parse(withoutFence(said));
  if (whole.found) return whole;
  return longestValue(said) ?? whole;
}

function parse(text: string): JsonInText {
  try {
    return { found: true, value: JSON.parse(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { found: false, problem: `(root): it is not valid JSON: ${why}` };
  }
}

/** Never looks inside invalid or unclosed JSON: that would take a part of an answer for all of it. */
function longestValue(text: string): JsonInText | undefined {
  let best: JsonInText | undefined;
  let longest = 0;
  for (let start = nextOpening(text, 0); start >= 0; ) {
    const end = endOfValue(text, start);
    if (end < 0) break;
    const found = end - start > longest ? parse(text.slice(start, end)) : undefined;
    if (found?.found) {
      best = found;
      longest = end - start;
    }
    start = nextOpening(text, end);
  }
  return best;
}

function nextOpening(text: string, from: number): number {
  OPENING.lastIndex = from;
  return OPENING.exec(text)?.index ?? -1;
}

const OPENING = /[{[]/gu;

/** The position at which the brackets opened at `start` are closed, or -1. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return -1;
}
