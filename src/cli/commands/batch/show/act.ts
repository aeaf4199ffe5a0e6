import { hoursInWords, printable, printableLine } from '../../../../lib/index.ts';
import {
  type BatchShowEvent,
  networkWords,
  refusedHostsWords,
  reportBatch,
  type ShownBatch,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting } from '../../declare.ts';
import type { BatchShowFlags } from '../flags.ts';

/** Carries the command out. */
export function showBatchAction(
  batch: string,
  flags: BatchShowFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.batch-show/1', BatchShowEvent>(setting, {
    schema: 'orchestrator.batch-show/1',
    json: flags.json,
    asks: false,
    call: (port) => reportBatch(setting.context, { ...flags, batch }, port),
    show(event, { print, printText, inform, terminal }) {
      if (event.kind === 'prompt') return print(printable(event.text));
      printText(batchText(event.batch));
      inform(problemsText(event.batch.problems, terminal.colours));
    },
  });
}

function batchText({ manifest, stages, folder, attempts }: ShownBatch): string {
  const head = `Batch ${manifest.batch}: ${printableLine(manifest.title) || '(no title)'}\n  in ${printableLine(folder)}\n`;
  return (
    head +
    stages
      .map(
        (phases) =>
          `\nStage ${phases[0]?.stage}\n${phases.map((phase) => phaseText(phase, attempts.get(phase.id) ?? [])).join('')}`,
      )
      .join('')
  );
}

function phaseText(phase: ShownBatch['stages'][number][number], attempts: readonly Attempt[]): string {
  const {
    prp,
    id,
    title,
    hours,
    dependencies,
    files,
    filesExpected = false,
    gates,
    workflow,
    workflowReason,
    place,
    needs = [],
  } = phase;
  const listed = (items: readonly string[]) => items.map(printableLine).join(', ') || 'none';
  return [
    `  ${prp}  Phase ${id}: ${printableLine(title)}`,
    `    hours     ${hoursInWords(hours)}`,
    `    workflow  ${printableLine(workflow)} (${printableLine(workflowReason)})`,
    `    after     ${listed(dependencies.map((other) => `Phase ${other}`))}`,
    `    files     ${listed(files)}${filesExpected && files.length > 0 ? ' (expected; others may change too)' : ''}`,
    ...(place === undefined ? [] : [`    place     ${printableLine(place)}`]),
    ...(needs.length === 0 ? [] : [`    needs     ${listed(needs)}`]),
    ...gates.map(
      ({ text, command, exclusive = [] }) =>
        `    gate      ${printableLine(command ?? `${text} (for a person to judge)`)}${
          exclusive.length === 0 ? '' : `  (has ${printableLine(exclusive.join(', '))} for itself)`
        }`,
    ),
    ...attempts.map((attempt) => `    attempt   ${attemptText(attempt)}`),
    '',
  ].join('\n');
}

type Attempt = NonNullable<ReturnType<ShownBatch['attempts']['get']>>[number];

/** An attempt's executor, place, result, and the place of its gates. */
function attemptText({
  number,
  executor,
  state,
  place,
  gatesAt = [],
  sandbox,
  refused = [],
  ...reach
}: Attempt): string {
  const gates = gatesAt.map((each) => (each === 'local' ? 'here' : `at ${each}`)).join(' and ');
  const facts = [
    `${number} by ${executor}${place === undefined ? '' : ` at ${place}`}: ${state}`,
    ...(gates === '' ? [] : [`gates ran ${gates}`]),
    ...(sandbox === undefined || sandbox === 'none' ? [] : [`in ${sandbox}`]),
    ...(sandbox === undefined || sandbox === 'none' ? [] : [networkWords(reach)]),
    ...refusedHostsWords(refused),
  ];
  return printableLine(facts.join(', '));
}
