import { hoursInWords, printable, printableLine } from '../../../../lib/index.ts';
import { type ShownBatch, showBatch, showPrompt } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import type { CommandSetting } from '../../declare.ts';
import type { BatchShowFlags } from '../flags.ts';

const SCHEMA = 'orchestrator.batch-show/1' as const;

/** Carries the command out. */
export async function showBatchAction(
  number: string,
  { json = false, phase }: BatchShowFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const report = {
    terminal,
    json,
    schema: SCHEMA,
  };
  if (phase !== undefined) {
    const prompt = await showPrompt(context, number, phase);
    if (!prompt.ok) return finish(reportFailure(prompt, report));
    const { phase: shown, text } = prompt.value;
    const document = {
      ok: true,
      batch: Number(number),
      title: null,
      phases: [shown],
      prompt: text,
      problems: [],
    };
    terminal.out(json ? jsonDocument(SCHEMA, document) : printable(text));
    return finish(0);
  }
  const batch = await showBatch(context, number);
  if (!batch.ok) return finish(reportFailure(batch, report));
  const { manifest, attempts, problems } = batch.value;
  const ok = problems.length === 0;
  if (json) {
    const { title } = manifest;
    const phases = manifest.phases.map((phase) => ({ ...phase, attempts: attempts.get(phase.id) ?? [] }));
    terminal.out(jsonDocument(SCHEMA, { ok, batch: manifest.batch, title, phases, prompt: null, problems }));
  } else {
    terminal.out(batchText(batch.value));
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(ok ? 0 : 1);
}

function batchText({ manifest, stages, folder }: ShownBatch): string {
  const head = `Batch ${manifest.batch}: ${printableLine(manifest.title) || '(no title)'}\n  in ${printableLine(folder)}\n`;
  return (
    head + stages.map((phases) => `\nStage ${phases[0]?.stage}\n${phases.map(phaseText).join('')}`).join('')
  );
}

function phaseText(phase: ShownBatch['stages'][number][number]): string {
  const { prp, id, title, hours, dependencies, files, gates, workflow, workflowReason } = phase;
  const listed = (items: readonly string[]) => items.map(printableLine).join(', ') || 'none';
  return [
    `  ${prp}  Phase ${id}: ${printableLine(title)}`,
    `    hours     ${hoursInWords(hours)}`,
    `    workflow  ${printableLine(workflow)} (${printableLine(workflowReason)})`,
    `    after     ${listed(dependencies.map((other) => `Phase ${other}`))}`,
    `    files     ${listed(files)}`,
    ...gates.map(
      ({ text, command, exclusive = [] }) =>
        `    gate      ${printableLine(command ?? `${text} (for a person to judge)`)}${
          exclusive.length === 0 ? '' : `  (has ${printableLine(exclusive.join(', '))} for itself)`
        }`,
    ),
    '',
  ].join('\n');
}
