import { PLACEHOLDER_MARK } from './mark.ts';
import type { ComponentName } from './types.ts';

/**
 * The file of a new component: front matter and the shape of its kind, with a mark wherever something has to be written.
 * Once every mark is replaced, it is a component.
 */
export function scaffoldComponent(name: ComponentName): string {
  const { fields, text } = SCAFFOLDS[name.kind];
  return [
    '---',
    `id: ${name.file.replace(/\.(txt|md)$/u, '')}`,
    `kind: ${name.kind}`,
    `summary: "${todo('what it is, in one sentence')}"`,
    `use_when: "${todo('the case that it is for')}"`,
    `avoid_when: "${todo('the case that it is wrong for')}"`,
    'goals: []',
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
      `Your role is ${todo('the function; whom it serves; what harm or waste it prevents; one or two sentences')}`,
      '',
      `You know to look for: ${todo('four to six concrete things that this role can see')}`,
      '',
      'You weigh, in this order:',
      `1. ${todo('what comes first')}`,
      `2. ${todo('what comes second')}`,
      `3. ${todo('what comes third')}`,
      '',
      'You decide by these rules:',
      `- If ${todo('a case that a reader could meet, and what is then decided')}`,
      `- If ${todo('another case and its decision')}`,
      `- If ${todo('another case and its decision')}`,
      '',
      'You know how this goes wrong, and what to do instead:',
      `- ${todo('a way to go wrong')}: ${todo('what to do instead')}`,
      `- ${todo('a way to go wrong')}: ${todo('what to do instead')}`,
      `- ${todo('a way to go wrong')}: ${todo('what to do instead')}`,
      '',
      `Voice: ${todo('what can be observed, such as "short sentences; the location first"')}`,
    ],
  },
  protocol: {
    fields: [
      'interaction: single_pass',
      'requires_inputs: []',
      'optional_inputs: []',
      'requires_tools: []',
      OWNS,
      `exits: ["${todo('a name for what each phase ends with, such as cause_named')}"]`,
      'output_headings: [Result]',
    ],
    text: [
      `INTERACTION: single pass. ${todo('what that means here, or another of: gated phases, turn by turn, iterative rounds')}`,
      '',
      ...[1, 2, 3].flatMap((number) => [
        `Phase ${number} - ${todo('a name')}. ${todo('what is done')}`,
        `  Exit: ${todo('something that a reader can see')}`,
      ]),
      '',
      'STOP',
      `  done: ${todo('when the work is done')}`,
      `  blocked: ${todo('what stops it, and what is then said')}`,
      `  budget: ${todo('the most of it, and what is done at that point')}`,
      `  user says stop: ${todo('what is handed over')}`,
      '',
      'OUTPUT',
      `## Result         ${todo('what stands under it, and how long it is')}`,
      'An empty section says "None found" and what was checked.',
      '',
      'Example:',
      todo('one tiny filled example that keeps to all of this'),
    ],
  },
  constraint: {
    fields: [
      'requires_inputs: []',
      'requires_tools: []',
      OWNS,
      `check: "${todo('who marks it, a program or a reader, and by what')}"`,
    ],
    text: [
      `RULE: ${todo('one limit, in one sentence')}`,
      `BECAUSE: ${todo('the reason, in one sentence')}`,
      `APPLIES WHEN: ${todo('something that can be seen')}`,
      `TEST: ${todo('how a reader marks pass or fail')}`,
      `INSTEAD: ${todo('what to do at the edge')}`,
    ],
  },
};
