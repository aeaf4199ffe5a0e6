import { hasControlCharacters, hiddenText } from '../../lib/index.ts';
import { answerText } from '../../llm/index.ts';
import { INTERACTIONS, type Interaction } from '../composition/index.ts';
import type { ComponentKind } from '../library/index.ts';
import { countWords, type RuleId, rulesFor, type Subject } from '../lint/index.ts';
import { KIND_RULES } from './kind_rules.ts';
import { headingFaults, shapeFaults } from './shape_faults.ts';

/** A model's answer accepted as a component's text, or all the faults that prevent that. */
export type CheckedAnswer =
  | {
      readonly ok: true;
      readonly text: string;
      /** The protocol's interaction, as its first line declared it. */
      readonly interaction?: Interaction;
    }
  | { readonly ok: false; readonly faults: readonly string[] };

/** The longest answer that is examined, in UTF-16 code units. No component comes close. */
export const LONGEST_ANSWER = 16_384;

/** Rules that only warn a person but reject an answer: without them it is not of its kind. */
const ALSO_REFUSED: readonly RuleId[] = ['A11'];

/**
 * Checks a model's answer against the rules of its kind, the same as in `components lint`. Anything that a model adds around the
 * text is removed, and so is the line that declares a protocol's interaction.
 *
 * @param known - the interaction of a protocol that does not declare it again
 */
export function checkAnswer(kind: ComponentKind, answer: string, known?: Interaction): CheckedAnswer {
  if (answer.length > LONGEST_ANSWER) {
    return { ok: false, faults: [`it has ${answer.length} characters; at most ${LONGEST_ANSWER} are read`] };
  }
  const whole = withoutLabel(kind, answerText(answer));
  if (whole === '') return { ok: false, faults: ['it is empty'] };
  const { text, interaction = known } =
    kind === 'protocol' ? takeInteraction(whole) : { text: whole, interaction: undefined };
  const faults = [
    ...formFaults(kind, text),
    ...shapeFaults(kind, text),
    ...headingFaults(kind, text),
    ...(kind === 'protocol' && interaction === undefined ? [UNSAID] : []),
    ...ruleFaults({ kind, text, file: '', metadata: interaction ? { interaction } : {}, goals: [] }),
  ];
  if (faults.length > 0) return { ok: false, faults: [...new Set(faults)] };
  return { ok: true, text, ...(interaction && { interaction }) };
}

const FOUR = INTERACTIONS.map((known) => known.replaceAll('_', ' '));
const UNSAID = `it has no first line "INTERACTION:" with one of: ${FOUR.join(', ')}`;

/** A text without a leading label that only names its kind: `**Persona:**`, `# Persona`. */
function withoutLabel(kind: ComponentKind, text: string): string {
  const name = `(?:the )?${kind}(?: text)?`;
  const label = new RegExp(
    `^(?:#{1,6} +[*_]{0,3}${name}[*_]{0,3}(?:[ \\t]*\\n|:[^\\n]{0,80}\\n)|[*_]{2,3}${name}(?:: ?[^\\s*_:][^\\n*_]{0,80}[*_]{2,3}:?[ \\t]*\\n|:?[*_]{2,3}[ \\t]*\\n|:[*_]{2,3}|[*_]{2,3}:)|${name}:)\\s*`,
    'iu',
  );
  return label.test(text) ? answerText(text.replace(label, '')) : text;
}

/** Splits the first line, which declares the interaction, from a protocol. */
function takeInteraction(text: string): {
  readonly text: string;
  readonly interaction?: Interaction | undefined;
} {
  const line = /^[*#> \t]{0,8}INTERACTION:[* \t]{0,8}([^\n]{0,200})\n?/u.exec(text);
  const said = line?.[1]?.toLowerCase().replace(/[_-]/gu, ' ') ?? '';
  const interaction = INTERACTIONS.find((known) => said.startsWith(known.replaceAll('_', ' ')));
  return line && interaction ? { text: answerText(text.slice(line[0].length)), interaction } : { text };
}

/** Faults of an answer that show before it is parsed as a component. */
function formFaults(kind: ComponentKind, text: string): string[] {
  const count = countWords(text);
  const { fewest } = KIND_RULES[kind];
  return [
    ...(hasControlCharacters(text) || hiddenText(text).length > 0 || text.includes('\r')
      ? ['it contains control characters or invisible text']
      : []),
    ...(/^---\s*$/u.test(text.split('\n', 1)[0] ?? '') ? ['it has its own front matter'] : []),
    ...(count < fewest ? [`it has ${count} words; a ${kind} has at least ${fewest}`] : []),
    ...(text.includes('<<FILL') ? ['it holds "<<FILL", a mark that this program uses for slots'] : []),
  ];
}

/** The findings of the rules of its kind. A model is told them in the same words as a person. */
function ruleFaults(subject: Subject): string[] {
  return (
    rulesFor(subject.kind)
      // This program writes the front matter.
      .filter(({ id, severity }) => id !== 'F01' && (severity === 'error' || ALSO_REFUSED.includes(id)))
      .flatMap((rule) => rule.check(subject))
      .filter(({ severity }) => severity !== 'note')
      .map(({ message }) => message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/u, ''))
  );
}
