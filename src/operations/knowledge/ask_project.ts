import { join } from 'node:path';
import {
  askKnowledge,
  contextText,
  discover,
  findExcerpts,
  isKeyFile,
  pageText,
  projectRoot,
  proveStatements,
  readContext,
  readTree,
} from '../../context/index.ts';
import { type AnyCode, failure, type Problem, success } from '../../diagnostics/index.ts';
import { countOf, printableLine, stemsOf } from '../../lib/index.ts';
import { toFailure } from '../../llm/index.ts';
import {
  createFile,
  describeSystemError,
  displayPath,
  entryKind,
  isWithin,
  readText,
  sha256,
} from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbFailure, type VerbResult } from '../document.ts';
import { type ModelRequest, openFlaggedModel } from '../flagged_model.ts';
import { interrupted } from '../interrupted.ts';
import { readRequirement } from '../plans/read_requirement.ts';
import { type Port, type WaitEvent, whileWaiting } from '../port.ts';

/** A question about the project. */
export type KnowledgeRequest = ModelRequest & {
  /** The question or the feature: words, `@file`, or `-` for standard input. */
  readonly words: readonly string[];
};

type Answer = Omit<DocumentOf<'orchestrator.research/1'>, 'ok' | 'problems'>;

/** Events while a question is answered. */
export type KnowledgeEvent =
  | WaitEvent
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'answered'; readonly fields: Answer; readonly text: string };

/** The outcome: the fields common to both documents, or a failure. */
type Answered =
  | { readonly ok: true; readonly fields: Answer; readonly problems: readonly Problem[] }
  | VerbFailure<'orchestrator.research/1', AnyCode>;

/** Answers a question about the project through a model, and keeps the answers that are confirmed. */
export async function research(
  context: OperationContext,
  request: KnowledgeRequest,
  port: Port<KnowledgeEvent>,
): Promise<VerbResult<'orchestrator.research/1', AnyCode>> {
  const asked = await ask(context, request, { port, kind: 'research' });
  if (!asked.ok) return asked;
  const { fields, problems } = asked;
  return success(makeDocument('orchestrator.research/1', { ok: true, ...fields, problems }));
}

/** Documents a feature of the project through a model, and keeps the statements that are confirmed. */
export async function documentFeature(
  context: OperationContext,
  request: KnowledgeRequest,
  port: Port<KnowledgeEvent>,
): Promise<VerbResult<'orchestrator.document/1', AnyCode>> {
  const asked = await ask(context, request, { port, kind: 'document' });
  if (!asked.ok) return asked;
  const { fields, problems } = asked;
  return success(makeDocument('orchestrator.document/1', { ok: true, ...fields, problems }));
}

