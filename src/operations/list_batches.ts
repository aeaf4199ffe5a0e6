import {
  type BatchManifest,
  batchNumbers,
  findProject,
  type ManifestPhase,
  readBatch,
  readPrompt,
} from '../batch/index.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/index.ts';
import { nearest } from '../lib/index.ts';
import { displayPath } from '../platform/index.ts';
import type { OperationContext } from './context.ts';

/** A batch as a list tells of it. */
export type ListedBatch = {
  readonly batch: number;
  readonly title: string;
  readonly stages: number;
  readonly phases: number;
  /** As a person would write it. */
  readonly folder: string;
};

/** The batches of a project, and what is wrong with those that can't be read. */
export type BatchList = { readonly batches: readonly ListedBatch[]; readonly problems: readonly Problem[] };

/** Lists the batches of the project, in the order of their numbers. */
export async function listBatches(context: OperationContext): Promise<Result<BatchList>> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const batches: ListedBatch[] = [];
  const problems: Problem[] = [];
  for (const number of batchNumbers(project.value)) {
    const read = await readBatch(project.value, number, context.cwd);
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    const { manifest, folder } = read.value;
    batches.push({
      batch: number,
      title: manifest.title,
      stages: stagesIn(manifest).length,
      phases: manifest.phases.length,
      folder: displayPath(context.cwd, folder),
    });
  }
  return success({ batches, problems });
}

/** A batch as it was generated. */
export type ShownBatch = {
  readonly manifest: BatchManifest;
  /** Its stages in order, each with its phases in order. */
  readonly stages: readonly (readonly ManifestPhase[])[];
  readonly folder: string;
  /** What is wrong with its files. */
  readonly problems: readonly Problem[];
};

/** Reads a batch and looks whether its prompts are as they were generated. */
export async function showBatch(context: OperationContext, batch: string): Promise<Result<ShownBatch>> {
  const read = await openBatch(context, batch);
  if (!read.ok) return read;
  const { manifest, folder } = read.value;
  const problems = manifest.phases.flatMap((phase) => {
    const prompt = readPrompt(read.value, phase, context.cwd);
    return prompt.ok ? [] : prompt.problems;
  });
  return success({
    manifest,
    stages: stagesIn(manifest),
    folder: displayPath(context.cwd, folder),
    problems,
  });
}

/**
 * The text of one phase's prompt.
 *
 * @param wanted - the phase's id in the plan, or its number in the batch: `PRP-44.2.1` or `44.2.1`
 */
export async function showPrompt(
  context: OperationContext,
  batch: string,
  wanted: string,
): Promise<Result<{ readonly phase: ManifestPhase; readonly text: string }>> {
  const read = await openBatch(context, batch);
  if (!read.ok) return read;
  const { phases } = read.value.manifest;
  const phase =
    phases.find(({ id }) => id === wanted) ??
    phases.find(({ prp }) => prp === wanted || prp === `PRP-${wanted}`);
  if (phase === undefined) return failure('usage', noPhase(wanted, phases));
  const text = readPrompt(read.value, phase, context.cwd);
  return text.ok ? success({ phase, text: text.value }) : text;
}

async function openBatch(context: OperationContext, batch: string) {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  if (!/^[1-9]\d{0,8}$/u.test(batch))
    return failure('usage', {
      severity: 'error',
      code: 'bad-batch-number',
      message: `${JSON.stringify(batch.slice(0, 60))} is not the number of a batch.`,
      hint: 'orchestrator batch list shows them.',
    });
  return readBatch(project.value, Number(batch), context.cwd);
}

function stagesIn({ phases }: BatchManifest): ManifestPhase[][] {
  const stages = new Map<number, ManifestPhase[]>();
  for (const phase of phases) stages.set(phase.stage, [...(stages.get(phase.stage) ?? []), phase]);
  return [...stages].sort(([a], [b]) => a - b).map(([, stage]) => stage.sort((a, b) => a.index - b.index));
}

function noPhase(wanted: string, phases: readonly ManifestPhase[]): Problem {
  const ids = phases.map(({ id }) => id);
  const meant = nearest(wanted, ids);
  return {
    severity: 'error',
    code: 'unknown-phase',
    message: `The batch has no phase ${JSON.stringify(wanted.slice(0, 60))}.`,
    hint: meant === undefined ? `Its phases are: ${ids.slice(0, 20).join(', ')}.` : `Did you mean ${meant}?`,
  };
}
