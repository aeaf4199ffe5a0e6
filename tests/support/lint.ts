import { lintComposition, lowerHeadings, type Rule } from '../../src/framework/index.ts';
import { parseComponent } from '../../src/framework/library/parse_component.ts';
import type { Composition, CompositionExample, Part, Subject } from '../../src/framework/lint/lint_rule.ts';

/** The file name of an example. */
export const EXAMPLE = 'example.txt';

/** A component's file as a rule's example writes it. */
export async function subjectOf(kind: Subject['kind'], source: string): Promise<Subject> {
  const parsed = await parseComponent(source, EXAMPLE);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { kind, file: EXAMPLE, ...parsed.value, goals: [] };
}

/** A composition as a rule's example writes it: a prompt file, or components with nothing between them. */
export function compositionOf(example: CompositionExample): Composition {
  if (typeof example === 'string') {
    const files = [
      { file: '00_PERSONA.md', text: '# T\n' },
      { file: '01_PROMPT_TEMPLATE.md', text: example },
    ];
    return { components: [], missing: [], description: 'To try it.', files };
  }
  const textOf = (kinds: readonly Part['kind'][]) =>
    example
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, text }) => (kind === 'protocol' ? lowerHeadings(text) : text))
      .join('\n\n');
  const files = [
    { file: '00_PERSONA.md', text: `# T\n\n${textOf(['persona'])}\n` },
    {
      file: '01_PROMPT_TEMPLATE.md',
      text: `# Task\n\n${textOf(['protocol', 'constraint'])}\n\nNow begin.\n`,
    },
  ];
  return { components: example, missing: [], description: 'To try it.', files };
}

/** The messages of one rule about its own example, each as `message`. */
export async function saidOf(rule: Rule, example: 'bad' | 'good'): Promise<string[]> {
  if (rule.applies === 'composition') {
    const composition = compositionOf(rule[example]);
    return rule.checkComposition(composition).map(({ message }) => message);
  }
  const [kind = 'persona'] = rule.applies;
  const subject = await subjectOf(kind, rule[example]);
  return rule.check(subject).map(({ message }) => message);
}

/** The problems that all rules find in a composition. */
export function problemsOf(example: CompositionExample) {
  return lintComposition(compositionOf(example), 'GOAL');
}
