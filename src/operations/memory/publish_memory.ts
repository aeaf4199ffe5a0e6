import { join } from 'node:path';
import { findProject, type ProjectProblemCode } from '../../batch/index.ts';
import { type JudgedFact, judgeFacts, MEMORY_BLOCK, publication, readMemory } from '../../context/index.ts';
import { failure, type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { blockNote, placeBlock, unifiedDiff } from '../../lib/index.ts';
import {
  createFile,
  describeSystemError,
  entryKind,
  fileMode,
  isWithin,
  readText,
  realPath,
  remedyFor,
  replaceFile,
} from '../../platform/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import type { Port } from '../port.ts';
import { secretIn } from './secret_in.ts';

/** The settings of a publication. */
export type PublishRequest = {
  /** The most tokens that the block may take. */
  readonly budget?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
};

/** Events of a publication. */
export type PublishEvent =
  | { readonly kind: 'planned'; readonly files: readonly PublishedFile[] }
  | {
      readonly kind: 'published';
      readonly files: readonly PublishedFile[];
      readonly facts: number;
      readonly tokens: number;
      readonly leftOut: PublishDocument['leftOut'];
      readonly isDryRun: boolean;
      readonly problems: readonly Problem[];
    };

type PublishDocument = DocumentOf<'orchestrator.memory-publish/1'>;

/** An instruction file, and its outcome. */
export type PublishedFile = PublishDocument['files'][number];

/** In tokens; every session of every agent reads them. */
const BUDGET = { least: 40, default: 600, most: 4000 };

type PublishMemoryCode = NotConfirmedCode | PlanFilesCode | ProjectProblemCode | 'bad-value' | 'cannot-write';

/**
 * Writes the facts that hold into a marked block of the project's instruction files, after a person has seen the difference and
 * agreed. Text that people wrote around the block stays.
 */
export async function publishMemory(
  context: OperationContext,
  { budget = BUDGET.default, dryRun = false, yes = false }: PublishRequest,
  port: Port<PublishEvent>,
): Promise<VerbResult<'orchestrator.memory-publish/1', PublishMemoryCode>> {
  const known = { dryRun };
  if (!Number.isInteger(budget) || budget < BUDGET.least || budget > BUDGET.most)
    return { ...failure('usage', BAD_BUDGET), known };
  const project = findProject(context.cwd);
  if (!project.ok) return { ...project, known };
  const { root } = project.value;
  const { facts: all, problems } = readMemory(root);
  const judged = await judgeFacts(root, all, context.env);
  const { facts, body, tokens, leftOut } = publication(judged, {
    budget,
    isUnfit: secretIn(),
  });
  const planned = planFiles(root, body, facts.length > 0);
  if (!planned.ok) return { ...planned, known };
  const changes = planned.value.filter(({ before, after }) => before !== after);
  let files = planned.value.map((one) => publishedFile(one, 'previewed'));
  if (changes.length > 0)
    await port.show({ kind: 'planned', files: files.filter(({ diff }) => diff !== '') });
  if (changes.length > 0 && !dryRun) {
    const names = changes.map(({ file }) => file).join(' and ');
    const refused = yes ? undefined : await confirmChange(port, `Write this to ${names}?`);
    if (refused) return { ...refused, known: { ...known, files } };
    const written = await writeAll(changes);
    if (!written.ok) return { ...written, known };
    files = planned.value.map((one) => publishedFile(one, 'written'));
  }
  const sorted = sortProblems(problems);
  await port.show({
    ...{ kind: 'published', files, facts: facts.length, tokens, leftOut },
    ...{ isDryRun: dryRun, problems: sorted },
  });
  return success(
    makeDocument('orchestrator.memory-publish/1', {
      ok: sorted.length === 0,
      ...{ dryRun, files, tokens, leftOut },
      facts: facts.map(({ fact }) => fact.id),
      problems: sorted,
    }),
  );
}

/** The instruction files whose block still states a fact that does not hold any more, or that is gone. */
export function filesBehind(root: string, judged: readonly JudgedFact[]): string[] {
  const { facts, body } = publication(judged, { budget: BUDGET.most, isUnfit: secretIn() });
  const planned = planFiles(root, body, facts.length > 0);
  if (!planned.ok) return [];
  const holds = new Set(body.split('\n'));
  return planned.value
    .filter(({ before = '' }) => {
      const [, block = ''] = BLOCK.exec(before) ?? [];
      return block.split('\n').some((line) => line.startsWith('- ') && !holds.has(line));
    })
    .map(({ file }) => file);
}

const BLOCK = /^<!-- orchestrator:memory [^\n]*\n(.*?)^<!-- \/orchestrator:memory/msu;

type PlannedFile = {
  /** Relative to the root, for messages. */
  readonly file: string;
  /** Absolute, with links followed. */
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

function publishedFile({ file, before, after }: PlannedFile, done: 'previewed' | 'written'): PublishedFile {
  const isSame = before === after;
  const outcome = isSame
    ? 'unchanged'
    : done === 'previewed'
      ? done
      : before === undefined
        ? 'created'
        : 'changed';
  return { file, outcome, diff: isSame ? '' : unifiedDiff(before, after ?? '', file) };
}

type PlanFilesCode =
  | 'publish-broken'
  | 'publish-changed'
  | 'publish-edited'
  | 'publish-outside'
  | 'publish-unreadable';

/** The existing instruction files, or else an AGENTS.md. A CLAUDE.md that links to AGENTS.md is not a file of its own. */
function planFiles(root: string, body: string, hasFacts: boolean): Result<PlannedFile[], PlanFilesCode> {
  const there = FILES.map((file) => ({ file, path: join(root, file) })).filter(
    ({ file, path }) =>
      entryKind(path) !== 'absent' &&
      // Claude Code reads both of its files; the facts are in one.
      (file !== '.claude/CLAUDE.md' || entryKind(join(root, 'CLAUDE.md')) === 'absent'),
  );
  const problems: Problem<
    'publish-broken' | 'publish-changed' | 'publish-edited' | 'publish-outside' | 'publish-unreadable'
  >[] = [];
  const planned: PlannedFile[] = [];
  for (const { file, path: named } of there.length > 0
    ? there
    : [{ file: FILES[0], path: join(root, FILES[0]) }]) {
    const isThere = entryKind(named) !== 'absent';
    if (isThere && !isWithin(root, named)) {
      problems.push(fault('publish-outside', file));
      continue;
    }
    const path = isThere ? realPath(named) : named;
    if (planned.some((other) => other.path === path)) continue;
    const read = isThere ? readText(path, LARGEST, 'keep') : undefined;
    if (read !== undefined && read.kind !== 'text') {
      problems.push(fault('publish-unreadable', file));
      continue;
    }
    const before = read?.text;
    if (file !== 'AGENTS.md' && planned.length > 0 && INCLUDES_AGENTS.test(withoutCode(before ?? '')))
      continue;
    const hasBlock = before !== undefined && /^<!-- orchestrator:memory /mu.test(before);
    // An empty block is not worth adding; an existing one must not go on to state facts that no longer hold.
    if (!hasFacts && !hasBlock) continue;
    const placed = placeBlock(before ?? '', { name: MEMORY_BLOCK, note: NOTE, body });
    if (placed.kind === 'placed') planned.push({ file, path, before, after: placed.text });
    else problems.push({ ...fault(`publish-${placed.kind}`, file), line: placed.line });
  }
  return problems.length > 0 ? failure('problems', ...problems) : success(planned);
}

const FILES = ['AGENTS.md', 'CLAUDE.md', '.claude/CLAUDE.md'] as const;
/** Claude Code includes a file that is named like this, except in code. */
const INCLUDES_AGENTS = /(?:^|[\s(])@(?:\.{1,2}\/)?AGENTS\.md(?![\w/-])/u;

function withoutCode(text: string): string {
  return text.replace(/^(`{3,}|~{3,})[\s\S]*?^\1|`[^`\n]*`/gmu, '');
}

const NOTE = blockNote('memory publish');
const LARGEST = 1024 * 1024;

/** Writes nothing if a file has changed since it was shown; a write that fails is reported together with those made. */
async function writeAll(
  files: readonly PlannedFile[],
): Promise<Result<undefined, PlanFilesCode | 'cannot-write'>> {
  for (const { file, path, before } of files) {
    const now = entryKind(path) === 'absent' ? undefined : readText(path, LARGEST, 'keep');
    if ((now?.kind === 'text' ? now.text : undefined) !== before)
      return failure('problems', fault('publish-changed', file));
  }
  const done: string[] = [];
  for (const { file, path, before, after = '' } of files) {
    try {
      if (before !== undefined) await replaceFile(path, after, fileMode(path));
      else if ((await createFile(path, after)) === 'exists')
        return failure('problems', fault('publish-changed', file));
      done.push(file);
    } catch (error) {
      const why = describeSystemError(error);
      const rest = done.length === 0 ? 'Nothing was changed.' : `${done.join(', ')} has been written.`;
      return failure('environment', {
        ...{ severity: 'error', code: 'cannot-write', file, ...remedyFor(why) },
        message: `It cannot be written: ${why}. ${rest}`,
      });
    }
  }
  return success(undefined);
}

const SAID = {
  'publish-outside': ['A link leads out of the project; nothing was written through it.', 'Remove the link.'],
  'publish-unreadable': [
    'It is not a readable text file, so nothing was written.',
    'Fix it or move it away, then publish again.',
  ],
  'publish-edited': [
    'The block of the memory was edited by hand; nothing was written.',
    'Save your text with `orchestrator learn`, or move it out of the block; then delete the block and publish again.',
  ],
  'publish-broken': [
    'The memory’s block needs exactly one mark at its beginning and one at its end; nothing was written.',
    'Delete the block with both of its marks, and publish again.',
  ],
  'publish-changed': ['It has changed since it was read; nothing was written.', 'Run it again.'],
} as const;

function fault(code: keyof typeof SAID, file: string): Problem<keyof typeof SAID> {
  const [message, hint] = SAID[code];
  return { severity: 'error', code, message, file, hint };
}

const BAD_BUDGET: Problem<'bad-value'> = {
  severity: 'error',
  code: 'bad-value',
  message: `--budget takes ${BUDGET.least} to ${BUDGET.most} tokens.`,
  hint: `Without it, the block takes at most ${BUDGET.default}.`,
};
