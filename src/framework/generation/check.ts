import { hasControlCharacters, hiddenText } from '../../lib/index.ts';
import { saidText } from '../../llm/index.ts';
import type { ComponentKind } from '../library/index.ts';
import { countWords, type RuleId, rulesFor, type Subject } from '../lint/index.ts';
import { KIND_RULES } from './kind_rules.ts';

/** What a model wrote, taken for a component's text, or everything that keeps it from being one. */
export type CheckedAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly faults: readonly string[] };

/** The longest answer that is looked at, in UTF-16 code units. No component is near it. */
export const LONGEST = 16_384;

/** Rules that only warn a person, and by which an answer is refused: without them it is not of its kind. */
const ALSO_REFUSED: readonly RuleId[] = ['P02', 'A11'];

/**
 * Checks a model's answer against the rules of its kind, the same that `components lint` has. What a model adds
 * around the text is taken off.
 */
export function checkAnswer(kind: ComponentKind, answer: string): CheckedAnswer {
  if (answer.length > LONGEST) {
    return { ok: false, faults: [`it has ${answer.length} characters; at most ${LONGEST} are read`] };
  }
  const text = saidText(answer);
  if (text === '') return { ok: false, faults: ['it is empty'] };
  const faults = [
    ...formFaults(kind, text),
    ...ruleFaults({ kind, text, file: '', metadata: {}, goals: [] }),
  ];
  return faults.length === 0 ? { ok: true, text } : { ok: false, faults: [...new Set(faults)] };
}

/** What is wrong with an answer before it is read as a component. */
function formFaults(kind: ComponentKind, text: string): string[] {
  const count = countWords(text);
  const [fewest] = KIND_RULES[kind].words;
  return [
    ...(hasControlCharacters(text) || hiddenText(text).length > 0 || text.includes('\r')
      ? ['it holds control characters, or text that is not seen']
      : []),
    ...(/^---\s*$/u.test(text.split('\n', 1)[0] ?? '') ? ['it brings front matter of its own'] : []),
    ...(count < fewest ? [`it has ${count} words; a ${kind} has at least ${fewest}`] : []),
    ...(text.includes('<<FILL')
      ? ['it holds "<<FILL", one of the marks that this program uses for slots']
      : []),
  ];
}

/** What the rules of its kind find. A model is told in the words in which a person is. */
function ruleFaults(subject: Subject): string[] {
  return rulesFor(subject.kind)
    .filter(({ id, severity }) => severity === 'error' || ALSO_REFUSED.includes(id))
    .flatMap((rule) => rule.check(subject))
    .filter(({ severity }) => severity !== 'note')
    .map(({ message }) => message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, ''));
}
