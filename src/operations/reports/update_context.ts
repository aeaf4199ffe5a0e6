import { resolve } from 'node:path';
import type {
  BatchHistoryCode,
  ExpectedErrorCode,
  ProjectProblemCode,
  ReadBatchCode,
} from '../../batch/index.ts';
import { isJournalFault } from '../../batch/index.ts';
import { projectRoot, readContext, readMemory, textFaults, writeFact } from '../../context/index.ts';
import { type AnyCode, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { countOf, printableLine, unifiedDiff } from '../../lib/index.ts';
import { type TaskCode, type TickedTasks, tickTasks } from '../../plan/index.ts';
import { displayPath, isWithin, readText, replaceFile } from '../../platform/index.ts';
import { viewBatch } from '../batches/batch_view.ts';
import { catchRefusals } from '../batches/catch_refusals.ts';
import { type ChangeEvent, type ChangeRequest, changeBatch } from '../batches/change_batch.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { secretIn } from '../memory/secret_in.ts';
import { neverAsks, type Port } from '../port.ts';
import { discoverProject } from '../project/discover_project.ts';
import { type BatchFact, batchFacts, MAX_BATCH_FACTS } from './batch_facts.ts';
import { makeReport } from './make_report.ts';
import { openStoredBatch } from './open_stored_batch.ts';
import { ownTaskList } from './own_task_list.ts';

/** The batch, and the task list that its plan was imported from. */
export type UpdateContextRequest = ChangeRequest & {
  /** Relative to the working directory; by default, the only list that has a task for every phase. */
  readonly tasks?: string;
  /** The tag of its list, if it has several. */
  readonly tag?: string;
  /** The heading of the section with the work. */
  readonly section?: string;
};

/** The changes to a project, made or planned. */
export type ContextUpdate = Omit<
  DocumentOf<'orchestrator.batch-update-context/1'>,
  'ok' | 'dryRun' | 'problems'
> & {
  readonly warnings: readonly Problem[];
};

type Prepared = {
  readonly root: string;
  readonly update: ContextUpdate;
  readonly facts: readonly BatchFact[];
  readonly isStale: boolean;
  readonly list: { readonly path: string; readonly before: string; readonly after: string } | undefined;
};

const LARGEST = 16 * 1024 * 1024;

/** Brings the lessons, files and finished work of a batch back into the project: its memory, its context, and a task list. */
export async function updateContext(
  context: OperationContext,
  request: UpdateContextRequest,
  port: Port<ChangeEvent<ContextUpdate>>,
): Promise<VerbResult<'orchestrator.batch-update-context/1', AnyCode>> {
  const { dryRun = false } = request;
  const changed = await changeBatch(
    {
      prepare: () => catchRefusals(() => prepare(context, request)),
      planned: ({ update }) => update,
      carryOut: (prepared) => catchRefusals(() => carryOut(context, prepared)),
      question: ({ facts, tasks, context: known }) => {
        const parts = [
          ...(facts.some(({ isNew }) => isNew) ? ['the memory'] : []),
          ...(known.isStale ? ['the context'] : []),
          ...((tasks?.ticked.length ?? 0) > 0 ? [tasks?.file ?? ''] : []),
        ];
        return parts.length === 0 ? undefined : `Change ${parts.join(', ')}?`;
      },
    },
    request,
    port,
  );
  if (!changed.ok) return { ...changed, known: { dryRun } };
  const { warnings: problems, ...fields } = changed.value;
  const ok = problems.every(({ severity }) => severity !== 'error');
  return success(makeDocument('orchestrator.batch-update-context/1', { ok, dryRun, ...fields, problems }));
}

/** The codes with which {@link prepare} can fail. */
type PrepareCode =
  | BatchHistoryCode
  | ExpectedErrorCode
  | ProjectProblemCode
  | ReadBatchCode
  | TaskCode
  | 'bad-batch-number'
  | 'batch-held'
  | 'batch-lost'
  | 'no-batches'
  | 'task-list-unreadable';

async function prepare(
  context: OperationContext,
  request: UpdateContextRequest,
): Promise<Result<Prepared, PrepareCode>> {
  const kept = await openStoredBatch(context, request.batch);
  if (!kept.ok) return kept;
  const seen = await viewBatch(context, kept.value.stored);
  // Otherwise its lessons and finished work are unknown.
  const faults = seen.problems.filter(isJournalFault);
  if (faults.length > 0) return failure('problems', ...faults);
  const report = await makeReport(context, kept.value, seen);
  if (report.state === 'running') return failure('problems', stillRunning(request.batch));
  const root = projectRoot(context.cwd);
  const found = batchFacts(report);
  const hasSecret = secretIn();
  const isFit = (said: string) => !hasSecret(said) && textFaults(said).length === 0;
  const usable = found.filter(({ text, prove }) => isFit(text) && (prove === undefined || isFit(prove)));
  const facts = usable.slice(0, MAX_BATCH_FACTS);
  const source = `batch ${report.batch}`;
  // A forgotten fact is not learned a second time.
  const known = new Set(readMemory(root, { all: true }).facts.map(({ kind, text }) => `${kind} ${text}`));
  const reported = facts.map(({ kind, text }) => ({
    kind,
    text,
    isNew: !known.has(`${kind} ${text}`),
    source,
  }));
  const problems: Problem<'facts-left-out'>[] = [
    ...(found.length > usable.length
      ? [leftOut(found.length - usable.length, 'contain what looks like a key, or hidden text')]
      : []),
    ...(usable.length > facts.length
      ? [leftOut(usable.length - facts.length, `are more than the ${MAX_BATCH_FACTS} of one batch`)]
      : []),
  ];
  const own = request.tasks === undefined ? await ownTaskList(context, root, report) : undefined;
  const file = request.tasks ?? own?.file;
  const list = file === undefined ? undefined : tickList(context, root, file, { request, report });
  if (list?.ok === false) return list;
  const standing = await readContext(root, context.env);
  return success({
    root,
    facts: facts.filter((_, place) => reported[place]?.isNew),
    isStale: standing.kind !== 'fresh',
    list: list?.value,
    update: {
      batch: report.batch,
      facts: reported,
      context: { isStale: standing.kind !== 'fresh', written: [] },
      tasks: list?.value.tasks ?? null,
      diff: list === undefined ? '' : unifiedDiff(list.value.before, list.value.after, list.value.tasks.file),
      warnings: [...problems, ...(own?.problems ?? []), ...(list?.value.problems ?? [])],
    },
  });
}

type TickedList = NonNullable<Prepared['list']> & {
  readonly tasks: NonNullable<ContextUpdate['tasks']>;
  readonly problems: readonly Problem[];
};

function tickList(
  { cwd }: OperationContext,
  root: string,
  file: string,
  {
    request: { tag, section },
    report,
  }: { readonly request: UpdateContextRequest; readonly report: Awaited<ReturnType<typeof makeReport>> },
): Result<TickedList, TaskCode | 'task-list-unreadable'> {
  const path = resolve(cwd, file);
  const shown = displayPath(cwd, path);
  const refused = (message: string, hint: string) =>
    failure('usage', { severity: 'error', code: 'task-list-unreadable', message, file: shown, hint });
  if (!isWithin(root, path)) return refused('The task list is outside the project.', 'Name one inside it.');
  const read = readText(path, LARGEST, 'keep');
  if (read.kind !== 'text')
    return refused(
      `The task list cannot be read: ${'why' in read ? read.why : read.kind.replaceAll('-', ' ')}.`,
      'Name the file that the plan was imported from; it has to be UTF-8.',
    );
  const isDelivered = report.git?.standing === 'delivered';
  const done = isDelivered
    ? report.phases.filter(({ state }) => state === 'done').map(({ id, title }) => ({ id, title }))
    : [];
  const ticked = tickTasks(read.text, {
    ...{ file: shown, done },
    ...(tag === undefined ? {} : { tag }),
    ...(section === undefined ? {} : { section }),
  });
  if (!ticked.ok) return ticked;
  const { format, text, before, left } = ticked.value;
  return success({
    path,
    before: read.text,
    after: text,
    tasks: { file: shown, format, ticked: [...ticked.value.ticked], before: before.length, left: [...left] },
    problems: [
      ...(isDelivered ? [] : [notDelivered(report.batch)]),
      ...left.map((each) => notTicked(each, shown)),
    ],
  });
}

async function carryOut(
  context: OperationContext,
  prepared: Prepared,
): Promise<Result<ContextUpdate, AnyCode>> {
  const { root, facts, update, list } = prepared;
  const source = `batch ${update.batch}`;
  for (const { kind, text, prove } of facts) {
    const written = await writeFact(root, { kind, text, prove, source, cites: [], created: context.today() });
    if (!written.ok) return written;
  }
  if (list !== undefined && list.after !== list.before) {
    const now = readText(list.path, LARGEST, 'keep');
    if (now.kind !== 'text' || now.text !== list.before)
      return failure('problems', changedMeanwhile(displayPath(context.cwd, list.path)));
    await replaceFile(list.path, list.after);
  }
  if (!prepared.isStale && list?.after === list?.before) return success(update);
  const seen = await discoverProject(context, { budget: 'standard' }, neverAsks());
  if (!seen.ok) return seen;
  return success({ ...update, context: { ...update.context, written: seen.value.written } });
}

function stillRunning(batch: string): Problem<'batch-held'> {
  return {
    severity: 'error',
    code: 'batch-held',
    message: 'The batch is still running. Nothing was changed.',
    hint: `Wait for it, or stop it with: orchestrator batch stop ${batch}`,
  };
}

function leftOut(count: number, why: string): Problem<'facts-left-out'> {
  return {
    severity: 'warning',
    code: 'facts-left-out',
    message: `${countOf(count, 'fact')} ${count === 1 ? 'is' : 'are'} left out: they ${why}.`,
  };
}

function notDelivered(batch: number | null): Problem<'not-delivered'> {
  return {
    severity: 'warning',
    code: 'not-delivered',
    message: 'Nothing is ticked: the work of the batch is not in the current checkout.',
    hint: `Merge it first: orchestrator batch merge ${batch}`,
  };
}

function notTicked(
  { id, title, why }: TickedTasks['left'][number],
  file: string,
): Problem<'task-not-ticked'> {
  return {
    severity: 'warning',
    code: 'task-not-ticked',
    message: `Phase ${id}, "${printableLine(title).slice(0, 120)}", is not ticked: ${why}.`,
    file,
    hint: 'Tick it by hand, or name the list and the section that the plan was imported from.',
  };
}

function changedMeanwhile(file: string): Problem<'task-list-changed'> {
  return {
    severity: 'error',
    code: 'task-list-changed',
    message: 'The task list was changed in the meantime and was left as it is. The memory is up to date.',
    file,
    hint: 'Run the same command again.',
  };
}
