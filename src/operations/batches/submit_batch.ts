import { randomUUID } from 'node:crypto';
import {
  CONTROLLER,
  controllerCommand,
  manifestDigest,
  openPart,
  type SubmissionCode,
  writeSubmission,
} from '../../batch/index.ts';
import { type Failure, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { nearest, printableLine } from '../../lib/index.ts';
import { approveCommands, type NotApprovedCode } from '../approve_commands.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import { type QuietBatchCode, whileHeld } from './batch_context.ts';
import { batchStore } from './batch_store.ts';
import { atPlace } from './command_at_place.ts';
import { withPlace } from './open_place.ts';
import { type PrepareRunCode, prepareRun } from './prepare_run.ts';
import { remoteCommandHash, remoteReachHashes } from './remote_commands.ts';
import { remoteFlags, remoteVariables } from './remote_flags.ts';
import { remoteProjectId } from './remote_project_id.ts';
import { runSettings } from './run_options.ts';
import type { SubmitEvent } from './submit_event.ts';
import { optionsWithoutEffect, type SubmitRequest } from './submit_flags.ts';
import { type TakeBackCode, takeBatchBack } from './take_batch_back.ts';
import { notSent, whyNotWhole } from './whole_handover.ts';

/** Why a batch cannot be handed over to a place, or taken back. */
export type SubmitCode =
  | PrepareRunCode
  | TakeBackCode
  | NotApprovedCode
  | QuietBatchCode
  | SubmissionCode
  | 'place-refused'
  | 'place-result';

type SubmitResult = VerbResult<'orchestrator.batch-submit/1', SubmitCode>;

/** Hands a complete batch over to a place, where it runs unattended; or takes it back from there. */
export async function submitBatch(
  context: OperationContext,
  request: SubmitRequest,
  port: Port<SubmitEvent>,
): Promise<SubmitResult> {
  const { to, collect = false, end = false } = request;
  if ([to !== undefined, collect, end].filter(Boolean).length !== 1) return failure('usage', ONE_OF);
  const idle = optionsWithoutEffect(request);
  if (idle.length > 0) return failure('usage', ...idle);
  if (to === undefined) return takeBatchBack(context, request, port);
  return handOverWhole(context, { ...request, to }, port);
}

async function handOverWhole(
  context: OperationContext,
  request: SubmitRequest & { readonly to: string },
  port: Port<SubmitEvent>,
): Promise<SubmitResult> {
  const { batch: wanted, to, hours = 24, program = 'orchestrator', yes = false, dryRun = false } = request;
  if (!Number.isInteger(hours) || hours < 1 || hours > 720) return failure('usage', BAD_HOURS);
  if (/^[^/].*\//u.test(program)) return failure('usage', relativeProgram(program));
  const wishes = runSettings(request);
  if (!wishes.ok) return wishes;
  const { verify: _verify, ...asked } = wishes.value;
  const prepared = await prepareRun(context, { ...asked, batch: wanted, elsewhere: true });
  if (!prepared.ok) return prepared;
  const { batch, state, places, repository, rules, executors, approvals } = prepared.value;
  const store = batchStore(context);
  const known = { batch: batch.number, place: to };
  if (repository === undefined) return { ...failure('usage', NEEDS_GIT), known };
  const settings = Object.hasOwn(places, to) ? places[to] : undefined;
  if (settings === undefined) return { ...failure('usage', noPlace(to, Object.keys(places))), known };
  const part = openPart(batch.manifest, state);
  const faults = whyNotWhole(batch.manifest, state, { to, settings, part });
  if (part === undefined || faults.length > 0) return { ...failure('usage', ...faults), known };
  const notes: Problem[] = [...prepared.value.notes, ...notSent(state, rules, part)];
  for (const problem of notes) await port.show({ kind: 'note', problem });
  const open = new Set(part.phases.map(({ id }) => id));
  const commands = prepared.value.commands
    .filter(
      ({ kind, phases }) => kind !== 'filter' && (phases.length === 0 || phases.some((id) => open.has(id))),
    )
    .map((command) => atPlace(command, { place: to, settings, rules }));
  const pending = commands.filter((command) => !approvals.isApproved(command));
  if (dryRun) {
    await port.show({ kind: 'commands', run: { ...prepared.value, commands, pending } });
    const would = { ok: true, ...known, state: 'here', job: null, phases: [], problems: notes } as const;
    return success(makeDocument('orchestrator.batch-submit/1', would));
  }
  if (pending.length > 0) {
    await port.show({ kind: 'commands', run: { ...prepared.value, commands, pending } });
    const approved = await approveCommands(port, { pending, approvals, yes });
    if ('refused' in approved) return { ...approved.refused, known };
    notes.push(...approved.notes);
  }
  if (port.signal.aborted) return { ...NOT_BEGUN, known };
  const sent = await whileHeld(
    { context, project: prepared.value.project, stored: batch },
    async (held): Promise<Result<{ readonly job: string | null }, SubmitCode>> => {
      if (held.state.seq !== state.seq) return failure('problems', changedMeanwhile(batch.number));
      const gitContext = { git: prepared.value.git, repository, signal: new AbortController().signal };
      const head = state.head ?? repository.head;
      const approved = [...prepared.value.commands.map(remoteCommandHash), ...remoteReachHashes(rules)];
      const commit = await writeSubmission(gitContext, { files: store.files(batch), part, head, approved });
      const away = { token: randomUUID(), place: to, commit, head, manifest: manifestDigest(part) };
      await remoteProjectId(store, prepared.value.project);
      const recorded = await held.record({ event: 'handed-over', ...away });
      if (!recorded.ok) return recorded;
      const begun = await withPlace(
        context,
        { name: to, settings, repository, project: prepared.value.project },
        async (placement) => {
          let job: string | undefined;
          // Aborted once the job is in the queue, where it is not waited for.
          const sending = new AbortController();
          const stop = () => sending.abort();
          port.signal.addEventListener('abort', stop);
          if (port.signal.aborted) stop();
          const started = await placement.begin(
            {
              ...{
                batch: batch.number,
                prp: CONTROLLER,
                attempt: 1,
                token: away.token,
                base: commit,
                prefix: '',
              },
              ...{ resultName: RESULT, heartbeatName: `${RESULT}.beat`, prompt: '', promptOn: 'argument' },
              argv: controllerCommand({
                ...{ batch: batch.number, head, prefix: repository.prefix, program },
                flags: remoteFlags(request, { part, rules }),
              }),
              ...{ sets: {}, copies: {}, names: remoteVariables(executors), needs: [`time:${hours}:00:00`] },
              hardSeconds: hours * 3_600,
              logBytes: MAX_LOG,
            },
            {
              ...{ log: () => {}, heartbeat: () => {}, waits: () => {} },
              queued(id) {
                job = id;
                sending.abort();
              },
            },
            sending.signal,
            port.signal,
          );
          port.signal.removeEventListener('abort', stop);
          if (started.kind === 'started') started.attempt.leave();
          return { started, job };
        },
      );
      if (begun.started.kind === 'not-started') {
        const { why, isUnknown = false } = begun.started;
        if (isUnknown) return interrupted(perhapsThere(batch.number, to));
        const back = await held.record({
          ...{
            event: 'taken-back',
            token: away.token,
            outcome: 'not-started',
            why: printableLine(why).slice(0, 1_000),
          },
        });
        if (!back.ok) return back;
        if (port.signal.aborted) return interrupted(calledOff(batch.number, to));
        return failure('environment', notStarted(to, why));
      }
      if (begun.job !== undefined) {
        const queued = await held.record({ event: 'handed-over', ...away, job: begun.job });
        if (!queued.ok) return queued;
      }
      return success({ job: begun.job ?? null });
    },
  );
  if (!sent.ok) return { ...sent, known };
  const document = {
    ok: true,
    ...known,
    state: 'away',
    job: sent.value.job,
    phases: [],
    problems: notes,
  } as const;
  await port.show({ kind: 'submission', document, isDone: false });
  return success(makeDocument('orchestrator.batch-submit/1', document));
}

/** The name of a result file that is never written. */
const RESULT = '.orchestrator-controller';

/** The largest log that is kept, in bytes. */
const MAX_LOG = 64 * 1024 * 1024;

/** The message if it was stopped before the place was told to start anything. */
function calledOff(batch: number, place: string): string {
  return `Stopped; batch ${batch} is here as before, and nothing of it runs at ${printableLine(place)}. What was already sent stays there until a run of the batch removes it.`;
}

/** The message if it was stopped before the place answered whether it had started. */
function perhapsThere(batch: number, place: string): string {
  return `Stopped while ${printableLine(place)} was starting batch ${batch}: whether it did is unknown, so the batch counts as handed over. To check: orchestrator batch submit ${batch} --collect. To end it there and take it back: orchestrator batch submit ${batch} --end`;
}

const NOT_BEGUN: Failure<'interrupted'> = interrupted('Stopped; nothing was handed over.');

function noPlace(name: string, known: readonly string[]): Problem<'usage'> {
  const suggestion = nearest(name, known);
  const hint =
    suggestion !== undefined
      ? `Did you mean ${suggestion}?`
      : known.length > 0
        ? `Your settings have the places: ${[...known].sort().join(', ')}. docs/places.md says how to add one.`
        : 'Your settings have no places. docs/places.md says how to add one.';
  return { severity: 'error', code: 'usage', message: `There is no place ${printableLine(name)}.`, hint };
}

function notStarted(place: string, why: string): Problem<'place-refused'> {
  return {
    severity: 'error',
    code: 'place-refused',
    message: `The batch was not handed over and is here as before: ${printableLine(why)}.`,
    hint: `To check the place: orchestrator doctor --place ${place}`,
  };
}

function changedMeanwhile(batch: number): Problem<'batch-changed'> {
  return {
    severity: 'error',
    code: 'batch-changed',
    message: `Batch ${batch} has changed since its commands were shown. Nothing was handed over.`,
    hint: 'Do it again.',
  };
}

const ONE_OF: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message:
    'Give one of these: --to PLACE hands the batch over, --collect takes it back, --end ends it there and takes it back.',
};

const BAD_HOURS: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: '--hours is a whole number from 1 to 720.',
};

function relativeProgram(program: string): Problem<'usage'> {
  return {
    severity: 'error',
    code: 'usage',
    message: `--program ${printableLine(program)} is a relative path, and the run there works in another folder.`,
    hint: 'Give a name that is in the PATH there, or an absolute path.',
  };
}

const NEEDS_GIT: Problem<'usage'> = {
  severity: 'error',
  code: 'usage',
  message: 'A batch that is handed over needs git.',
};
