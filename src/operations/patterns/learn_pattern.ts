import { basename, join } from 'node:path';
import { projectRoot } from '../../context/index.ts';
import { failure, type Problem, success } from '../../diagnostics/index.ts';
import { countOf, unifiedDiff } from '../../lib/index.ts';
import {
  type Pattern,
  type PatternProblemCode,
  printPattern,
  qualifiedId,
  readPattern,
} from '../../patterns/index.ts';
import { patternIn, type ReadPlanCode, readPlan, type UncheckedPlan } from '../../plan/index.ts';
import { readText } from '../../platform/index.ts';
import { createSecrets } from '../../tape/index.ts';
import { type OpenBatchCode, openBatch } from '../batches/batch_lookup.ts';
import { batchStore } from '../batches/batch_store.ts';
import { viewBatch } from '../batches/batch_view.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { suggestGate } from '../orchestrate/suggest_gate.ts';
import type { Port } from '../port.ts';
import { inputsOfPlan, learnedId, learnedPattern, type OwnName } from './learned_pattern.ts';
import { openPatterns } from './open_patterns.ts';
import { patternPlace, type WritableLayer, writePattern } from './pattern_place.ts';

/** The batch to turn into a pattern. */
export type LearnPatternRequest = {
  readonly batch: string;
  /** The pattern's id; by default, made from the plan's title. */
  readonly id?: string;
  readonly domain?: string;
  readonly to?: WritableLayer;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
};

/** Events of {@link learnPattern}. */
export type LearnPatternEvent =
  /** The change to be written: shown before the question, or in place of it. */
  | { readonly kind: 'to-learn'; readonly diff: string; readonly replaced: readonly OwnName[] }
  | { readonly kind: 'pattern-learned'; readonly pattern: string; readonly file: string };

/** The largest plan that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024;

type LearnPatternCode =
  | NotConfirmedCode
  | OpenBatchCode
  | PatternProblemCode
  | ReadPlanCode
  | 'batch-not-done'
  | 'cannot-write'
  | 'no-user-folder'
  | 'plan-absent'
  | 'private-in-pattern';

/** Makes a pattern from a successful batch, shown as a diff before it is written. */
export async function learnPattern(
  context: OperationContext,
  request: LearnPatternRequest,
  port: Port<LearnPatternEvent>,
): Promise<VerbResult<'orchestrator.patterns-learn/1', LearnPatternCode>> {
  const { to = 'project', yes = false, dryRun = false, domain } = request;
  const opened = await openBatch(context, request.batch);
  if (!opened.ok) return opened;
  const { manifest, number } = opened.value;
  const { state } = await viewBatch(context, opened.value);
  const left = state.phases.filter(({ progress }) => progress.state !== 'done').length;
  if (left > 0) return failure('problems', notGood(number, left));
  const copy = batchStore(context).plan(opened.value);
  const plan = copy.kind === 'text' ? readPlan(copy.text, manifest.plan.file) : undefined;
  if (plan === undefined) return failure('problems', NO_PLAN);
  if (!plan.ok) return plan;
  const own = await ownNames(context, inputsOfPlan(plan.value));
  const id = request.id ?? (learnedId(plan.value.title?.value ?? '', own) || `batch-${number}`);
  const origin = originOf(context, plan.value);
  const pattern = learnedPattern({ plan: plan.value, state, id, domain, origin, own });
  const text = printPattern(pattern);
  if (createSecrets().find(text) !== undefined) return failure('problems', SECRET);
  const place = patternPlace(context, id, to);
  if (!place.ok) return place;
  const { shown, before } = place.value;
  const checked = readPattern(text, { layer: to, file: shown, stem: id });
  if (!checked.ok) return checked;
  const diff = unifiedDiff(before, text, shown);
  const replaced = own.filter(({ input }) => pattern.inputs?.some(({ name }) => name === input));
  const fields = {
    pattern: qualifiedId(checked.value.pattern),
    version: checked.value.pattern.version,
    file: shown,
    diff,
  };
  if (dryRun) {
    await port.show({ kind: 'to-learn', diff, replaced });
    return success(
      makeDocument('orchestrator.patterns-learn/1', { ok: true, dryRun, ...fields, problems: [] }),
    );
  }
  if (!yes) {
    const refused = await confirmChange(
      port,
      before === undefined ? `Write ${shown}?` : `Replace ${shown}?`,
      {
        before: () => port.show({ kind: 'to-learn', diff, replaced }),
      },
    );
    if (refused) return refused;
  }
  const written = await writePattern(place.value, text);
  if (!written.ok) return written;
  await port.show({ kind: 'pattern-learned', pattern: fields.pattern, file: shown });
  return success(
    makeDocument('orchestrator.patterns-learn/1', {
      ok: true,
      dryRun,
      ...fields,
      problems: checked.value.warnings.map((one): Problem => one),
    }),
  );
}

/** Words specific to this project: the inputs its plan was filled with, its name, its test command. */
async function ownNames(context: OperationContext, filled: readonly OwnName[]): Promise<OwnName[]> {
  const root = projectRoot(context.cwd);
  const named = packageName(root);
  const gate = (await suggestGate(context))?.command;
  const found: OwnName[] = [
    ...filled,
    ...(gate === undefined
      ? []
      : [
          { input: 'test-command', value: gate, describe: 'the command that runs all tests', isCommon: true },
        ]),
    ...[named, basename(root)].flatMap((value) =>
      value === undefined ? [] : [{ input: 'project', value, describe: 'the name of the project' }],
    ),
  ];
  // The first of those with the same value counts; and of those with the same name.
  return found.filter(
    ({ input, value }, at) =>
      !found.slice(0, at).some((other) => other.input === input || other.value === value),
  );
}

/** The pattern that a plan came from, if it still exists here under that name. */
function originOf(context: OperationContext, { source }: UncheckedPlan): Pattern | undefined {
  const origin = patternIn(source);
  if (origin === undefined) return undefined;
  return openPatterns(context).patterns.find((one) => qualifiedId(one) === origin.id);
}

/** The name that the project's package.json gives it. */
function packageName(root: string): string | undefined {
  const read = readText(join(root, 'package.json'), LARGEST);
  try {
    const said = read.kind === 'text' ? (JSON.parse(read.text) as { name?: unknown }) : {};
    return typeof said.name === 'string' ? said.name : undefined;
  } catch {
    return undefined;
  }
}

function notGood(batch: number, left: number): Problem<'batch-not-done'> {
  return {
    severity: 'error',
    code: 'batch-not-done',
    message: `${countOf(left, 'phase')} of batch ${batch} ${left === 1 ? 'is' : 'are'} not done, so there is nothing to learn from yet.`,
    hint: `Continue it: orchestrator batch run ${batch}`,
  };
}

const NO_PLAN: Problem<'plan-absent'> = {
  severity: 'error',
  code: 'plan-absent',
  message: "The plan in the batch's folder cannot be read.",
  hint: 'Check the batch with: orchestrator batch show',
};

const SECRET: Problem<'private-in-pattern'> = {
  severity: 'error',
  code: 'private-in-pattern',
  message: 'The plan contains what looks like a key or a password; no pattern was made from it.',
  hint: 'Remove it from the plan, and generate the batch again.',
};
