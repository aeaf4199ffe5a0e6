import {
  attemptNames,
  decisiveLog,
  evidenceExcerpt,
  type ManifestPhase,
  type PhaseRecord,
} from '../../batch/index.ts';
import { type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import type { OperationContext } from '../context.ts';
import { answerCommand, type OpenBatchCode, openBatch } from './batch_lookup.ts';
import { type ViewedBatch, viewBatch } from './batch_view.ts';
import { type BranchDivergence, divergenceOfInspected, rebaseCommand } from './branch_divergence.ts';

/** An open decision for a person. */
export type Decision = {
  /** The phase's id in the plan. */
  readonly phase: string;
  readonly prp: string;
  readonly title: string;
  /** Why no attempts are left. */
  readonly reason: string;
  /** The matter to decide. */
  readonly decision: string | null;
  readonly attempts: number;
  /** The process that is asking the question now; `null` if none is. */
  readonly askedBy: string | null;
  /** Why the last attempt failed, safe to show: the finding, and the part of the output that explains it. */
  readonly evidence: readonly string[];
  /** The most useful log of the last attempt, as the user would write it; `null` if there is none. */
  readonly log: string | null;
  /** The PRPs of the phases that are blocked until it is decided. */
  readonly blocks: readonly string[];
  /** The commands that can be run next, each with its effect. */
  readonly commands: readonly { readonly command: string; readonly does: string }[];
};

/** A question that the plan left open: the phase uses its default until somebody answers. */
export type OpenQuestion = {
  /** The phase's id in the plan. */
  readonly phase: string;
  readonly prp: string;
  readonly title: string;
  readonly question: string;
  readonly default: string;
  /** The command to answer it. */
  readonly command: string;
};

/** The open decisions and questions of a batch, in phase order. */
export type OpenDecisions = {
  readonly batch: number;
  readonly decisions: readonly Decision[];
  readonly questions: readonly OpenQuestion[];
  readonly problems: readonly Problem[];
};

/** Finds the decisions and questions of a batch that wait for a person. */
export async function openDecisions(
  context: OperationContext,
  wanted: string | undefined,
): Promise<Result<OpenDecisions, OpenBatchCode>> {
  const opened = await openBatch(context, wanted);
  if (!opened.ok) return opened;
  const seen = await viewBatch(context, opened.value);
  const behind = await divergenceOfInspected(context, seen);
  const decisions = seen.state.phases.flatMap((record) => decisionOf(seen, record, behind) ?? []);
  const questions = seen.state.phases.flatMap((record) => questionOf(seen, record) ?? []);
  const problems = [...seen.problems, ...behind.notes];
  return success({ batch: opened.value.number, decisions, questions, problems });
}

function questionOf(
  { state }: ViewedBatch,
  { phase: { id, prp, title, question }, answer }: PhaseRecord,
): OpenQuestion | undefined {
  if (question === undefined || answer !== undefined) return undefined;
  const command = answerCommand(state.batch, id);
  return { phase: id, prp, title, question: question.text, default: question.default, command };
}

function decisionOf(
  seen: ViewedBatch,
  record: PhaseRecord,
  { canRebase }: Pick<BranchDivergence, 'canRebase'>,
): Decision | undefined {
  const { state, folder, owner, hasLog = () => true } = seen;
  const { phase, progress, attempts, asked } = record;
  const isAsked = asked !== undefined && owner !== undefined;
  if (progress.state !== 'failed' && !isAsked) return undefined;
  const { reason, decision } = progress.state === 'failed' ? progress : (asked ?? NOTHING);
  const last = attempts.at(-1);
  const log = decisiveLog(record);
  return {
    phase: phase.id,
    prp: phase.prp,
    title: phase.title,
    reason,
    decision: decision ?? null,
    attempts: attempts.length,
    askedBy: isAsked ? `process ${owner.pid} on ${owner.host}` : null,
    evidence: evidenceExcerpt(printable(last?.failed?.evidence ?? ''), MAX_LINES),
    log: log === undefined || !hasLog(log) ? null : `${folder}/${log}`,
    blocks: state.phases.flatMap(({ phase: other, progress: { state: standing, ...rest } }) =>
      standing === 'blocked' && 'by' in rest && rest.by === phase.id ? [other.prp] : [],
    ),
    commands: commandsFor(state.batch, phase, {
      isAsked,
      canRebase,
      hasLog: log !== undefined && last !== undefined && hasLog(attemptNames(phase, last.number).log),
    }),
  };
}

/** Lines of output and findings to show: enough to recognize the problem; the log has the rest. */
const MAX_LINES = 12;

const NOTHING = { reason: '', decision: undefined };

function commandsFor(
  batch: number,
  { id }: ManifestPhase,
  {
    isAsked,
    hasLog,
    canRebase,
  }: { readonly isAsked: boolean; readonly hasLog: boolean; readonly canRebase: boolean },
): Decision['commands'] {
  const log = {
    command: `orchestrator batch logs ${batch} --phase ${id}`,
    does: 'shows what the last attempt did',
  };
  const logs = hasLog ? [log] : [];
  // It has to be answered where it is being asked.
  if (isAsked) return logs;
  return [
    ...logs,
    {
      command: answerCommand(batch, id),
      does: 'says how to continue, and retries it with that in its prompt',
    },
    {
      command: `orchestrator batch retry ${batch} --phase ${id}`,
      does: `retries it with the next: orchestrator batch run ${batch}`,
    },
    ...(canRebase
      ? [
          {
            command: rebaseCommand(batch, [id]),
            does: 'the same, starting with what your branch has gained since',
          },
        ]
      : []),
  ];
}
