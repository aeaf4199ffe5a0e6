import { relative, resolve } from 'node:path';
import { countPhases } from '../../batch/index.ts';
import { projectRoot } from '../../context/index.ts';
import {
  type AnyCode,
  type Failure,
  failure,
  type Problem,
  sortProblems,
  success,
} from '../../diagnostics/index.ts';
import { printableLine, shellWord } from '../../lib/index.ts';
import { saysTooLittle, splitRequirement, titleFrom } from '../../plan/index.ts';
import { openBatch } from '../batches/batch_lookup.ts';
import { viewBatch } from '../batches/batch_view.ts';
import { type GenerateEvent, type GenerateRequest, generateNewBatch } from '../batches/generate_new_batch.ts';
import type { RunOptions } from '../batches/run_options.ts';
import { type RunEvent, runWholeBatch } from '../batches/run_whole_batch.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { emptyDocuments } from '../generated/empty_documents.js';
import { interrupted } from '../interrupted.ts';
import { readConstrainedRequirement } from '../plans/constrained_requirement.ts';
import { writePlan } from '../plans/plan_file.ts';
import { readRequirement } from '../plans/read_requirement.ts';
import type { Port } from '../port.ts';
import { badRunFlags } from './bad_run_flags.ts';
import { batchOf, samePlan } from './earlier_work.ts';
import { suggestGate } from './suggest_gate.ts';
import { taskPlan } from './task_plan.ts';

/** A task to carry out. */
export type TaskRequest = Omit<GenerateRequest, 'file' | 'section' | 'strict' | 'dryRun'> &
  Omit<RunOptions, 'batch' | 'dryRun'> & {
    /** The task: words, `@file`, or `-` for standard input. */
    readonly words: readonly string[];
    /** The files that it may touch, relative to the working directory; by default all. */
    readonly files?: readonly string[];
    /** Commands that decide whether it is done; `false` for none. By default, one is suggested and confirmed. */
    readonly gate?: readonly string[] | false;
    /** The destination of the plan: a new file. */
    readonly out?: string;
    readonly planOnly?: boolean;
    /** Creates a new plan even if the same one exists. */
    readonly again?: boolean;
  };

/** Events while a task is carried out. */
export type TaskEvent =
  | GenerateEvent
  | RunEvent
  | {
      readonly kind: 'task-planned';
      readonly file: string;
      readonly text: string;
      /** The command that continues if only a plan is made. */
      readonly next: string | undefined;
      /** Warnings about its constraints. */
      readonly problems: readonly Problem[];
    };

type TaskResult = VerbResult<'orchestrator.execute-task/1', AnyCode>;

/** Carries out one task: as a plan with one phase, which is processed like every plan. */
export async function executeTask(
  context: OperationContext,
  request: TaskRequest,
  port: Port<TaskEvent>,
): Promise<TaskResult> {
  const read = readRequirement(context, { words: request.words, name: 'task' });
  if (!read.ok) return read;
  const wanted = readConstrainedRequirement(read.value, {});
  if (!wanted.ok) return wanted;
  const { problems: doubts } = wanted.value;
  const requirement = splitRequirement(wanted.value.text);
  if (saysTooLittle(requirement)) return failure('usage', TOO_VAGUE);
  const bad = request.planOnly ? undefined : badRunFlags(context, request);
  if (bad !== undefined) return bad;
  const files = filesOf(context, request.files ?? []);
  if ('cause' in files) return files;
  const gates = await gatesOf(context, request, port);
  if ('cause' in gates) return gates;
  const made = taskPlan(context, { requirement, constraints: wanted.value.constraints, files, gates });
  if (!made.ok) return made;
  const text = made.value;
  if (request.out === undefined && request.again !== true) {
    const earlier = await earlierTask(context, text);
    if (earlier !== undefined) return earlier;
  }
  const written = await writePlan(context, { title: titleFrom(requirement), out: request.out }, text);
  if (!written.ok) return written;
  const { shown } = written.value;
  const next = request.planOnly ? `orchestrator batch generate ${shellWord(shown)}` : undefined;
  await port.show({ kind: 'task-planned', file: shown, text, next, problems: doubts });
  const known = { ...emptyDocuments['orchestrator.execute-task/1'], plan: shown, gates: [...gates] };
  if (next !== undefined)
    return success(
      makeDocument('orchestrator.execute-task/1', { ok: true, ...known, next, problems: doubts }),
    );
  const generated = await generateNewBatch(context, { ...request, file: shown }, port);
  if (!generated.ok)
    return { ...generated, known: { ...known, next: `orchestrator plan check ${shellWord(shown)}` } };
  const { batch } = generated.value;
  const again = `orchestrator batch run ${batch}`;
  const ran = await runWholeBatch(context, { ...request, batch: `${batch}` }, port);
  if (!ran.ok) return { ...ran, known: { ...known, batch, next: again } };
  const { ok, counts, problems } = ran.value;
  // Work done in place needs no merge.
  const afterwards = ok ? (request.inPlace === true ? 'report' : 'merge') : 'decisions';
  const all = sortProblems([...doubts, ...problemsOf(generated.value), ...problemsOf({ problems })]);
  return success(
    makeDocument('orchestrator.execute-task/1', {
      ...{ ok, ...known, batch, counts, problems: all },
      next: `orchestrator batch ${afterwards} ${batch}`,
    }),
  );
}

