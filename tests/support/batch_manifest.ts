import type { BatchManifest } from '../../src/batch/generated/batch.ts';
import { type PlanGraphInput, phaseOrder, planGraph } from '../../src/plan/index.ts';

/** The manifest of a plan's batch, with at least one phase and dependencies that can be ordered; every phase has two gates. */
export function manifestOf(plan: PlanGraphInput): BatchManifest {
  const { stageOf } = phaseOrder(planGraph(plan));
  const phases = plan.ids.map((id, place) => ({
    id,
    prp: `PRP-7.${(stageOf[place] ?? 0) + 1}.${place + 1}`,
    title: `Phase ${id}`,
    goal: 'It works.',
    stage: (stageOf[place] ?? 0) + 1,
    index: place + 1,
    dependencies: (plan.dependencies[place] ?? []).map((need) => plan.ids[need] as string),
    hours: plan.hours[place] ?? 1,
    files: [...(plan.files[place] ?? [])],
    gates: [
      { text: 'Tests pass', command: 'npm test' },
      { text: 'It reads well', command: null },
    ],
    workflow: 'SCAFFOLD_FROM_SCRATCH',
    workflowReason: 'given',
    executor: null,
    fallback: null,
    prompt: `PRP-7.1.${place + 1}.md`,
    sha256: '0'.repeat(64),
  }));
  return {
    schema: 'orchestrator.batch/1',
    batch: 7,
    title: 'A batch',
    plan: { file: 'plan.md', sha256: '0'.repeat(64) },
    phases: phases as BatchManifest['phases'],
  };
}
