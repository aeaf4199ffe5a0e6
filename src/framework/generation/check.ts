import { hasControlCharacters } from '../../lib/index.ts';
import type { ComponentKind } from '../library/index.ts';
import { KIND_RULES } from './kind_rules.ts';

/** What a model wrote, taken for a component's text, or everything that keeps it from being one. */
export type CheckedAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Checks a model's answer against what a component of its kind is. A fence around the whole answer is taken off. */
export function checkAnswer(kind: ComponentKind, answer: string): CheckedAnswer {
  const text = withoutFence(answer.replaceAll('\r\n', '\n')).replace(/^\s*\n|[\s]+$/gu, '');
  if (text.trim() === '') return { ok: false, faults: ['it is empty'] };
  const { words, shows, never } = KIND_RULES[kind];
  const count = text.split(/\s+/u).filter((word) => word !== '').length;
  const faults = [
    ...(hasControlCharacters(text) ? ['it holds control characters, or marks that reorder text'] : []),
    ...(/^---\s*$/mu.test(text.split('\n', 1)[0] ?? '') ? ['it brings front matter of its own'] : []),
    ...(count < words[0] ? [`it has ${count} words; a ${kind} has at least ${words[0]}`] : []),
    ...(count > words[1] ? [`it has ${count} words; a ${kind} has at most ${words[1]}`] : []),
    ...shows.filter(({ pattern }) => !pattern.test(text)).map(({ otherwise }) => otherwise),
    ...never
      .map(({ pattern, because }) => [pattern.exec(text)?.[0].trim().split('\n', 1)[0], because])
      .filter(([found]) => found !== undefined)
      .map(([found, because]) => `it holds "${found}", but ${because}`),
    ...(/TODO\(orchestrator\)|<<FILL/u.test(text)
      ? ['it holds marks that this program uses for what is missing']
      : []),
  ];
  return faults.length === 0 ? { ok: true, text } : { ok: false, faults };
}

function withoutFence(text: string): string {
  const fenced = /^\s*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?\1\s*$/u.exec(text);
  return fenced?.[2] ?? text;
}
