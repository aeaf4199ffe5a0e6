import { join } from 'node:path';
import {
  type Away,
  CONTROLLER,
  dropSubmission,
  type ExpectedErrorCode,
  findProject,
  type JournalProblemCode,
  logsFolder,
  openRepository,
  type PlacedEnd,
  type SubmissionCode,
  takeResults,
} from '../../batch/index.ts';
import { batchSettings } from '../../config/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printable, printableLine } from '../../lib/index.ts';
import {
  appendBytes,
  createReadOnlyGit,
  displayPath,
  makeFolders,
  readEnd,
  removeTree,
  replaceFile,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { type QuietBatchCode, whileHeld } from './batch_context.ts';
import { openBatch } from './batch_lookup.ts';
import { viewBatch } from './batch_view.ts';
import { catchRefusals } from './catch_refusals.ts';
import {
  type ImportBatchEvent,
  type ImportBatchRequest,
  type ImportResultsCode,
  importResults,
} from './import_batch.ts';
import { withPlace } from './open_place.ts';
import type { SubmitEvent } from './submit_event.ts';

/** The batch to take back, and options for judging its results. */
export type TakeBackRequest = Omit<ImportBatchRequest, 'files' | 'link' | 'copy'> & {
  /** Waits until the batch is over there. */
  readonly wait?: boolean;
  /** Stops it there first, and takes it back in any case. */
  readonly end?: boolean;
};

/** Why a batch cannot be taken back from a place. */
export type TakeBackCode =
  | ImportResultsCode
  | JournalProblemCode
  | QuietBatchCode
  | SubmissionCode
  | 'last-words'
  | 'not-away'
  | 'place-result';

type TakeBackResult = VerbResult<'orchestrator.batch-submit/1', TakeBackCode>;

/** Error codes of {@link resultsOf}. */
type ResultsOfCode = ExpectedErrorCode | SubmissionCode | 'place-result';

/**
 * Takes a batch back from the place that it was handed over to, once it is over there: the results of its phases are judged and
 * merged here, like any results from elsewhere.
 */
export async function takeBatchBack(
  context: OperationContext,
  { wait = false, end = false, ...request }: TakeBackRequest,
  port: Port<SubmitEvent>,
): Promise<TakeBackResult> {
  const project = findProject(context.cwd);
  if (!project.ok) return project;
  const opened = await openBatch(context, request.batch);
  if (!opened.ok) return opened;
  const { number: batch, folder } = opened.value;
  const { state } = await viewBatch(context, opened.value);
  const { away } = state;
  if (away === undefined) return { ...failure('usage', notAway(batch)), known: { batch } };
  const known = { batch, place: away.place, state: 'away', job: away.job ?? null } as const;
  const kept = batchSettings({ env: context.env, userFolder: context.userFolder });
  const settings = Object.hasOwn(kept.places, away.place) ? kept.places[away.place] : undefined;
  if (settings === undefined) return { ...failure('usage', placeGone(away)), known };
  const git = createReadOnlyGit(context.env);
  const repository = await catchRefusals(() => openRepository(git, project.value.root));
  if (!repository.ok) return { ...repository, known };
  const gitContext = { git, repository: repository.value, signal: new AbortController().signal };
  const log = join(logsFolder(folder), `${CONTROLLER}-${away.token}.log`);
  const results = join(folder, 'returned', away.token);
  const prps = new Set(opened.value.manifest.phases.map(({ prp }) => prp));
  const place = { name: away.place, settings, repository: repository.value, project: project.value };
  return withPlace(context, place, async (placement): Promise<TakeBackResult> => {
    makeFolders(logsFolder(folder));
    await replaceFile(log, '');
    let holds: string | undefined;
    const off = new AbortController();
    const isCalledOff = () => port.signal.aborted;
    port.signal.addEventListener('abort', () => off.abort());
    const attempt = await placement.takeOver(
      { batch, prp: CONTROLLER, attempt: 1, token: away.token, base: away.commit },
      {
        log: (bytes) => appendBytes(log, bytes),
        ...{ heartbeat: () => {}, queued: () => {} },
        waits(why) {
          holds = why;
          // Without `wait`, the reason for waiting is reported at once.
          if (why !== undefined && !wait && !end) off.abort();
        },
      },
      off.signal,
    );
    const settled = () => Promise.race([attempt.over, Promise.resolve(undefined)]);
    const called = new Promise<undefined>((resolve) => {
      if (isCalledOff()) resolve(undefined);
      port.signal.addEventListener('abort', () => resolve(undefined));
      off.signal.addEventListener('abort', () => resolve(undefined));
    });
    if (end) await Promise.race([attempt.group.end(GRACE_MS), called]);
    const over =
      end || (wait && !isCalledOff()) ? await Promise.race([attempt.over, called]) : await settled();
    if (over === undefined) {
      attempt.leave();
      if (isCalledOff()) return { ...interrupted(calledOff(batch, away.place, end)), known };
      return { ...failure('problems', stillAway(batch, away, holds)), known };
    }
    const taken = await resultsOf(over);
    if (!taken.ok && !end)
      return { ...failure('problems', ...taken.problems, ...lastWords(log, batch)), known };
    let phases: DocumentOf<'orchestrator.batch-submit/1'>['phases'] = [];
    const problems: Problem[] = taken.ok
      ? []
      : taken.problems.map((each) => ({ ...each, severity: 'warning' }));
    if (taken.ok) {
      const judged = await importResults(
        context,
        { ...request, files: [results], place: away.place, part: away.manifest },
        ofRun(port),
      );
      if (!judged.ok) return { ...judged, known };
      phases = judged.value.phases;
      problems.push(...(judged.value.problems as readonly Problem[]));
      // After an interruption, the next call continues.
      if (phases.some(({ outcome }) => outcome === 'left'))
        return { ...failure('interrupted', notAllJudged(batch)), known: { ...known, phases } };
    }
    const recorded = await whileHeld(
      { context, project: project.value, stored: opened.value },
      (held) =>
        held.record({
          ...{ event: 'taken-back', token: away.token, outcome: taken.ok ? 'brought' : 'lost' },
          why: taken.ok ? '' : printableLine(taken.problems[0]?.message ?? '').slice(0, 1_000),
        }),
      { isBack: true },
    );
    if (!recorded.ok) return { ...recorded, known };
    await dropSubmission(gitContext, batch);
    // Refused results are kept for inspection.
    if (phases.every(({ outcome }) => outcome !== 'refused')) await removeTree(join(folder, 'returned'));
    const left = await placement.tidy([away.token]);
    if (left !== undefined) problems.push(notTidied(away.place, left));
    const ok = taken.ok && phases.every(({ outcome }) => outcome === 'merged' || outcome === 'already');
    const document = {
      ok,
      batch,
      place: away.place,
      state: 'here',
      job: away.job ?? null,
      phases,
      problems,
    } as const;
    const { state: now } = await viewBatch(context, opened.value);
    const isDone = now.phases.every(({ progress }) => progress.state === 'done');
    await port.show({ kind: 'submission', document, isDone });
    return success(makeDocument('orchestrator.batch-submit/1', document));
  });

  /** Takes the results left at the place into a folder here. */
  async function resultsOf({ commit, fault, code }: PlacedEnd): Promise<Result<undefined, ResultsOfCode>> {
    if (commit === undefined) return failure('problems', nothingHad(batch, fault?.why));
    const taken = await catchRefusals(() => takeResults(gitContext, { commit, folder: results, prps }));
    if (taken.ok || fault === undefined)
      return taken.ok
        ? taken
        : failure(taken.cause, ...taken.problems.map((each) => ({ ...each, ...ended(code) })));
    return failure('problems', nothingHad(batch, fault.why));
  }

  function ended(code: number | null): { readonly hint: string } {
    return {
      hint: `It ended with code ${code ?? '-'}; its log: ${displayPath(context.cwd, log)}. To give it up: orchestrator batch submit ${batch} --end`,
    };
  }
}

/** A port for the events of judging, without the import's document. */
function ofRun(port: Port<SubmitEvent>): Port<ImportBatchEvent> {
  return { ...port, show: (event) => (event.kind === 'imported' ? undefined : port.show(event)) };
}

/** Time for the run there to stop its work in progress and to hand over completed work. */
const GRACE_MS = 90_000;

function lastWords(log: string, batch: number): Problem<'last-words'>[] {
  const text = printable(readEnd(log, 2_000).toString('utf8')).trimEnd();
  if (text === '') return [];
  const lines = text.split('\n').slice(-10).join('\n');
  return [
    { severity: 'note', code: 'last-words', message: `The last output of batch ${batch} there:\n${lines}` },
  ];
}

function notAway(batch: number): Problem<'not-away'> {
  return {
    severity: 'error',
    code: 'not-away',
    message: `Batch ${batch} is not handed over: it never was, or it has been taken back.`,
    hint: `To hand it over: orchestrator batch submit ${batch} --to PLACE`,
  };
}

function placeGone({ place }: Away): Problem<'usage'> {
  return {
    severity: 'error',
    code: 'usage',
    message: `The batch is at ${printableLine(place)}, but your settings no longer have a place of that name.`,
    hint: 'Add it to your settings again; docs/places.md says how.',
  };
}

function stillAway(batch: number, { place }: Away, holds: string | undefined): Problem<'batch-away'> {
  const how = holds === undefined ? 'under way' : 'not over';
  return {
    severity: 'error',
    code: 'batch-away',
    message: `Batch ${batch} is ${how} at ${printableLine(place)}${holds === undefined ? '' : `: ${printableLine(holds)}`}. Nothing was changed.`,
    hint: `To wait for it: --collect --wait. To end it there and take back what is done: orchestrator batch submit ${batch} --end`,
  };
}

function calledOff(batch: number, place: string, end: boolean): string {
  const outcome = end ? 'It was told to end there; whether it has is unknown' : 'It continues there';
  return `Stopped; batch ${batch} is at ${printableLine(place)} as before. ${outcome}. To take it back: orchestrator batch submit ${batch} ${end ? '--end' : '--collect'}`;
}

function nothingHad(batch: number, why = 'it did not say how it ended'): Problem<'place-result'> {
  return {
    severity: 'error',
    code: 'place-result',
    message: `The results of batch ${batch} cannot be fetched: ${printableLine(why)}`,
    hint: `To give them up and have the batch here as it was: orchestrator batch submit ${batch} --end`,
  };
}

function notAllJudged(batch: number): Problem<'interrupted'> {
  return {
    severity: 'error',
    code: 'interrupted',
    message: 'Stopped before every result was checked. What was fetched so far is here.',
    hint: `To continue: orchestrator batch submit ${batch} --collect`,
  };
}

function notTidied(place: string, why: string): Problem<'place-not-tidied'> {
  return {
    severity: 'warning',
    code: 'place-not-tidied',
    message: `Files of the batch are still at ${printableLine(place)}: ${printableLine(why)}`,
    hint: 'The next run of the batch removes it.',
  };
}
