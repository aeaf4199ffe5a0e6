import type { Component } from './component.ts';

/**
 * A component in one line: its summary, or else the first sentence of its text, because a hand-written one may be nothing but
 * text.
 */
export function summaryOf({ metadata, text }: Pick<Component, 'metadata' | 'text'>): string {
  const { summary } = metadata;
  if (typeof summary === 'string' && summary.trim() !== '') return summary;
  // Only the beginning is examined: a text may be one line of any length.
  const line = text.slice(0, MAX_LOOKED_AT).trimStart().split('\n', 1)[0] ?? '';
  const plain = line.replace(/^(?:#{1,6}|[-*+>]|\d{1,9}[.)])\s+/u, '').trim();
  const sentence = FIRST_SENTENCE.exec(plain)?.[0] ?? plain;
  return sentence.length <= LONGEST
    ? sentence
    : `${sentence.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}

/** The first sentence; a full stop after an abbreviation, a single letter or a version does not end it. */
const FIRST_SENTENCE =
  /^.*?(?:[!?](?=\s|$)|(?<!(?<![\p{L}\p{N}])(?:\p{L}|e\.g|i\.e|z\.B|d\.h|eg|ie|etc|vs|cf|approx|incl|resp|Dr|Mr|Mrs|Ms|St|v\d+(?:\.\d+)*|\d+(?:\.\d+)+))\.(?=\s|$))/iu;

const MAX_LOOKED_AT = 400;
const LONGEST = 120;