/** Converts the problems of a document to those of another. */
export function problemsOf({
  problems,
}: {
  readonly problems: readonly { readonly [Key in keyof Problem]: Problem[Key] | null }[];
}): Problem[] {
  return problems.map(
    (problem) => Object.fromEntries(Object.entries(problem).filter(([, value]) => value !== null)) as Problem,
  );
}

/** Reports that the same task was planned before, and how to continue with it: a repeat would have two plans and two batches. */
async function earlierTask(context: OperationContext, text: string): Promise<TaskResult | undefined> {
  const plan = samePlan(context, text);
  if (plan === undefined) return undefined;
  const batch = await batchOf(context, text);
  const opened = batch === undefined ? undefined : await openBatch(context, `${batch}`);
  const counts = opened?.ok ? countPhases((await viewBatch(context, opened.value)).state.phases) : undefined;
  const isDone = counts !== undefined && counts.done === counts.total;
  const next =
    batch === undefined
      ? `orchestrator batch generate ${shellWord(plan)}`
      : isDone
        ? `orchestrator batch merge ${batch}`
        : `orchestrator batch run ${batch}`;
  const made = batch === undefined ? 'no batch was made of it yet' : `batch ${batch} was made of it`;
  return {
    ...failure('usage', {
      severity: 'error',
      code: 'task-exists',
      message: `There is already a plan for this task, and ${made}${isDone ? ', which is done' : ''}; nothing was written.`,
      file: plan,
      hint: `Continue with it: ${next}. Or do the task once more: --again`,
    }),
    known: {
      ...emptyDocuments['orchestrator.execute-task/1'],
      ...{ plan, next },
      ...(batch === undefined ? {} : { batch }),
    },
  };
}

/** The files in the form of a plan, relative to the root of the project. */
function filesOf(
  { cwd }: OperationContext,
  given: readonly string[],
): readonly string[] | Failure<'file-outside'> {
  const root = projectRoot(cwd);
  const paths = given.map((path) => relative(root, resolve(cwd, path)) || '.');
  const outside = paths.flatMap((path, place) => (path.startsWith('..') ? [given[place] ?? ''] : []));
  if (outside.length === 0) return paths;
  return failure(
    'usage',
    ...outside.map(
      (path): Problem<'file-outside'> => ({
        severity: 'error',
        code: 'file-outside',
        message: `--files ${printableLine(path)} leads out of the project.`,
        hint: 'Name files of the project, relative to where you are.',
      }),
    ),
  );
}

async function gatesOf(
  context: OperationContext,
  { gate }: TaskRequest,
  port: Port<TaskEvent>,
): Promise<readonly string[] | Failure<'gate-missing' | 'interrupted'>> {
  if (gate === false) return [];
  if (gate !== undefined) return gate.map(printableLine).filter((command) => command !== '');
  const suggested = await suggestGate(context);
  if (!(await port.canAsk())) return failure('usage', noGate(suggested?.command));
  const answer = await port.text({
    message: `Which command fails until it is done?${suggested === undefined ? '' : ` (${suggested.from} has this one)`} Empty for none.`,
    default: suggested?.command ?? '',
    check: () => undefined,
    isSuggested: suggested !== undefined,
  });
  if (answer.kind !== 'answer') return interrupted('Stopped; nothing was written.');
  const command = printableLine(answer.value).trim();
  return command === '' ? [] : [command];
}

function noGate(suggested: string | undefined): Problem<'gate-missing'> {
  const example = suggested ?? 'npm test';
  return {
    severity: 'error',
    code: 'gate-missing',
    message: 'Nothing says how to check that the task is done.',
    hint: `Give a command that fails until then, as in --gate ${shellWord(example)}; or do without: --no-gate`,
  };
}

const TOO_VAGUE: Problem<'requirement-vague'> = {
  severity: 'error',
  code: 'requirement-vague',
  message: 'The task does not say what to do.',
  hint: 'Ask in a sentence, as in: orchestrator execute-task "Rename getUser to findUser"',
};
