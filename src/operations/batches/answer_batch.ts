import {
  findProject,
  type HoldBatchCode,
  type ManifestPhase,
  type PhaseRecord,
  sameAnswer,
} from '../../batch/index.ts';
import { type Failure, failure, type Problem, success } from '../../diagnostics/index.ts';
import { hasControlCharacters, hiddenText, namedOf, printableLine } from '../../lib/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { askedElsewhere } from './asked_elsewhere.ts';
import { whileHeld } from './batch_context.ts';
import { answerCommand, namedPhase, openBatch } from './batch_lookup.ts';
import { batchStore } from './batch_store.ts';
import { type CarryOutUndoCode, carryOutUndo, type PrepareUndoCode, prepareUndo } from './prepare_undo.ts';

/** A request to answer a question. */
export type AnswerBatchRequest = {
  readonly batch: string;
  readonly phase: string;
  readonly text: string;
  /** Skips the confirmation before finished work is taken out. */
  readonly yes?: boolean;
};

/** Events of answering. */
export type AnswerBatchEvent =
  /** These phases are done but based on a different answer: shown before asking whether to take them out. */
  | { readonly kind: 'to-redo'; readonly phases: readonly string[]; readonly assumed: string }
  | {
      readonly kind: 'answered';
      readonly batch: number;
      readonly phase: ManifestPhase;
      readonly undone: readonly string[];
      /** Whether the answer is the one that was assumed. */
      readonly isAsAssumed: boolean;
      /** Whether the phase had failed, and is now waiting again. */
      readonly isReopened: boolean;
    };

const LONGEST = 2000;

type AnswerBatchCode =
  | CarryOutUndoCode
  | HoldBatchCode
  | NotConfirmedCode
  | PrepareUndoCode
  | 'bad-answer'
  | 'journal-disturbed'
  | 'journal-unwritable'
  | 'nothing-open'
  | 'phase-asked'
  | 'phase-under-way';

/**
 * Answers the question of a phase, or says how to continue a failed one. Work done under the default is redone only if
 * the answer differs, together with the phases that depend on it.
 */
export async function answerBatch(
  context: OperationContext,
  { batch: wanted, phase: named, text, yes = false }: AnswerBatchRequest,
  port: Port<AnswerBatchEvent>,
): Promise<VerbResult<'orchestrator.batch-answer/1', AnswerBatchCode>> {
  const answer = text.trim();
  const bad = badAnswer(answer);
  if (bad) return bad;
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const stored = await openBatch(context, wanted);
  if (!stored.ok) return stored;
  const store = batchStore(context);
  const history = await store.history(stored.value);
  if (!history.ok) return history;
  const { number } = stored.value;
  const found = namedPhase(stored.value.manifest, named);
  if (!found.ok) {
    const open = openInWords(number, history.value.state.phases);
    const withOpen = (problem: Problem<'unknown-phase'>) => ({ ...problem, hint: `${problem.hint} ${open}` });
    return { ...found, problems: found.problems.map(withOpen) };
  }
  const phase = found.value;
  const record = history.value.state.phases.find((each) => each.phase.id === phase.id);
  const state = record?.progress.state ?? 'waiting';
  const asker = record?.asked && store.owner(stored.value);
  if (asker !== undefined) return failure('problems', askedElsewhere(number, phase.id, asker));
  if (phase.question === undefined && state !== 'failed')
    return failure('problems', nothingOpen(number, phase, history.value.state.phases));
  const assumed = wentBy(record) ?? phase.question?.default ?? null;
  const isAsAssumed = assumed !== null && sameAnswer(assumed, answer);
  if (state === 'running' || state === 'gating' || state === 'merging')
    return failure('problems', underWay(number, phase));
  let undone: readonly string[] = [];
  if (state === 'done' && !isAsAssumed) {
    const prepared = await prepareUndo(context, wanted, { phases: [phase.id], withDependents: true });
    if (!prepared.ok) return prepared;
    undone = prepared.value.undo.phases.map(({ id }) => id);
    const refused = yes
      ? undefined
      : await confirmChange(port, 'Take them out and do them again?', {
          before: () => port.show({ kind: 'to-redo', phases: undone, assumed: assumed ?? '' }),
          hint: `${namedOf('Phase', undone)} used another answer and would be done again: add --yes.`,
        });
    if (refused) return refused;
    const taken = await carryOutUndo(prepared.value);
    if (!taken.ok) return taken;
  }
  const said = await whileHeld({ context, project: project.value, stored: stored.value }, async (held) => {
    const written = await held.record({ event: 'phase-answered', phase: phase.id, answer });
    if (!written.ok || state !== 'failed') return written;
    return held.record({ event: 'phase-reopened', phase: phase.id, why: 'retry' });
  });
  if (!said.ok) return said;
  const isReopened = state === 'failed';
  await port.show({ kind: 'answered', batch: number, phase, undone, isAsAssumed, isReopened });
  return success(
    makeDocument('orchestrator.batch-answer/1', {
      ...{ ok: true, batch: number, phase: phase.id, question: phase.question?.text ?? null },
      ...{ assumed, answer, undone: [...undone], problems: [] },
    }),
  );
}