async function ask(
  context: OperationContext,
  { words, ...wanted }: KnowledgeRequest,
  { port, kind }: { readonly port: Port<KnowledgeEvent>; readonly kind: 'research' | 'document' },
): Promise<Answered> {
  const { cwd, env } = context;
  const read = readRequirement(context, { words, name: 'question' });
  if (!read.ok) return read;
  const question = printableLine(read.value);
  if (stemsOf(question).length === 0) return failure('usage', NOTHING_ASKED);
  const open = await openFlaggedModel(context, wanted);
  if ('cause' in open) return open;
  await port.show({ kind: 'problems', problems: open.problems });
  if (open.kind === 'none')
    return failure('problems', {
      severity: 'error',
      code: 'no-model',
      message: `No model can answer it: ${open.reason}.`,
      hint: open.remedy,
    });
  const root = projectRoot(cwd);
  const { files } = await readTree(root, env);
  const { excerpts, unread } = findExcerpts(root, files, { question, tokens: EXCERPT_TOKENS });
  const shown = [...new Set(excerpts.map(({ path }) => path))];
  if (shown.length === 0) return failure('problems', NOTHING_FOUND);
  const known = await readContext(root, env);
  const project = known.kind === 'fresh' ? known.context : await discover(root, env);
  const { signal } = port;
  const wait = { model: open.settings.model, work: { of: 'answer' } } as const;
  const asked = await whileWaiting(port, wait, () =>
    askKnowledge(
      open.model,
      { kind, question, excerpts, context: contextText(project, 'standard') },
      { signal },
    ),
  );
  if (signal.aborted) return interrupted('Stopped; nothing was saved.');
  if (!asked.ok) return toFailure(asked.failure);
  const { value: answer, model } = asked.value;
  const given = new Set(files);
  const texts = new Map<string, string>();
  const { proven, dropped } = proveStatements(answer, (path) => {
    const whole = join(root, path);
    if (!given.has(path) || isKeyFile(path) || !isWithin(root, whole)) return undefined;
    const text = readText(whole, LARGEST);
    if (text.kind === 'text') texts.set(path, text.text);
    return texts.get(path);
  });
  const problems: Problem<'files-unread' | 'statements-dropped'>[] = [
    ...(dropped === 0 ? [] : [unproven(dropped)]),
    ...(unread === 0 ? [] : [leftOut(unread)]),
  ];
  const openEnds = answer.open.map(printableLine).filter((text) => text !== '');
  const fields: Answer = {
    file: null,
    model: printableLine(model),
    statements: [...proven],
    dropped,
    open: openEnds,
    read: shown,
  };
  if (proven.length === 0) return { ...failure('problems', NOTHING_HOLDS, ...problems), known: fields };
  const rests = [...new Set(proven.flatMap(({ evidence }) => evidence.map(({ path }) => path)))].sort();
  const text = pageText({
    ...{ kind, question, model: printableLine(model), statements: proven, open: openEnds },
    files: rests.map((path) => ({ path, sha256: sha256(texts.get(path) ?? '') })),
  });
  const kept = await keepPage(root, question, text);
  if (typeof kept !== 'string') return { ...failure('environment', kept), known: fields };
  const whole = { ...fields, file: displayPath(cwd, kept) };
  await port.show({ kind: 'answered', fields: whole, text });
  await port.show({ kind: 'problems', problems });
  return { ok: true, fields: whole, problems };
}

const EXCERPT_TOKENS = 12_000;
const LARGEST = 512 * 1024;

/** Writes a page under a free name, unless the same page is there already. */
async function keepPage(root: string, question: string, text: string): Promise<string | Problem> {
  const folder = join(root, '.orchestrator', 'knowledge');
  const words =
    question
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/gu) ?? [];
  const slug = words.join('-').slice(0, 60).replace(/-$/u, '') || 'page';
  const fault = (why: string): Problem<'knowledge-not-kept'> => ({
    severity: 'error',
    code: 'knowledge-not-kept',
    message: `The answer cannot be saved: ${why}.`,
    file: folder,
    hint: 'Make room or give permission there, then ask again.',
  });
  if (!isWithin(root, folder)) return fault('a link leads out of the project');
  try {
    for (let number = 1; ; number++) {
      const path = join(folder, `${slug}${number === 1 ? '' : `-${number}`}.md`);
      if (entryKind(path) === 'absent' && (await createFile(path, text)) === 'created') return path;
      const known = readText(path, LARGEST);
      if (known.kind === 'text' && known.text === text) return path;
    }
  } catch (error) {
    return fault(describeSystemError(error));
  }
}

function unproven(count: number): Problem<'statements-dropped'> {
  return {
    severity: 'warning',
    code: 'statements-dropped',
    message: `${countOf(count, 'statement')} ${count === 1 ? 'was' : 'were'} left out: the files do not contain what ${count === 1 ? 'it is' : 'they are'} quoted with.`,
  };
}

function leftOut(count: number): Problem<'files-unread'> {
  return {
    severity: 'note',
    code: 'files-unread',
    message: `${countOf(count, 'file')} ${count === 1 ? 'was' : 'were'} not read: too large, or too many.`,
  };
}

const NOTHING_ASKED: Problem<'question-missing'> = {
  severity: 'error',
  code: 'question-missing',
  message: 'There is no question.',
  hint: 'Ask in a sentence, as in: orchestrator research "How are quantities parsed?"',
};

const NOTHING_FOUND: Problem<'nothing-found'> = {
  severity: 'error',
  code: 'nothing-found',
  message: 'No file of the project contains any of these words.',
  hint: 'Use words that appear in the files.',
};

const NOTHING_HOLDS: Problem<'nothing-holds'> = {
  severity: 'error',
  code: 'nothing-holds',
  message: 'The files confirm nothing that the model said, so nothing was saved.',
  hint: 'Ask for less at a time, or ask another model.',
};
