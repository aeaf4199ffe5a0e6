import type { Problem } from '../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../lib/index.ts';
import { type GeneratedBatch, type IncompleteFramework, missingRemedy } from '../../../operations/index.ts';
import { jsonDocument } from '../../terminal/index.ts';
import { notFound, similarTo } from '../../terminal/missing.ts';
import type { Unmet } from '../../wizard/index.ts';
import { countOf } from '../judgement.ts';

export const SCHEMA = 'orchestrator.batch-generate/1' as const;

/** What was generated, in stages, and what to do next. */
export function generatedText({ manifest }: GeneratedBatch): string {
  const { batch, phases } = manifest;
  const stages = new Map<number, string[]>();
  for (const { stage, prp } of inOrder(phases)) stages.set(stage, [...(stages.get(stage) ?? []), prp]);
  const lines = [...stages].map(
    ([stage, prps]) => `  Stage ${stage}: ${prps.join(', ')}${prps.length > 1 ? ' (parallel)' : ''}\n`,
  );
  return `Batch ${batch} Generated:\n${lines.join('')}Ready for execution: orchestrator batch run ${batch}\n`;
}

/** The files as they would be written, each under its path. */
export function dryRunText({ files, shown }: GeneratedBatch): string {
  return files
    .map(({ name, text }) => `==> ${printableLine(`${shown}/${name}`)} <==\n${printable(text)}\n`)
    .join('');
}

/** That nothing was written, and what would be. */
export function previewText({ manifest, files, shown }: GeneratedBatch): string {
  const { batch, phases } = manifest;
  return `Batch ${batch} would be written to ${printableLine(shown)}: ${countOf(phases.length, 'prompt')}, ${countOf(files.length, 'file')} in all. Nothing was written.\n`;
}

/** The `--json` document. */
export function generatedDocument(
  { manifest, shown }: GeneratedBatch,
  options: { readonly ok: boolean; readonly dryRun: boolean; readonly problems: readonly Problem[] },
): string {
  const { ok, dryRun, problems } = options;
  const prps = inOrder(manifest.phases).map(({ id, prp, title, stage, prompt }) => ({
    id: prp,
    phase: id,
    title,
    stage,
    file: `${shown}/${prompt}`,
  }));
  return jsonDocument(SCHEMA, { ok, batch: manifest.batch, dryRun, prps, problems });
}

/** A warning for each component that no layer of the library has, with why it was not generated. */
export function missingProblems(
  incomplete: readonly IncompleteFramework[],
  unmet: readonly Unmet[],
): Problem[] {
  const problems = new Map<string, Problem>();
  for (const framework of incomplete) {
    for (const { kind, file } of framework.todos) {
      const similar = similarTo(framework, kind, file);
      const why = unmet.find((candidate) => candidate.kind === kind && candidate.file === file);
      const hints = [
        ...(why === undefined
          ? []
          : [`It was not generated: ${why.reason.replace(/\.$/u, '')}. ${why.remedy.replace(/\.?$/u, '.')}`]),
        missingRemedy({ kind, file, similar }),
      ];
      problems.set(`${kind}/${file}`, {
        severity: 'warning',
        code: 'component-missing',
        message: `${notFound(file)} The prompts of ${printableLine(framework.goal.name)} have a placeholder in its place.`,
        hint: hints.join(' '),
      });
    }
  }
  return [...problems.values()];
}

/** By stage, and in each by index, as the prompts are numbered. */
function inOrder(
  phases: GeneratedBatch['manifest']['phases'],
): GeneratedBatch['manifest']['phases'][number][] {
  return [...phases].sort((a, b) => a.stage - b.stage || a.index - b.index);
}
