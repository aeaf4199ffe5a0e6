import {
  type BatchManifest,
  type BatchStatusName,
  batchStatus,
  countPhases,
  countsInWords,
  findProject,
  type ManifestPhase,
  type ProjectProblemCode,
  questionsAsked,
  questionsInWords,
  type StatusDocument,
  statusNameOf,
} from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { displayPath } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { namedPhase, type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { viewBatch } from './batch_view.ts';
import { findLostBatchNotes } from './lost_batches.ts';

/** A batch in a list. */
export type ListedBatch = {
  readonly batch: number;
  readonly title: string;
  readonly stages: number;
  readonly phases: number;
  /** The path as the user would write it. */
  readonly folder: string;
  readonly archived: boolean;
  readonly state: BatchStatusName;
  readonly counts: StatusDocument['counts'];
  /** The counts, and whether a question waits, as part of a sentence. */
  readonly summary: string;
  /** Number of questions waiting for an answer in the terminal of its run, if any. */
  readonly questions?: number;
};

/** The batches of a project, and problems with unreadable ones. */
export type BatchList = { readonly batches: readonly ListedBatch[]; readonly problems: readonly Problem[] };

/** Lists the batches of the project, by number; archived ones last, if requested. */
export async function listBatches(
  context: OperationContext,
  { all }: { readonly all: boolean },
): Promise<Result<BatchList, ProjectProblemCode>> {
  const found = findProject(context.cwd);
  if (!found.ok) return found;
  const project = found.value;
  const batches: ListedBatch[] = [];
  const problems: Problem[] = [];
  const store = batchStore(context);
  for (const isArchived of all ? [false, true] : [false]) {
    for (const number of store.numbers(project, { isArchived })) {
      const read = await store.read(project, number, { isArchived });
      if (!read.ok) {
        problems.push(...read.problems);
        continue;
      }
      const { manifest } = read.value;
      const view = await viewBatch(context, read.value);
      problems.push(...view.problems);
      const asked = questionsAsked(view);
      batches.push({
        batch: number,
        title: manifest.title,
        stages: stagesIn(manifest).length,
        phases: manifest.phases.length,
        folder: view.folder,
        archived: isArchived,
        state: statusNameOf(view),
        counts: countPhases(view.state.phases),
        summary: [countsInWords(view), questionsInWords(view)].filter(Boolean).join('; '),
        ...(asked === 0 ? {} : { questions: asked }),
      });
    }
  }
  problems.push(...(await findLostBatchNotes(context, project)));
  return success({ batches, problems });
}

/** A batch as it was generated. */
export type ShownBatch = {
  readonly manifest: BatchManifest;
  /** The outcomes of the attempts at each phase, by its id, as in `batch status`. */
  readonly attempts: ReadonlyMap<string, StatusDocument['phases'][number]['attempts']>;
  /** Its stages in order, each with its phases in order. */
  readonly stages: readonly (readonly ManifestPhase[])[];
  readonly folder: string;
  /** Problems with its files. */
  readonly problems: readonly Problem[];
};

/** Reads a batch and checks that its prompts are unchanged. */
export async function showBatch(
  context: OperationContext,
  batch: string,
): Promise<Result<ShownBatch, OpenBatchCode>> {
  const read = await openBatch(context, batch);
  if (!read.ok) return read;
  const { manifest, folder } = read.value;
  const problems = manifest.phases.flatMap((phase) => {
    const prompt = batchStore(context).prompt(read.value, phase);
    return prompt.ok ? [] : prompt.problems;
  });
  const { state, isHeld } = await viewBatch(context, read.value);
  return success({
    manifest,
    attempts: new Map(
      batchStatus(manifest, state, { isHeld }).phases.map(({ id, attempts }) => [id, attempts]),
    ),
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
): Promise<
  Result<{ readonly phase: ManifestPhase; readonly text: string }, OpenBatchCode | 'unknown-phase'>
> {
  const read = await openBatch(context, batch);
  if (!read.ok) return read;
  const phase = namedPhase(read.value.manifest, wanted);
  if (!phase.ok) return phase;
  const text = batchStore(context).prompt(read.value, phase.value);
  return text.ok ? success({ phase: phase.value, text: text.value }) : text;
}

function stagesIn({ phases }: BatchManifest): ManifestPhase[][] {
  const stages = new Map<number, ManifestPhase[]>();
  for (const phase of phases) stages.set(phase.stage, [...(stages.get(phase.stage) ?? []), phase]);
  return [...stages].sort(([a], [b]) => a - b).map(([, stage]) => stage.sort((a, b) => a.index - b.index));
}
