import { join, resolve } from 'node:path';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import {
  answerName,
  askedOf,
  type EvalExport,
  type EvalProblemCode,
  type EvalSetup,
  evalIds,
  evaluate,
  knownAnswers,
  promptName,
  type Question,
  readEvalFile,
  replyOf,
  saveAnswer,
} from '../../evals/index.ts';
import {
  describeSystemError,
  displayPath,
  namesIn,
  readText,
  remedyFor,
  sha256,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type EvalPlaceCode, evalPlace } from './eval_place.ts';
import { type ExportEvalCode, type ExportedEval, type ExportPlace, writeStep } from './export_eval.ts';
import type { PreparedEval } from './prepare_eval.ts';

/** The result of an import. */
export type ImportedEval = {
  /** The eval as it was exported: later changes of cases and components do not affect it. */
  readonly prepared: PreparedEval;
  /** Number of answers read by this import. */
  readonly taken: number;
  /** The files still without an answer; empty when everything is answered. */
  readonly waiting: readonly string[];
  /** The next step, if the last one was completely answered. */
  readonly next: ExportedEval | null;
};

/** Failures of an import. */
export type ImportProblemCode =
  | 'import-no-folder'
  | 'import-unknown'
  | 'answer-unreadable'
  | 'answer-unusable'
  | 'answer-unkept';

/** Error codes of {@link importEval}. */
export type ImportEvalCode = EvalPlaceCode | ExportEvalCode | ImportProblemCode;

/** The largest answer or prompt that is read, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** Reads the existing answers of an export; when a step is completely answered, writes the prompts of the next one. */
export async function importEval(
  context: OperationContext,
  wanted: string,
): Promise<Result<ImportedEval, ImportEvalCode>> {
  const { cwd } = context;
  const own = evalPlace(cwd);
  if (!own.ok) return own;
  const { project, folder } = own.value;
  const place = resolve(cwd, wanted);
  const found = findExport({ folder, place, shown: `${displayPath(cwd, place)}/` }, cwd);
  if (!found.ok) return found;
  const { setup, manifest, at } = found.value;
  const took = await takeAnswers(at, setup, manifest);
  if (!took.ok) return took;
  const { problems, open, taken } = took.value;
  const prepared: PreparedEval = { setup, project, folder, problems };
  const numbers = new Map(manifest.prompts.map(({ question, number }) => [question, number]));
  const waiting = open.flatMap(({ id }) => numbers.get(id) ?? []).sort((a, b) => a - b);
  if (waiting.length > 0 || open.length === 0)
    return success({ prepared, taken, waiting: waiting.map(answerName), next: null });
  const next = await writeStep(at, manifest, open);
  return next.ok ? success({ prepared, taken, waiting: next.value.waiting, next: next.value }) : next;
}

type FoundExport = { readonly setup: EvalSetup; readonly manifest: EvalExport; readonly at: ExportPlace };

/** Finds the export that a folder's prompts belong to: the one that matches most of them. */
function findExport(at: ExportPlace, cwd: string): Result<FoundExport, EvalProblemCode | ImportProblemCode> {
  const { folder, place, shown } = at;
  const hashes = new Map<string, string>();
  for (const name of namesIn(place).filter((one) => /^\d{3,}\.prompt\.md$/u.test(one))) {
    const read = readText(join(place, name), LARGEST);
    if (read.kind === 'text') hashes.set(name, sha256(read.text));
  }
  if (hashes.size === 0) {
    const message = 'There are no exported prompts here.';
    const hint = 'Name the folder that --export wrote.';
    return failure('usage', { severity: 'error', code: 'import-no-folder', message, file: shown, hint });
  }
  let best: { readonly manifest: EvalExport; readonly count: number } | undefined;
  for (const id of evalIds(folder)) {
    const manifest = readEvalFile(folder, id, 'export', cwd);
    if (!manifest.ok || manifest.value === undefined) continue;
    const count = manifest.value.prompts.filter(
      ({ number, sha256: hash }) => hashes.get(promptName(number)) === hash,
    ).length;
    if (count > (best?.count ?? 0)) best = { manifest: manifest.value, count };
  }
  if (best === undefined) return failure('problems', unknownExport(shown));
  const setup = readEvalFile(folder, best.manifest.eval, 'setup', cwd);
  if (!setup.ok) return setup;
  if (setup.value === undefined) return failure('problems', unknownExport(shown));
  return success({ setup: setup.value, manifest: best.manifest, at });
}

