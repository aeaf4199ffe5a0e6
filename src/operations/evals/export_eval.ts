import { join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import {
  answerName,
  type EvalExport,
  type EvalFolder,
  type EvalProblemCode,
  type EvalSetup,
  EXPORT_README,
  type ExportedPrompt,
  evaluate,
  knownAnswers,
  nextStep,
  promptName,
  promptText,
  type Question,
  readEvalFile,
  writeEvalFile,
} from '../../evals/index.ts';
import { describeSystemError, displayPath, entryKind, namesIn, replaceFile } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type ExportFolderProblemCode, foreignFiles } from './export_folder.ts';
import type { PreparedEval } from './prepare_eval.ts';

/** Prompts that were written to be answered elsewhere. */
export type ExportedEval = {
  readonly id: string;
  /** The folder as the user would write it, with a slash at the end. */
  readonly folder: string;
  readonly step: number;
  /** The files written by this call, in order. */
  readonly written: readonly string[];
  /** The files still without an answer. */
  readonly waiting: readonly string[];
};

/** Failures of an export. */
export type ExportProblemCode = 'export-not-empty' | 'export-unwritable' | 'nothing-to-export';

/** Error codes of {@link exportEval}. */
export type ExportEvalCode = EvalProblemCode | ExportFolderProblemCode | ExportProblemCode;

/** Writes the prompts of an eval's first step; if all of them are answered already, those of the next step. */
export async function exportEval(
  context: OperationContext,
  { setup, folder }: PreparedEval,
  wanted: string,
): Promise<Result<ExportedEval | 'nothing-open', ExportEvalCode>> {
  const place = resolve(context.cwd, wanted);
  const shown = `${displayPath(context.cwd, place)}/`;
  const kind = entryKind(place);
  const foreign = namesIn(place).filter(
    (name) => !/^(?:README\.md|\d{3,}\.(?:prompt|answer)\.md)$/u.test(name),
  );
  if ((kind !== 'absent' && kind !== 'folder') || foreign.length > 0)
    return failure('usage', notEmpty(shown, foreign));
  const kept = readEvalFile(folder, setup.id, 'export', context.cwd);
  if (!kept.ok) return kept;
  const { open } = openQuestions(folder, setup);
  if (open.length === 0) return success('nothing-open');
  const empty: EvalExport = { schema: 'orchestrator.eval-export/1', eval: setup.id, prompts: [] };
  const before = kept.value ?? empty;
  const { manifest, added } = nextStep(before, open);
  const used = foreignFiles({ place, shown, names: namesIn(place) }, manifest.prompts, added);
  if (used.length > 0) return failure('problems', ...used);
  const written = await writeEvalFile(
    folder,
    setup.id,
    'setup.json',
    `${JSON.stringify(setup, undefined, 2)}\n`,
  );
  if (!written.ok) return written;
  return writeStep({ folder, place, shown }, before, open);
}

/** The open questions of an eval, given the stored answers. */
export function openQuestions(folder: EvalFolder, setup: EvalSetup): { readonly open: readonly Question[] } {
  const { lookup } = knownAnswers(folder, setup);
  return { open: evaluate(setup, { lookup, checkOf: () => undefined }).open };
}

/** The place of an export. */
export type ExportPlace = { readonly folder: EvalFolder; readonly place: string; readonly shown: string };

/** Numbers the open questions and writes their prompts; numbered prompts whose file is missing are written again. */
export async function writeStep(
  { folder, place, shown }: ExportPlace,
  before: EvalExport,
  open: readonly Question[],
): Promise<Result<ExportedEval, ExportEvalCode>> {
  const { manifest, added } = nextStep(before, open);
  const id = manifest.eval;
  const byId = new Map(open.map((question) => [question.id, question]));
  const waiting = manifest.prompts.filter(({ question }) => byId.has(question));
  const names = waiting.map(({ number }) => promptName(number));
  const used = foreignFiles({ place, shown, names }, waiting, added);
  if (used.length > 0) return failure('problems', ...used);
  // The manifest comes first: answers to prompts of unknown meaning would be wasted.
  const kept = await writeEvalFile(folder, id, 'export.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
  if (!kept.ok) return kept;
  const written: ExportedPrompt[] = [];
  try {
    if (entryKind(join(place, 'README.md')) === 'absent')
      await replaceFile(join(place, 'README.md'), EXPORT_README);
    for (const prompt of waiting) {
      const question = byId.get(prompt.question);
      const path = join(place, promptName(prompt.number));
      if (question === undefined || entryKind(path) !== 'absent') continue;
      await replaceFile(path, promptText(question));
      written.push(prompt);
    }
  } catch (error) {
    return failure('environment', {
      severity: 'error',
      code: 'export-unwritable',
      message: `The prompts cannot be written: ${describeSystemError(error)}.`,
      file: shown,
      hint: 'Fix that and run this again: it writes what is missing.',
    });
  }
  return success({
    id,
    folder: shown,
    step: manifest.prompts.at(-1)?.step ?? 1,
    written: written.map(({ number }) => promptName(number)),
    waiting: waiting.map(({ number }) => answerName(number)),
  });
}

function notEmpty(file: string, names: readonly string[]): Problem<ExportProblemCode> {
  const what =
    names.length === 0 ? 'It is not a folder.' : `It holds something else: ${names.slice(0, 3).join(', ')}.`;
  return {
    severity: 'error',
    code: 'export-not-empty',
    message: `Prompts need a folder of their own. ${what}`,
    file,
    hint: 'Name a folder that is empty or does not exist yet.',
  };
}
