import { countOf, printable, printableLine } from '../../../../lib/index.ts';
import type { GeneratedBatch, GenerateEvent } from '../../../../operations/index.ts';
import { showGeneration } from '../../../generation_text.ts';
import type { Screen } from '../../../screen.ts';
import { missingText } from '../../../terminal/missing_text.ts';
import { mergedProblemsText } from '../../plan/merged_problems_text.ts';

/** Shows the events while a batch is generated. */
export function showGenerate(event: GenerateEvent, screen: Screen): void | Promise<void> {
  if (event.kind === 'components-missing') return screen.say(missingText(event.framework));
  if (event.kind !== 'batch-generated') return showGeneration(event, screen);
  screen.say(
    mergedProblemsText(event.problems, event.batch.manifest.phases, screen.terminal.colours, {
      isForeign: true,
    }),
  );
  if (!event.dryRun) return screen.printText(generatedText(event.batch));
  screen.print(dryRunText(event.batch));
  screen.inform(previewText(event.batch));
}

/** The generated prompts, in stages, and the next step. */
function generatedText({ manifest }: GeneratedBatch): string {
  const { batch, phases } = manifest;
  const stages = new Map<number, string[]>();
  for (const { stage, prp } of inOrder(phases)) stages.set(stage, [...(stages.get(stage) ?? []), prp]);
  const lines = [...stages].map(
    ([stage, prps]) => `  Stage ${stage}: ${prps.join(', ')}${prps.length > 1 ? ' (parallel)' : ''}\n`,
  );
  return `Batch ${batch} Generated:\n${lines.join('')}${learnedText(phases)}Ready for execution: orchestrator batch run ${batch}\n`;
}

/** The files as they would be written, each under its path. */
function dryRunText({ files, shown }: GeneratedBatch): string {
  return files
    .map(({ name, text }) => `==> ${printableLine(`${shown}/${name}`)} <==\n${printable(text)}\n`)
    .join('');
}

/** A note that nothing was written, and the changes of a real run. */
function previewText({ manifest, files, shown }: GeneratedBatch): string {
  const { batch, phases } = manifest;
  return `Batch ${batch} would be written to ${printableLine(shown)}: ${countOf(phases.length, 'prompt')}, ${countOf(files.length, 'file')} in all. Nothing was written.\n${learnedText(phases)}`;
}

/** The number of facts of the memory in the prompts; empty if there are none. */
function learnedText(phases: GeneratedBatch['manifest']['phases']): string {
  const informed = phases.filter(({ facts = [] }) => facts.length > 0);
  const facts = new Set(informed.flatMap(({ facts: own = [] }) => own.map(({ id }) => id)));
  return facts.size === 0
    ? ''
    : `From memory: ${countOf(facts.size, 'fact')} in ${countOf(informed.length, 'prompt')}.\n`;
}

/** By stage, and in each by index, as the prompts are numbered. */
function inOrder(
  phases: GeneratedBatch['manifest']['phases'],
): GeneratedBatch['manifest']['phases'][number][] {
  return [...phases].sort((a, b) => a.stage - b.stage || a.index - b.index);
}
