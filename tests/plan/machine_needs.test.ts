import { expect, test } from 'vitest';
import { assessPlan } from '../../src/plan/assessment.ts';
import { draftOf, machineNeeds, printPlan } from '../../src/plan/document/index.ts';
import { drawOutline, pictureOf } from '../../src/plan/drawing/index.ts';
import { casesIn } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

const CASES = casesIn<readonly [text: string, needs: string[], unreadable: string[]]>('machine_needs.yaml');

test.each(CASES)('[promise:phase-needs] the needs %j', (text, needs, unreadable) => {
  const plan = planOf(`# T\n\n## Phases\n\n### Phase 1: A\n**Goal**: g\n**Needs**: ${text}\n`);
  const [phase] = plan.phases;
  expect(phase && machineNeeds(phase)).toEqual({ needs, unreadable });
  const [again] = planOf(printPlan(draftOf(plan))).phases;
  expect(again && machineNeeds(again)).toEqual({ needs, unreadable });
});

test('what a phase needs stands in its picture', () => {
  const plan = planOf('# T\n\n## Phases\n\n### Phase 1: A\n**Goal**: g\n**Needs**: gpu:1, memory: 16 GB\n');
  expect(drawOutline(pictureOf(assessPlan(plan)), 80)).toContain('    needs gpu:1, mem:16G\n');
});
