import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { PromptTemplate, TemplateProblemCode } from '../../framework/index.ts';
import { safeJson, withoutHtmlComments } from '../../lib/index.ts';
import { gateNeeds, machineNeeds, type PhaseOrder, phaseQuestion, stagesOf } from '../../plan/index.ts';
import { sha256 } from '../../platform/index.ts';
import type { TaskFile } from '../generated/batch.task.ts';
import type { BatchManifest, ManifestGate, ManifestPhase } from '../generated/batch.ts';
import { MANIFEST_FILE, type RenderedBatch, reportFiles } from '../store/folder/index.ts';
import type { BatchSource, PhaseNames } from './batch_source.ts';
import { type PromptSource, type PromptView, promptView } from './prompt_view.ts';

/** The original plan, next to the manifest. */
const PLAN_FILE = 'plan.md';

/** The files assumed for a phase that declares none: any, so that it runs alone. */
const ANY_FILE = ['**'];

/** Renders the files of a batch. Pure: the same plan, library, template and number give the same bytes. */
export function renderBatch(
  source: BatchSource,
  template: PromptTemplate<PromptView>,
  batch: number,
): Result<RenderedBatch, TemplateProblemCode> {
  const prompts = promptSources(source, batch);
  const rendered = prompts.map((prompt) => ({ prompt, text: template.render(promptView(prompt)) }));
  const problems: Problem<TemplateProblemCode>[] = [];
  const files: { name: string; text: string }[] = [{ name: PLAN_FILE, text: source.plan.plan.source }];
  const phases: ManifestPhase[] = [];
  for (const { prompt, text } of rendered) {
    if (!text.ok) {
      // A template that fails for one phase fails for the others in the same place.
      if (problems.length === 0) problems.push(...text.problems);
      continue;
    }
    files.push({ name: prompt.names.prompt, text: text.value });
    files.push({ name: prompt.names.task, text: printed(taskFile(prompt)) });
    phases.push(manifestPhase(prompt, text.value));
  }
  if (problems.length > 0) return failure('problems', ...problems);
  const manifest: BatchManifest = {
    schema: 'orchestrator.batch/1',
    batch,
    title: seen(source.plan.title),
    plan: { file: PLAN_FILE, sha256: sha256(source.plan.plan.source) },
    phases: phases as BatchManifest['phases'],
  };
  return success({ manifest, files: [...files, { name: MANIFEST_FILE, text: printed(manifest) }] });
}

/** Escapes invisible characters, so that they show when the file is read; their values are kept. */
function printed(document: object): string {
  return `${safeJson(document)}\n`;
}

/** A text of the plan as the prompts use it: without anything that is invisible on the plan's page. */
function seen(text: string): string {
  return withoutHtmlComments(text).trim();
}

function promptSources(
  {
    plan,
    order,
    assumedHours,
    workflows,
    learned = [],
    plugins = [],
    issues = [],
    alternatives = [],
  }: BatchSource,
  batch: number,
): PromptSource[] {
  const { phases } = plan;
  const names = namePhases(
    batch,
    phases.map(({ id }) => id),
    order,
  );
  const width = new Map<number, number>();
  for (const { stage } of names) width.set(stage, (width.get(stage) ?? 0) + 1);
  return phases.flatMap((phase, place): PromptSource[] => {
    const own = names[place];
    const workflow = workflows[place];
    if (own === undefined || workflow === undefined) throw new Error(`phase ${phase.id} has no place`);
    const earlier = phase.dependencies.flatMap((other) => {
      const [named, on] = [names[other], phases[other]];
      return named && on ? [{ prp: named.prp, phase: on, files: on.files ?? ANY_FILE }] : [];
    });
    return [
      {
        batch,
        names: own,
        title: phase.title,
        hours: phase.hours ?? assumedHours,
        complexity: phase.complexity,
        files: phase.files ?? ANY_FILE,
        dependencies: earlier.map(({ prp }) => prp),
        workflow,
        planTitle: plan.title,
        planContext: plan.plan.context?.value,
        phase,
        phaseCount: phases.length,
        stageCount: order.stageCount,
        learned: learned[place] ?? [],
        plugin: plugins[place],
        issues: issues[place] ?? [],
        alternative: alternatives[place],
        besides: (width.get(own.stage) ?? 1) - 1,
        earlier,
      },
    ];
  });
}

