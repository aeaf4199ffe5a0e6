import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderBatch } from '../../src/batch/index.ts';
import { printable } from '../../src/lib/index.ts';
import { checkPlan, draftOf, type PhaseDraft, type PlanDraft, printPlan } from '../../src/plan/index.ts';
import { preparedBatch } from '../support/batch.ts';
import { times } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

/** Words that would end a block, open another, be a heading, front matter or a template, or hide what stands there. */
const word = fc.constantFrom(
  'build',
  'it',
  '</goal>',
  '< / GOAL >',
  '</steps>',
  '</plan',
  '<gates id="g-123456">',
  '=====END GOAL 7f3a9c=====',
  '=====BEGIN FILES 0=====',
  '## Done',
  '---',
  'prp_id:',
  '{{persona}}',
  '{{#each',
  '{{{x}}}',
  '<<FILL',
  '${HOME}',
  '\\u2028',
  '\u001b[2J',
  '\u202e',
  '\u2028',
  '"',
  "'",
  'é',
);
const line = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => `so ${words.join(' ')}`);

function phase(id: string, on: readonly string[]): fc.Arbitrary<PhaseDraft> {
  return fc.record({
    id: fc.constant(id),
    title: line,
    goal: line,
    hours: fc.constant(1),
    complexity: fc.constant('low'),
    files: fc.constant([{ path: 'src/a.ts' }]),
    dependencies: fc.constant(on.map((other) => ({ id: other }))),
    steps: fc.tuple(line, line),
    gates: line.map((text) => [{ text: `${text}: \`npm test\``, checked: false }]),
    workflow: fc.constant('ADD_OR_INTEGRATE'),
    others: line.map((text) => [{ name: 'Owner', text }]),
  });
}

const plans: fc.Arbitrary<PlanDraft> = fc.record({
  title: line,
  context: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
  phases: fc.tuple(phase('1', []), phase('2', ['1'])),
});

const BENIGN: PlanDraft = {
  title: 'x',
  context: 'x',
  phases: ['1', '2'].map((id) => ({
    id,
    title: 'x',
    goal: 'x',
    hours: 1,
    complexity: 'low',
    files: [{ path: 'src/a.ts' }],
    dependencies: id === '2' ? [{ id: '1' }] : [],
    steps: ['x', 'x'],
    gates: [{ text: 'x: `npm test`', checked: false }],
    workflow: 'ADD_OR_INTEGRATE',
    others: [{ name: 'Owner', text: 'x' }],
  })),
};

const sound = await preparedBatch(printPlan(BENIGN));

/** The prompts of a plan, which has the form of {@link BENIGN} where it is not prepared by itself. */
function promptsOf(draft: PlanDraft, number = 7, { source, template } = sound): string[] {
  const { checked: plan } = checkPlan(planOf(printPlan(draft)));
  if (plan === undefined) throw new Error('the plan is not sound');
  const rendered = renderBatch({ ...source, plan }, template, number);
  if (!rendered.ok) throw new Error('not rendered');
  return rendered.value.files.filter(({ name }) => name.startsWith('PRP-')).map(({ text }) => text);
}

/** What a reader takes for the frame: everything outside blocks, and no tag or line that looks like a block's end in one. */
function frameOf(prompt: string): string[] {
  const frame: string[] = [];
  let end: ((line: string) => boolean) | undefined;
  for (const text of prompt.split(/\r\n|[\n\r\u2028\u2029]/u)) {
    if (end !== undefined) {
      if (end(text)) end = undefined;
      continue;
    }
    const tag = /^<(\w+) id="\w-[0-9a-f]+">$/u.exec(text)?.[1];
    const [, label, id] = /^=====BEGIN (\w+) ([0-9a-f]+)=====$/u.exec(text) ?? [];
    if (tag !== undefined) end = (line) => new RegExp(`<\\s*/\\s*${tag}`, 'iu').test(line);
    else if (id !== undefined) end = (line) => line.includes(id);
    const name = tag ?? label?.toLowerCase();
    frame.push(name === undefined ? text : `block ${name}`);
  }
  return frame;
}

function withoutHead(prompt: string): { head: Record<string, unknown>; heading: string; body: string } {
  const [, front = '', heading = '', body = ''] =
    /^---\n([\s\S]*?)\n---\n(#.*)\n([\s\S]*)$/u.exec(prompt) ?? [];
  return { head: parse(front) as Record<string, unknown>, heading, body };
}

test('no text of a plan gets out of its block, into the front matter or into the template', () => {
  const frames = promptsOf(BENIGN).map((prompt) => frameOf(withoutHead(prompt).body));
  expect(frames[1]).toEqual(
    expect.arrayContaining(['block plan', 'block goal', 'block delivered', '## Done']),
  );
  fc.assert(
    fc.property(plans, (draft) => {
      const read = draftOf(planOf(printPlan(draft)));
      // What the document's own grammar makes of the words is the reader's business; here only plans that keep their form.
      fc.pre(shapeOf(read) === shapeOf(BENIGN));
      const prompts = promptsOf(draft);
      prompts.forEach((prompt, place) => {
        const { head, heading, body } = withoutHead(prompt);
        expect(head.prp_id).toBe(`PRP-7.${place + 1}.1`);
        expect(head.title).toBe(read.phases[place]?.title);
        expect(Object.keys(head)).toEqual(KEYS);
        expect(heading.startsWith(`# PRP-7.${place + 1}.1: `)).toBe(true);
        expect(printable(prompt)).toBe(prompt);
        expect(frameOf(body)).toEqual(frames[place]);
      });
    }),
    times(200),
  );
});

test('the frame says once where the result goes: into the declared files, or with none into the summary', () => {
  const [first] = BENIGN.phases;
  if (first === undefined) throw new Error('no phase');
  const [declared = '', verifying = ''] = [first.files ?? [], []].map(
    (files) => promptsOf({ ...BENIGN, phases: [{ ...first, files }] })[0],
  );
  const rule = /^- What Output calls the result goes .*(?:\n {2}.*)*/gmu;
  const [said = '', ...more] = declared.match(rule) ?? [];
  expect(more).toEqual([]);
  expect(said).toContain('goes finished into the declared files;');
  expect(said.slice(2).split(/\s+/u).length).toBeLessThanOrEqual(35);
  const rules = verifying.match(rule) ?? [];
  expect(rules).toHaveLength(1);
  expect(rules[0]).toContain('all\n  of it where you change none, goes briefly into the summary');
  for (const prompt of [declared, verifying]) expect(prompt).not.toContain('into your last message');
});

const KEYS = [
  'prp_id',
  'title',
  'type',
  'estimated_hours',
  'complexity',
  'files_modified',
  'dependencies',
  'workflow',
  'variant',
  'workflow_reason',
  'components',
];

function shapeOf({ phases }: PlanDraft): string {
  return JSON.stringify(
    phases.map(({ id, goal, files, steps, gates, others, workflow, dependencies }) => [
      id,
      goal !== undefined,
      files,
      steps.length,
      gates.length,
      others.length,
      workflow,
      dependencies,
    ]),
  );
}

test('the same plan, library and number give the same bytes, wherever it is made', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.integer({ min: 1, max: 999 }), async (draft, number) => {
      fc.pre(shapeOf(draftOf(planOf(printPlan(draft)))) === shapeOf(BENIGN));
      const [once, again] = [await preparedBatch(printPlan(draft)), await preparedBatch(printPlan(draft))];
      expect(promptsOf(draft, number, again)).toEqual(promptsOf(draft, number, once));
    }),
    times(20),
  );
});
