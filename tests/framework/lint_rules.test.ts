import { describe, expect, test } from 'vitest';
import { lintComposition } from '../../src/framework/index.ts';
import type { Composition, Part, Rule, RuleId, Subject } from '../../src/framework/lint/lint_rule.ts';
import { RULES } from '../../src/framework/lint/rules.ts';
import { casesIn } from '../support/cases.ts';
import { compositionOf, subjectOf } from '../support/lint.ts';

/**
 * Texts for one rule. A text alone is a component of the first kind that the rule applies to; what the rule has to find
 * in it stands between « and », and nothing else may be found. Where the finding is not what the text says, `finds` has
 * the place (line and column of the text, or `@` and a key of the front matter) and a part of the message.
 */
type Group = {
  readonly rule: RuleId;
  readonly cases: readonly (
    | string
    | { readonly text: string; readonly kind?: Part['kind']; readonly finds: readonly string[] }
    | { readonly prompt: string; readonly finds: readonly string[] }
    // The last line of a prompt whose protocol is a single pass; the messages alone.
    | { readonly single: string; readonly finds: readonly string[] }
    | { readonly parts: readonly ExamplePart[]; readonly finds: readonly string[] }
  )[];
};

/** A part of a composition; it is called by its kind. */
type ExamplePart = Pick<Part, 'kind' | 'text'> & Partial<Pick<Part, 'file' | 'metadata'>>;

describe('the rule', () => {
  const named = casesIn<Group>('lint_rules.yaml').flatMap(({ rule, cases }) =>
    cases.map((each) => [rule, each] as const),
  );

  test.each(named)('%s finds in %j what is marked, at its place, and nothing else', async (id, each) => {
    const rule = ruleOf(id);
    if (typeof each === 'string') {
      const { text, marks } = unmarked(each);
      const found = await hitsIn(rule, text, undefined);
      expect(found.map(({ at }) => at)).toEqual(marks.map(({ at }) => at));
      for (const [index, { excerpt }] of marks.entries())
        expect(found[index]?.message).toContain(/^["“]/u.test(excerpt) ? excerpt : `"${excerpt}"`);
    } else if ('text' in each) {
      const found = await hitsIn(rule, each.text, each.kind);
      expectFound(
        found.map(({ at, message }) => `${at} ${message}`),
        each.finds,
      );
    } else if ('single' in each) {
      const protocol = {
        kind: 'protocol',
        file: 'p.txt',
        text: 'Go.',
        metadata: { interaction: 'single_pass' },
      };
      const composition = { ...compositionOf(`Go.\n\n${each.single}\n`), components: [protocol as Part] };
      const found = lintComposition(composition, 'GOAL').filter(
        ({ code }) => code === `lint-${id.toLowerCase()}`,
      );
      expect(found.map(({ message }) => message)).toEqual(each.finds.map((find) => `${find}.`));
    } else {
      const composition = 'prompt' in each ? compositionOf(each.prompt) : composed(each.parts);
      const found = lintComposition(composition, 'GOAL').filter(
        ({ code }) => code === `lint-${id.toLowerCase()}`,
      );
      expectFound(
        found.map(({ file, line, column, message }) => `${file?.slice(5, 7)} ${line}:${column} ${message}`),
        each.finds,
      );
    }
  });
});

function ruleOf(id: RuleId): Rule {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(id);
  return rule;
}

/** What a rule finds in a component's file, in reading order. */
async function hitsIn(rule: Rule, source: string, kind: Subject['kind'] | undefined) {
  if (rule.applies === 'composition') throw new Error(rule.id);
  const subject = await subjectOf(kind ?? rule.applies[0] ?? 'persona', source);
  const found = rule.check(subject).map(({ at, message }) => ({ at: placeOf(at, subject.text), message }));
  return found.sort((one, other) => one.at.localeCompare(other.at, 'en', { numeric: true }));
}

function placeOf(at: number | { readonly key: string }, text: string): string {
  if (typeof at !== 'number') return `@${at.key}`;
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

/** A text without its marks, and where and what they enclose, as a message shows it. */
function unmarked(marked: string) {
  const text = marked.replace(/[«»]/gu, '');
  const marks: { at: string; excerpt: string }[] = [];
  for (const [index, mark] of [...marked.matchAll(/«([^»]*)»/gu)].entries())
    marks.push({
      at: placeOf(mark.index - 2 * index, text),
      excerpt: (mark[1] ?? '').replace(/\s+/gu, ' '),
    });
  return { text, marks };
}

/** Each finding stands where it is expected, and says what is expected. */
function expectFound(found: readonly string[], expected: readonly string[]) {
  const places = (texts: readonly string[], words: number) =>
    texts.map((text) => text.split(' ', words).join(' '));
  const words = expected[0]?.startsWith('0') ? 2 : 1;
  expect(places(found, words)).toEqual(places(expected, words));
  for (const [index, text] of expected.entries())
    expect(found[index]).toContain(text.split(' ').slice(words).join(' '));
}

function composed(parts: readonly ExamplePart[]): Composition {
  return compositionOf(
    parts.map(({ kind, text, file = `${kind}.txt`, metadata = {} }) => ({ kind, file, text, metadata })),
  );
}