function taskFile(prompt: PromptSource): TaskFile {
  const { batch, names, phase, hours, complexity, files, earlier, workflow } = prompt;
  const { source } = phase;
  return {
    schema: 'orchestrator.task/1',
    batch,
    ...identityOf(prompt),
    hours,
    complexity: complexity ?? null,
    files: [...files],
    ...(phase.filesExpected && { filesExpected: true as const }),
    dependencies: earlier.map(({ prp, phase: { id } }) => ({ id, prp })),
    steps: source.steps.map(({ value }) => seen(value)),
    gates: gatesOf(prompt),
    workflow: {
      goal: workflow.goal.name,
      variant: workflow.variant ?? null,
      reason: workflow.reason,
    },
    components: workflow.components.map(({ kind, file, component }) => ({
      kind,
      file,
      sha256: component?.sha256 ?? null,
    })),
    executor: source.executor?.value ?? null,
    fallback: source.fallback?.value ?? null,
    prompt: names.prompt,
    result: names.result,
  };
}

/** The fields by which the files of a batch name a phase. */
function identityOf({ names: { prp, stage, index }, phase }: PromptSource) {
  return { id: phase.id, prp, title: seen(phase.title), goal: seen(phase.goal), stage, index };
}

function manifestPhase(prompt: PromptSource, text: string): ManifestPhase {
  const { names, phase, hours, files, earlier, workflow, learned, plugin, issues, alternative } = prompt;
  const question = phaseQuestion(phase.source);
  const { needs } = machineNeeds(phase.source);
  return {
    ...identityOf(prompt),
    dependencies: earlier.map(({ phase: { id } }) => id),
    hours,
    files: [...files],
    ...(phase.filesExpected && { filesExpected: true as const }),
    gates: gatesOf(prompt),
    workflow: workflow.goal.name,
    workflowReason: workflow.reason,
    executor: phase.source.executor?.value ?? null,
    fallback: phase.source.fallback?.value ?? null,
    prompt: names.prompt,
    sha256: sha256(text),
    ...(question && { question: { text: question.text, default: question.default } }),
    ...(issues.length > 0 && { issues: [...issues] }),
    ...(alternative !== undefined && { alternative: seen(alternative) }),
    ...(learned.length > 0 && { facts: learned.map(({ id, sha256: hash }) => ({ id, sha256: hash })) }),
    ...(plugin && { plugin: { id: plugin.id, sha256: plugin.sha256 } }),
    ...(phase.source.place && { place: phase.source.place.value }),
    ...(needs.length > 0 && { needs: [...needs] }),
  };
}

function gatesOf({ phase }: PromptSource): ManifestGate[] {
  return phase.source.gates.map((gate) => {
    const { command } = gate;
    const text = seen(gate.text);
    const { exclusive } = gateNeeds(gate);
    if (command === undefined || exclusive.length === 0) return { text, command: command?.value ?? null };
    return { text, command: command.value, exclusive: [...exclusive] };
  });
}

/** Numbers the prompts of a batch, `PRP-{batch}.{stage}.{index}`, and returns each phase's names, in the order of the plan. */
function namePhases(batch: number, ids: readonly string[], order: PhaseOrder): readonly PhaseNames[] {
  const names: PhaseNames[] = [];
  for (const [stage, phases] of stagesOf(order).entries()) {
    for (const [index, phase] of phases.entries()) {
      const prp = `PRP-${batch}.${stage + 1}.${index + 1}`;
      const id = ids[phase] ?? '';
      names[phase] = {
        prp,
        stage: stage + 1,
        index: index + 1,
        prompt: `${prp}.md`,
        task: `task-${id}.json`,
        result: reportFiles({ id }).result,
      };
    }
  }
  return names;
}
