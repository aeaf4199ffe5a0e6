import { relative } from 'node:path';
import {
  BUDGETS,
  type Budgets,
  budgetFault,
  declaredFilter,
  doCall,
  isToHide,
  type LoopEnd,
  readJobFile,
  reportIn,
  runCommand,
  runLoop,
  TOKEN_VARIABLE,
  type TranscriptLine,
  type Workbench,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, type Success, success } from '../../diagnostics/index.ts';
import { entryKind, hideOwnEnvironment, readText, replaceFile, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { openModel, siblingModel } from '../model.ts';

/** The parameters of the built-in executor. */
export type PhaseWork = {
  readonly jobFile: string;
  readonly model: string;
  readonly baseUrl: string;
  /** Commands that may be run in addition to the phase's gates. */
  readonly allow: readonly string[];
  /** Whole numbers. */
  readonly budgets: Readonly<Partial<Record<keyof Budgets, string>>>;
  /** Whether the model is known to lack tool calls in its API, so that this is not probed. */
  readonly isFenced: boolean;
};

const MAX_BYTES = 16 * 1024 * 1024;
/** The longest result of a tool shown to the model, in UTF-16 code units. */
const MAX_SHOWN = 24_000;
const LONGEST_COMMAND_MS = 20 * 60_000;

/** Has the configured model work on one phase in the working directory; passes the transcript on line by line. */
export async function workOnPhase(
  context: OperationContext,
  work: PhaseWork,
  { emit, signal }: { readonly emit: (line: TranscriptLine) => void; readonly signal: AbortSignal },
): Promise<Result<LoopEnd, 'bad-model-job' | 'usage'>> {
  const given = readBudgets(work.budgets);
  if (!given.ok) return given;
  hideOwnEnvironment(isToHide);
  const read = readJobFile(work.jobFile);
  if (!read.ok) return read;
  const job = read.value;
  const prompt = readText(job.promptFile, MAX_BYTES);
  if (prompt.kind !== 'text')
    return failure('environment', {
      severity: 'error',
      code: 'bad-model-job',
      message: 'The prompt of this job cannot be read.',
      file: job.promptFile,
    });
  const { model: name, baseUrl } = work;
  const open = await openModel(context, { model: name, baseUrl });
  if (open.kind === 'none')
    return finish({ how: 'failed', why: `There is no model to ask: ${open.reason}. ${open.remedy}` });
  // A request without any response counts as silence, and ends like any other.
  const { settings } = open;
  const timeoutMs = Math.min(settings.timeoutMs, job.idleMs);
  const idleTimeoutMs = Math.min(settings.idleTimeoutMs, job.idleMs);
  const model = await siblingModel(
    context,
    { ...open, settings: { ...settings, timeoutMs, idleTimeoutMs } },
    name,
  );
  const budgets = { ...BUDGETS, ...given.value };
  const commands = [...new Set([...job.gates, ...work.allow])];
  emit({ type: 'start', model: name, endpoint: baseUrl, budgets, commands, files: job.files });
  const own = relative(job.worktree, job.resultFile);
  const isInScope = declaredFilter(job.files);
  const bench: Omit<Workbench, 'mostShown' | 'run'> = {
    root: job.worktree,
    env: context.env,
    isDeclared: (path) => path === own || isInScope(path),
    commands,
  };
  const run = (command: string, mostShown: number) =>
    runCommand(command, {
      root: job.worktree,
      env: context.env,
      token: context.env[TOKEN_VARIABLE] ?? '',
      logFile: `${job.promptFile}.command.log`,
      limitMs: LONGEST_COMMAND_MS,
      mostShown,
      clock: systemClock,
      signal,
    });
  const silence = {
    seconds: job.idleMs / 1_000,
    reasons: new Set([
      ...(job.idleMs < settings.timeoutMs ? (['timed-out'] as const) : []),
      ...(job.idleMs < settings.idleTimeoutMs ? (['stalled'] as const) : []),
    ]),
  };
  const tokens = { used: 0 };
  const end = await runLoop(
    {
      prompt: prompt.text,
      files: job.files,
      commands,
      budgets,
      form: work.isFenced ? 'fenced' : 'api',
      silence,
    },
    {
      ask: model.ask,
      carryOut: (call, window) => {
        const mostShown = Math.min(MAX_SHOWN, Math.floor(window / 2));
        return doCall({ ...bench, mostShown, run: (command) => run(command, mostShown) }, call);
      },
      emit: (line) => {
        if ('usage' in line) tokens.used += line.usage.input + line.usage.output;
        emit(line);
      },
      clock: systemClock,
      signal,
    },
  );
  if (end.how === 'done') await keepReport(end.text);
  return finish(end);

  function finish(how: LoopEnd): Success<LoopEnd> {
    emit({ type: 'end', ...how });
    return success(how);
  }

  /** Writes the model's final report to the result file, unless the model wrote that file itself. */
  async function keepReport(text: string): Promise<void> {
    const report = reportIn(text);
    if (report === undefined || entryKind(job.resultFile) !== 'absent') return;
    const token = context.env[TOKEN_VARIABLE];
    const whole = { ...report, tokens: tokens.used, ...(token === undefined ? {} : { token }) };
    await replaceFile(job.resultFile, `${JSON.stringify(whole)}\n`);
  }
}

function readBudgets(texts: PhaseWork['budgets']): Result<Partial<Budgets>, 'usage'> {
  const problems: Problem<'usage'>[] = [];
  const budgets = Object.entries(texts).flatMap(([name, text]) => {
    const message = budgetFault(name, text);
    if (message === undefined) return [[name, Number(text)]];
    problems.push({ severity: 'error', code: 'usage', message });
    return [];
  });
  return problems.length > 0 ? failure('usage', ...problems) : success(Object.fromEntries(budgets));
}