/** The answer that the phase's attempts were based on: the last one before them. */
function wentBy(record: PhaseRecord | undefined): string | undefined {
  return record?.answer?.text;
}

function badAnswer(answer: string): Failure<'bad-answer'> | undefined {
  const why =
    answer === ''
      ? 'The answer is empty'
      : answer.length > LONGEST
        ? `The answer has more than ${LONGEST} characters`
        : hasControlCharacters(answer) || hiddenText(answer).length > 0
          ? 'The answer contains invisible text'
          : undefined;
  if (why === undefined) return undefined;
  return failure('usage', {
    severity: 'error',
    code: 'bad-answer',
    message: `${why}.`,
    hint: 'Say in a few sentences what is to be done.',
  });
}

function nothingOpen(
  batch: number,
  { id }: ManifestPhase,
  phases: readonly PhaseRecord[],
): Problem<'nothing-open'> {
  return {
    severity: 'error',
    code: 'nothing-open',
    message: `Phase ${id} has nothing to answer: it asks no question in the plan, and it has not failed.`,
    hint: openInWords(batch, phases),
  };
}

/** Lists the open questions and the commands to answer them: first failed phases, then questions of the plan. */
function openInWords(batch: number, phases: readonly PhaseRecord[]): string {
  const failed = phases.filter(({ progress }) => progress.state === 'failed');
  const asked = phases.filter(
    ({ phase, answer, progress }) =>
      phase.question !== undefined && answer === undefined && progress.state !== 'failed',
  );
  const open = [
    ...failed.map(({ phase }) => ({ id: phase.id, what: 'it failed' })),
    ...asked.map(({ phase }) => ({
      id: phase.id,
      what: `"${printableLine(phase.question?.text ?? '').slice(0, 120)}"`,
    })),
  ];
  if (open.length === 0) return `Nothing in batch ${batch} is waiting for an answer.`;
  const named = open
    .slice(0, MAX_NAMED)
    .map(({ id, what }) => `phase ${printableLine(id)} (${what}): ${answerCommand(batch, id)}`);
  const more = open.length > named.length ? `; all: orchestrator batch decisions ${batch}` : '';
  return `Waiting for an answer: ${named.join('; ')}${more}`;
}

const MAX_NAMED = 5;

function underWay(batch: number, { id }: ManifestPhase): Problem<'phase-under-way'> {
  return {
    severity: 'error',
    code: 'phase-under-way',
    message: `Phase ${id} is running with the answer it already has.`,
    hint: `Answer when it has finished, or stop it first: orchestrator batch stop ${batch}`,
  };
}
