import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/plan/index.ts';
import { checkOf, planOf } from '../support/plan.ts';
import { ROOT } from '../support/program.ts';
import { accepts } from '../support/seed.ts';

const FOLDER = join(ROOT, 'tests/cases/plans');
const names = readdirSync(FOLDER).flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : []));

/** A value and its place on one line, so that what a case expects can be read: `2:11 the goal`. */
const at = (place: { line: number; column: number } | undefined, value: unknown): string | undefined =>
  place && `${place.line}:${place.column} ${String(value)}`;

/** Everything that is read from a plan and said of it, in a form that a person can compare with the document. */
function expectation(source: string) {
  const plan = planOf(source);
  return {
    ...(plan.title && { title: at(plan.title, plan.title.value) }),
    phases: plan.phases.map((phase) => ({
      phase: at(phase, `to ${phase.end}, id ${phase.id}, title ${JSON.stringify(phase.title)}`),
      goal: at(phase.goal, phase.goal?.value),
      hours: at(phase.hours, `${phase.hours?.text} = ${phase.hours?.value}`),
      complexity: at(phase.complexity, phase.complexity?.value),
      files: phase.files?.entries.map((file) =>
        at(file, `${file.path}${file.isPath ? '' : ' [prose]'}${file.note ? ` [${file.note}]` : ''}`),
      ),
      dependencies: phase.dependencies?.references.map((reference) =>
        at(
          reference,
          `${reference.text} → ${reference.phases.map((place) => plan.phases[place]?.id).join(reference.isMany ? ' + ' : ' | ')}${reference.note ? ` [${reference.note}]` : ''}`,
        ),
      ),
      steps: some(phase.steps.map((step) => at(step, step.value))),
      gates: some(
        phase.gates.map((gate) => ({
          text: at(gate, `${gate.checked ? '[x]' : '[ ]'} ${gate.text}`),
          command: at(gate.command, gate.command?.value),
        })),
      ),
      workflow: at(phase.workflow, phase.workflow?.value),
      executor: at(phase.executor, phase.executor?.value),
      fallback: at(phase.fallback, phase.fallback?.value),
      requirement: at(phase.requirement, phase.requirement?.value),
      others: some(phase.others.map((other) => at(other, `${other.name}: ${other.text}`))),
    })),
    problems: checkOf(source).problems.map(
      ({ line, column, severity, code, message }) => `${line}:${column} ${severity} ${code}: ${message}`,
    ),
  };
}

function some<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values;
}

describe('the plan', () => {
  test.each(names)('%s reads as its JSON says, and stays as it is', (name) => {
    const source = readFileSync(join(FOLDER, `${name}.md`), 'utf8');
    const found = `${JSON.stringify(expectation(source), undefined, 2)}\n`;
    const file = join(FOLDER, `${name}.json`);
    if (accepts('PLANS')) writeFileSync(file, found);
    expect(JSON.parse(found)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
    expect(planOf(source).source).toBe(source);
    expect(applyEdits(source, [])).toBe(source);
  });
});

test('there are at least sixty plans', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});
