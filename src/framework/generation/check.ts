import { hasControlCharacters } from '../../lib/index.ts';
import type { ComponentKind } from '../library/index.ts';
import { KIND_RULES } from './kind_rules.ts';

/** What a model wrote, taken for a component's text, or everything that keeps it from being one. */
export type CheckedAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Checks a model's answer against what a component of its kind is. A fence around the whole answer is taken off. */
export function checkAnswer(kind: ComponentKind, answer: string): CheckedAnswer {
  if (answer.length > LONGEST)
    return { ok: false, faults: [`it has ${answer.length} characters; a ${kind} has far fewer`] };
  const text = withoutFence(answer.replaceAll('\r\n', '\n').trimEnd())
    .trimEnd()
    .replace(/^\s*\n/u, '');
  if (text.trim() === '') return { ok: false, faults: ['it is empty'] };
  const { words, shows, never } = KIND_RULES[kind];
  const count = text.split(/\s+/u).filter((word) => word !== '').length;
  const faults = [
    ...(hasControlCharacters(text) || text.includes('\r')
      ? ['it holds control characters, or marks that reorder text']
      : []),
    ...(/^---\s*$/mu.test(text.split('\n', 1)[0] ?? '') ? ['it brings front matter of its own'] : []),
    ...(count < words[0] ? [`it has ${count} words; a ${kind} has at least ${words[0]}`] : []),
    ...(count > words[1] ? [`it has ${count} words; a ${kind} has at most ${words[1]}`] : []),
    ...shows.filter(({ pattern }) => !pattern.test(text)).map(({ otherwise }) => otherwise),
    ...never
      .map(({ pattern, because }) => [
        pattern.exec(text)?.[0].trim().split('\n', 1)[0]?.slice(0, 60),
        because,
      ])
      .filter(([found]) => found !== undefined)
      .map(([found, because]) => `it holds "${found}", but ${because}`),
    ...(/TODO\(orchestrator\)|<<FILL/u.test(text)
      ? ['it holds marks that this program uses for what is missing']
      : []),
  ];
  return faults.length === 0 ? { ok: true, text } : { ok: false, faults };
}

/** Nothing longer is looked at: the patterns below take quadratic time at worst, and no component is near it. */
export const LONGEST = 20_000;

function withoutFence(text: string): string {
  const fence = /^\s*(`{3,20}|~{3,20})[^`~\n]*\n/u.exec(text);
  if (fence?.[1] === undefined || !text.endsWith(fence[1])) return text;
  return text.slice(fence[0].length, -fence[1].length);
}
