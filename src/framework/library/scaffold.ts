import type { ComponentName } from './component.ts';
import { PLACEHOLDER_MARK } from './placeholder_mark.ts';

/**
 * The file of a new component: front matter and the shape of its kind, with a mark wherever something has to be written. Once
 * every mark is replaced, it is a component.
 *
 * @param goals - the goals that it is for
 */
export function scaffoldComponent(name: ComponentName, goals: readonly string[] = []): string {
  const { fields, text } = SCAFFOLDS[name.kind];
  return [
    '---',
    `id: ${name.file.replace(/\.(txt|md)$/u, '')}`,
    `kind: ${name.kind}`,
    `summary: "${todo('what it is, in one sentence')}"`,
    `use_when: "${todo('the case that it is for')}"`,
    `avoid_when: "${todo('the case that it is wrong for')}"`,
    `goals: [${goals.join(', ')}]`,
    ...fields,
    'version: 1.0.0',
    'origin: hand',
    'status: draft',
    '---',
    ...text,
    '',
  ].join('\n');
}

function todo(what: string): string {
  return `${PLACEHOLDER_MARK}: ${what}`;
}

const OWNS = `owns: ["${todo('what it alone decides, such as review_order')}"]`;

type Scaffold = { readonly fields: readonly string[]; readonly text: readonly string[] };

const SCAFFOLDS: Readonly<Record<ComponentName['kind'], Scaffold>> = {
  persona: {
    fields: ['requires_tools: []', OWNS],
    text: [
      `You ${todo('the work, and whom it serves; what it costs them when it goes wrong; one or two sentences')}`,
      '',
      `You know where such work fails: ${todo('the two or three places, so concrete that a reader would look there')}. ${todo('what wins when two aims collide; 60 to 110 words in all')}`,
    ],
  },
  protocol: {
    fields: [
      'interaction: single_pass',
      'requires_inputs: []',
      'optional_inputs: []',
      'requires_tools: []',
      OWNS,
    ],
    text: [
      `${todo('what to settle first, where to look hard, what to do when something is missing or contradicts itself; a paragraph')}`,
      '',
      'OUTPUT',
      `${todo('what the answer holds, the result first and usable as it is; headings only where somebody relies on them; the most words; 80 to 180 words in all')}`,
    ],
  },
  constraint: {
    fields: ['requires_inputs: []', 'requires_tools: []', OWNS],
    text: [`${todo('one limit, with its reason in the same breath; 15 to 40 words')}`],
  },
};
