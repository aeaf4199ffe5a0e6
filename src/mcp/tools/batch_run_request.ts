import { type AnyCode, failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { printable } from '../../lib/index.ts';
import type { OperationContext, RunPreview, WholeDocument } from '../../operations/index.ts';
import { figure, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { onOneLine } from '../text_lines.ts';
import { defineTool, type ToolPort } from '../tool.ts';
import { batchText } from './batch_text.ts';

/**
 * `batch run`, where a person approves the exact commands through the client. A client's model cannot: no argument counts as
 * consent. If nobody can be asked, the result is the command to type.
 */
export const batchRunRequestTool = defineTool({
  name: 'batch_run_request',
  title: 'Ask a person to run a batch',
  description:
    'Shows a person every command that running a batch would start, and runs it if they agree. If the client cannot ask, it starts nothing and returns the command to type: give it to the user. May take long; batch_status shows the progress.',
  effect: 'runs',
  usesProject: true,
  isOpenWorld: true,
  asks: true,
  command: 'batch run',
  input: {
    batch: required(figure('Its number', { least: 1, most: 999_999 })),
    executor: text('The executor, as in claude, codex or model; default: the configured one'),
    concurrency: figure('The most phases at once', { least: 1, most: 64 }),
  },
  document: 'orchestrator.batch-status/1',
  async call(context, { batch, ...options }, port) {
    const request = { ...options, batch: String(batch) };
    const { previewRun, runWholeBatch } = await operations();
    const preview = await previewRun(context, request);
    if (!preview.ok) return preview;
    const shown = consentText(preview.value);
    if (preview.value.isDone) return statusNow(request.batch, context, [DONE]);
    if (!(await port.canAsk())) return statusNow(request.batch, context, [notStarted(shown, request)]);
    const answer = await port.choice({
      message: `${shown}\nLet them run?`,
      fresh: true,
      choices: [
        { value: 'no', label: 'no', description: 'Start nothing.' },
        { value: 'yes', label: 'yes, this once', description: 'Run them now.' },
      ],
    });
    if (answer.kind !== 'answer' || answer.value !== 'yes')
      return failure(answer.kind === 'closed' ? 'interrupted' : 'declined', NOTHING);
    return runWholeBatch(
      context,
      request,
      consenting(port, shown, () => previewRun(context, request)),
    );
  },
  text: batchText,
});

/** Approves the commands that the person has approved, and no others; asks nothing else. */
function consenting(
  port: ToolPort,
  shown: string,
  look: () => Promise<Result<RunPreview, AnyCode>>,
): ToolPort {
  let hasConsented = false;
  return {
    canAsk: async () => !hasConsented,
    async choice() {
      hasConsented = true;
      const now = await look();
      const isSame = now.ok && consentText(now.value) === shown;
      return { kind: 'answer', value: isSame ? 'once' : 'no' };
    },
    text: async () => ({ kind: 'closed' }),
    confirm: async () => ({ kind: 'closed' }),
    show: (event) => {
      if (event.kind === 'begun') hasConsented = true;
      return port.show(event);
    },
    signal: port.signal,
    ...(port.force === undefined ? {} : { force: port.force }),
  };
}

function consentText({ batch, commands }: RunPreview): string {
  const texts = commands.map(({ text: command, purpose, phases, isConfined }) => {
    const about = [
      onOneLine(purpose),
      ...(phases.length === 0 ? [] : [`phases ${phases.map(onOneLine).join(', ')}`]),
      isConfined ? 'in a sandbox' : 'can read and write whatever you can',
    ];
    return `  ${printable(command).replaceAll('\n', '\n      ')}\n      (${about.join('; ')})`;
  });
  return `Running batch ${batch} starts these commands:\n${texts.join('\n')}`;
}

/** The state of the batch, and notes on it. */
async function statusNow(batch: string, context: OperationContext, more: readonly Problem[]) {
  const { makeDocument, neverAsks, reportBatchStatus } = await operations();
  const report = await reportBatchStatus(context, { batch }, neverAsks());
  if (!report.ok) return report;
  const { schema, ...stands } = report.value;
  return success(makeDocument(schema, { ...stands, problems: [...stands.problems.map(asProblem), ...more] }));
}

type WholeProblem = WholeDocument<'orchestrator.batch-status/1'>['problems'][number];

/** Converts a problem of a document to that of operations. */
function asProblem({ file, line, column, hint, ...rest }: WholeProblem): Problem {
  return {
    ...rest,
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { line }),
    ...(column === null ? {} : { column }),
    ...(hint === null ? {} : { hint }),
  };
}

const DONE: Problem<'nothing-to-run'> = {
  severity: 'note',
  code: 'nothing-to-run',
  message: 'Every phase is done.',
};

const NOTHING: Problem<'declined'> = { severity: 'note', code: 'declined', message: 'Nothing was started.' };

function notStarted(
  shown: string,
  {
    batch,
    executor,
    concurrency,
  }: { readonly batch: string; readonly executor?: string; readonly concurrency?: number },
): Problem<'needs-a-person'> {
  const flags = [
    ...(executor === undefined ? [] : ['--executor', quoted(executor)]),
    ...(concurrency === undefined ? [] : ['--concurrency', String(concurrency)]),
  ];
  return {
    severity: 'note',
    code: 'needs-a-person',
    message: `Nothing was started: this client cannot ask a person. ${shown}`,
    hint: `Have the user type this in a terminal: \`${['orchestrator batch run', batch, ...flags].join(' ')}\``,
  };
}

function quoted(word: string): string {
  return /^[\w.:/-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
