import { sha256 } from '../../platform/index.ts';
import type { Question } from '../asking/index.ts';
import type { EvalExport, ExportedPrompt } from '../generated/eval.export.ts';
import { promptText } from './prompt_file.ts';

/** An export that includes the prompts of the next step. */
export type NextStep = { readonly manifest: EvalExport; readonly added: readonly ExportedPrompt[] };

/** Numbers the questions that have no number yet, in the order of their hashes, which reveals nothing about their purpose. */
export function nextStep(manifest: EvalExport, open: readonly Question[]): NextStep {
  const known = new Set(manifest.prompts.map(({ question }) => question));
  const last = manifest.prompts.at(-1);
  const added = open
    .filter(({ id }) => !known.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(
      (question, index): ExportedPrompt => ({
        number: (last?.number ?? 0) + index + 1,
        question: question.id,
        kind: question.kind,
        sha256: sha256(promptText(question)),
        step: (last?.step ?? 0) + 1,
      }),
    );
  return { manifest: { ...manifest, prompts: [...manifest.prompts, ...added] }, added };
}
