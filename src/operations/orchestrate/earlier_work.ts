import { join, resolve } from 'node:path';
import { findProject } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import { shellWord } from '../../lib/index.ts';
import {
  constraintsIn,
  listConstraints,
  type PlanConstraints,
  patternIn,
  readPlan,
  requirementIn,
  splitRequirement,
} from '../../plan/index.ts';
import { displayPath, isWithin, namesIn, readText, sha256 } from '../../platform/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import type { OperationContext } from '../context.ts';
import { inspectBatches } from '../status/inspect_batches.ts';
import { batchInHand } from '../status/next_command.ts';

/** A plan that was drafted earlier for the same requirement. */
export type EarlierPlan = {
  /** The path for messages. */
  readonly shown: string;
  readonly text: string;
  readonly phases: number;
  /** Whether it was never filled in: it contains only placeholders. */
  readonly isSkeleton: boolean;
};

/** The newest plan of the project that was drafted for exactly this requirement. */
export function earlierPlan(
  { cwd }: OperationContext,
  text: string,
  constraints: PlanConstraints,
): EarlierPlan | undefined {
  const root = projectRoot(cwd);
  const folder = join(root, '.orchestrator', 'plans');
  if (!isWithin(root, folder)) return undefined;
  const wanted = splitRequirement(text).lines.map((line) => line.text);
  const wishes = JSON.stringify(listConstraints(constraints));
  const found = namesIn(folder).flatMap((name): EarlierPlan[] => {
    const path = join(folder, name);
    const read = name.endsWith('.md') && isWithin(root, path) ? readText(path, LARGEST, 'keep') : undefined;
    if (read?.kind !== 'text') return [];
    const lines = requirementIn(read.text);
    if (lines.length === 0 || lines.join('\n') !== wanted.join('\n')) return [];
    if (JSON.stringify(listConstraints(constraintsIn(read.text))) !== wishes) return [];
    const plan = readPlan(read.text, name);
    if (!plan.ok) return [];
    const { phases } = plan.value;
    const isSkeleton = phases.length > 0 && phases.every(({ title }) => title.startsWith('TODO'));
    return [{ shown: displayPath(cwd, path), text: read.text, phases: phases.length, isSkeleton }];
  });
  return found.findLast(({ isSkeleton }) => !isSkeleton) ?? found.at(-1);
}

/** The newest plan of the project with exactly this text, as a path for messages. */
export function samePlan({ cwd }: OperationContext, text: string): string | undefined {
  const root = projectRoot(cwd);
  const folder = join(root, '.orchestrator', 'plans');
  if (!isWithin(root, folder)) return undefined;
  const found = namesIn(folder).findLast((name) => {
    const path = join(folder, name);
    const read = name.endsWith('.md') && isWithin(root, path) ? readText(path, LARGEST, 'keep') : undefined;
    return read?.kind === 'text' && read.text === text;
  });
  return found === undefined ? undefined : displayPath(cwd, join(folder, found));
}

const LARGEST = 1024 * 1024;

/** The newest batch that was generated from exactly this plan. */
export async function batchOf(context: OperationContext, plan: string): Promise<number | undefined> {
  const project = findProject(context.cwd);
  if (!project.ok) return undefined;
  const store = batchStore(context);
  const hash = sha256(plan);
  for (const number of store.numbers(project.value).toReversed()) {
    const read = await store.read(project.value, number);
    if (read.ok && read.value.manifest.plan.sha256 === hash) return number;
  }
  return undefined;
}

/** Whether a plan fits the pattern that the user named, with or without its layer, or named none. */
export function isOfPattern(text: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const id = patternIn(text)?.id;
  return id !== undefined && (id === wanted || id.endsWith(`/${wanted}`));
}

/** The same for a plan's file, as it is now. */
export async function batchOfFile(context: OperationContext, file: string): Promise<number | undefined> {
  const read = readText(resolve(context.cwd, file), LARGEST_PLAN, 'keep');
  return read.kind === 'text' ? batchOf(context, read.text) : undefined;
}

const LARGEST_PLAN = 256 * 1024 * 1024;

/** The next step with a plan that is not to be run now: its batch, if it has one, comes before another one. */
export async function nextForPlan(
  context: OperationContext,
  file: string,
): Promise<{ readonly batch: number | null; readonly detail: string; readonly next: string }> {
  const batch = (await batchOfFile(context, file)) ?? null;
  if (batch === null)
    return {
      batch,
      detail: 'only a plan was requested; continue with --execute',
      next: `orchestrator batch generate ${shellWord(file)}`,
    };
  const own = (await inspectBatches(context)).batches.filter((each) => each.batch === batch);
  const summary = own.map((each) => `: ${each.state}, ${each.summary}`).join('');
  return {
    batch,
    detail: `batch ${batch}${summary}`,
    next: batchInHand({ batches: own })?.command ?? `orchestrator batch report ${batch}`,
  };
}
