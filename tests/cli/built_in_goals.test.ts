import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Documents } from '../../src/operations/generated/documents.ts';
import { batchFiles } from '../support/batch.ts';
import { present } from '../support/present.ts';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';

type Goal = Documents['orchestrator.goals-list/1']['goals'][number];

/** The built-in goals, as the program shows them. */
async function builtInGoals(): Promise<readonly Goal[]> {
  const shown = await run(['goals', 'list', '--json'], { cwd: emptyFolder() });
  return documentOf(shown, 'orchestrator.goals-list/1').goals;
}

const protocolText = (file: string) => readFileSync(join(ROOT, 'components/protocols', file), 'utf8');
const isSinglePass = (file: string) => protocolText(file).includes('\ninteraction: single_pass\n');

describe('every built-in goal', () => {
  test('takes the request, and requires two inputs at most', async () => {
    const goals = await builtInGoals();
    expect(goals).toHaveLength(11);
    for (const { name, inputs } of goals) {
      expect(inputs[0], name).toMatchObject({ name: 'request', kind: 'request', required: false });
      expect(inputs.filter(({ required }) => required).length, name).toBeLessThanOrEqual(2);
    }
  });

  test('has a form that does the work in one reply, and its dialogue ends after six answers', async () => {
    for (const { name, protocol, variants } of await builtInGoals()) {
      const protocols = [protocol, ...variants.map((variant) => variant.protocol)];
      expect(protocols.some(isSinglePass), name).toBe(true);
      for (const file of protocols.filter((one) => !isSinglePass(one)))
        expect(protocolText(file).replace(/\s+/gu, ' '), file).toMatch(/six answers|answered six times/u);
    }
  });

  test('has a form for a phase of a batch in which nobody is needed', async () => {
    const goals = await builtInGoals();
    const phases = goals.map(
      ({ name }, index) =>
        `## Phase ${index + 1}: Part ${index + 1}\n\n**Goal**: Write part ${index + 1}\n**Workflow**: ${name}\n**Dependencies**: None\n**Hours**: 1\n\n**Files**: docs/${index + 1}.md\n\n1. Write it.\n\n**Gate**: \`test -s docs/${index + 1}.md\`\n`,
    );
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'plan.md'), `# Plan: Parts\n\n${phases.join('\n')}`);
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(code).toBe(0);
    expect(err).not.toContain('waits for a person');
    const prompts = Object.entries(batchFiles(cwd, 1)).filter(([file]) => file.startsWith('PRP-'));
    expect(prompts).toHaveLength(11);
    for (const [file, text] of prompts) {
      const [, protocol = ''] = /kind: protocol, file: "([^"]+)"/u.exec(text) ?? [];
      expect(isSinglePass(protocol), file).toBe(true);
    }
  });
});

test.each<[string, string, Partial<Goal['inputs'][number]>]>([
  ['SCAFFOLD_FROM_SCRATCH', 'sample_data', { kind: 'material', required: false }],
  ['CONVERT_OR_MIGRATE', 'equivalence', { kind: 'criteria', required: false }],
  ['CONVERT_OR_MIGRATE', 'allowed_losses', { kind: 'criteria', required: false }],
  ['OPTIMIZE_OR_REFINE', 'target_rules', { kind: 'criteria', required: false }],
  ['OPTIMIZE_OR_REFINE', 'context', { kind: 'material', required: false }],
  ['OPTIMIZE_OR_REFINE', 'quality_to_improve', { required: false, default: 'what most limits its use' }],
  ['REVIEW_AGAINST_STANDARDS', 'artifact_kind', { describe: expect.stringContaining('prose') }],
  ['REVIEW_AGAINST_STANDARDS', 'purpose', { describe: expect.stringContaining('what is decided') }],
  ['PLAN_PROFESSIONAL_GROWTH', 'opportunity', { kind: 'material', required: false }],
  ['PLAN_PROFESSIONAL_GROWTH', 'hours_per_week', { describe: expect.stringContaining('week by week') }],
])('%s has a place for %s', async (name, input, form) => {
  const goal = present((await builtInGoals()).find((one) => one.name === name));
  expect(goal.inputs.find((one) => one.name === input)).toMatchObject(form);
});

/** A prompt's sentences that speak of its criteria, apart from the criteria themselves. */
function sentencesOnCriteria(prompt: string, names: readonly string[]): string[] {
  const said = prompt.replace(/^## Criteria\n[\s\S]*?(?=^## )/mu, '').replace(/\n(?=[-#\n])/gu, '. ');
  const subject = new RegExp(`\\bcriteria\\b|\`(?:${names.join('|')})\``, 'iu');
  return said
    .replace(/\s+/gu, ' ')
    .split(/(?<=[.;])\s/u)
    .filter((sentence) => subject.test(sentence));
}

test('criteria can ask for a form: a filled prompt has it among them, and says nothing that takes it back', async () => {
  const form = 'Deliver it as a table of two columns, with ten rows at most.';
  const asked = (await builtInGoals()).filter(({ inputs }) => inputs.some(({ kind }) => kind === 'criteria'));
  expect(asked.length).toBeGreaterThan(2);
  const cwd = emptyFolder();
  for (const { name, inputs } of asked) {
    const criteria = inputs.filter(({ kind }) => kind === 'criteria').map((input) => input.name);
    const given = inputs.flatMap((input) => {
      if (input.kind === 'criteria') return ['--set', `${input.name}=${form}`];
      return input.required ? ['--set', `${input.name}=Two chairs.`] : [];
    });
    const made = await run(['new', name, '--goal', name, '--no-input', ...given], { cwd });
    expect(made.code, made.err).toBe(0);
    const { out } = await run(['fill', name], { cwd });
    const [, section = ''] = /^## Criteria\n([\s\S]*?)^## /mu.exec(out) ?? [];
    expect(section.split(form), name).toHaveLength(criteria.length + 1);
    const said = sentencesOnCriteria(out, criteria);
    expect(said[0], name).toContain('Criteria: what to judge by.');
    expect(
      said.filter((one) => /\b(?:not?|never|none|nothing|cannot|only|ignored?|unless)\b/iu.test(one)),
    ).toEqual([]);
  }
});