/** Reads all answers; an answer also counts if its question only opens through another answer. */
async function takeAnswers(
  { folder, place, shown }: ExportPlace,
  setup: EvalSetup,
  manifest: EvalExport,
): Promise<Result<Taken, ImportProblemCode>> {
  const texts = new Map<string, string>();
  const problems: Problem<
    'answer-unkept' | 'answer-unreadable' | 'answer-unusable' | 'import-no-folder' | 'import-unknown'
  >[] = [];
  const fileOf = new Map(manifest.prompts.map(({ question, number }) => [question, answerName(number)]));
  for (const [question, file] of fileOf) {
    const read = readText(join(place, file), LARGEST);
    if (read.kind === 'text' && read.text.trim() !== '') texts.set(question, read.text);
    else if (read.kind !== 'absent') problems.push(notReadable(`${shown}${file}`, read));
  }
  const known = knownAnswers(folder, setup);
  const fresh = new Map<string, Question>();
  const { open } = evaluate(setup, {
    // If an answer's file has changed since it was read, the new text counts.
    lookup: (question) => {
      const kept = known.lookup(question);
      const reply = replyIn(texts, question);
      if (reply !== undefined && JSON.stringify(reply) !== JSON.stringify(kept))
        fresh.set(question.id, question);
      return reply ?? kept;
    },
    checkOf: () => undefined,
  });
  for (const question of open) {
    const text = texts.get(question.id);
    const reply = text === undefined ? undefined : replyOf(question, text);
    if (reply?.kind === 'fault') problems.push(unusable(`${shown}${fileOf.get(question.id)}`, reply.message));
  }
  try {
    for (const { id, kind } of fresh.values()) {
      const answer = { question: id, by: askedOf(setup, kind), text: texts.get(id) ?? '', tokens: null };
      await saveAnswer(folder, answer);
    }
    return success({ taken: fresh.size, open, problems: sortProblems(problems) });
  } catch (error) {
    const why = describeSystemError(error);
    const message = `The answers cannot be saved: ${why}.`;
    const problem = { severity: 'error', code: 'answer-unkept', message, file: folder.cache } as const;
    return failure('environment', { ...problem, ...remedyFor(why) });
  }
}

type Taken = {
  readonly taken: number;
  readonly open: readonly Question[];
  readonly problems: readonly Problem[];
};

/** An answer from a file, if it is usable. */
function replyIn(texts: ReadonlyMap<string, string>, question: Question) {
  const text = texts.get(question.id);
  const reply = text === undefined ? undefined : replyOf(question, text);
  return reply?.kind === 'fault' ? undefined : reply;
}

function notReadable(file: string, read: ReturnType<typeof readText>): Problem<ImportProblemCode> {
  const why =
    read.kind === 'text'
      ? 'it is empty'
      : read.kind === 'not-text'
        ? read.why
        : `it is ${read.kind.replaceAll('-', ' ')}`;
  const message = `The answer cannot be used: ${why}.`;
  return { severity: 'warning', code: 'answer-unreadable', message, file };
}

function unusable(file: string, message: string): Problem<ImportProblemCode> {
  const hint = 'Write it again, then run this again.';
  return { severity: 'warning', code: 'answer-unusable', message, file, hint };
}

function unknownExport(file: string): Problem<ImportProblemCode> {
  return {
    severity: 'error',
    code: 'import-unknown',
    message: 'These prompts do not come from an eval of this project.',
    file,
    hint: 'Run this in the project that they were exported from.',
  };
}
