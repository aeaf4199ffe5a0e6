import { join } from 'node:path';
import {
  findProject,
  type LastLook,
  type Project,
  type ProjectProblemCode,
  readLastLook,
  statusNameOf,
  writeLastLook,
} from '../../batch/index.ts';
import { judgeFacts, readMemory } from '../../context/index.ts';
import { failure, type Problem, sortProblems, success } from '../../diagnostics/index.ts';
import {
  createReadOnlyGit,
  displayPath,
  entryKind,
  type GitOutcome,
  gitFault,
  isMissingInGit,
  isNoRepository,
  isWithin,
  namesIn,
  systemClock,
  writtenAt,
} from '../../platform/index.ts';
import { batchStore } from '../batches/batch_store.ts';
import { viewBatch } from '../batches/batch_view.ts';
import type { OperationContext } from '../context.ts';
import { type DocumentOf, makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import { type ProjectHistory, summariseHistory } from './summarise_history.ts';

/** The time from which events are reported. */
export type InterpretRequest = {
  /** A moment or a span (`2h`, `3d`, `2026-11-28`, `2026-11-28T10:00`); by default, the time of the last report. */
  readonly since?: string;
};

/** Events of {@link interpretState}. */
export type InterpretEvent = {
  readonly kind: 'happened';
  readonly happened: DocumentOf<'orchestrator.interpret-state/1'>;
};

/**
 * Reports what happened in a project since the last time, from its journals, git and memory. The next call continues from there,
 * unless a start was given.
 */
export async function interpretState(
  context: OperationContext,
  { since }: InterpretRequest,
  port: Port<InterpretEvent>,
): Promise<VerbResult<'orchestrator.interpret-state/1', ProjectProblemCode | 'usage'>> {
  const { cwd } = context;
  const now = systemClock.time();
  const given = since === undefined ? undefined : momentOf(since, now);
  if (since !== undefined && given === undefined) return failure('usage', badMoment());
  const project = findProject(cwd);
  if (!project.ok) return project;
  const { look, problems: unread } =
    given === undefined ? await readLastLook(project.value, cwd) : { look: undefined, problems: [] };
  const from = given ?? (look === undefined ? undefined : Date.parse(look.at));
  const seen = await whatHappened(context, project.value, { from, look });
  const lines = summariseHistory(seen.happened, MAX_LINES);
  const marked: Problem[] | undefined =
    given !== undefined || entryKind(project.value.state) !== 'folder'
      ? undefined
      : await writeLastLook(
          project.value,
          {
            schema: 'orchestrator.last-look/1',
            at: new Date(now).toISOString(),
            commit: seen.commit,
            batches: seen.batches,
          },
          cwd,
        );
  const problems = sortProblems([...unread, ...seen.problems, ...(marked ?? [])]);
  const happened: DocumentOf<'orchestrator.interpret-state/1'> = {
    ok: isSound(problems, false),
    since: from === undefined ? null : new Date(from).toISOString(),
    from: given !== undefined ? 'given' : look !== undefined ? 'last-look' : 'beginning',
    lines,
    events: lines.reduce((sum, { events }) => sum + events, 0),
    marked: marked !== undefined && marked.length === 0,
    problems,
  };
  await port.show({ kind: 'happened', happened });
  return success(makeDocument('orchestrator.interpret-state/1', happened));
}

const MAX_LINES = 10;

type Seen = {
  readonly happened: ProjectHistory;
  readonly commit: string | null;
  readonly batches: LastLook['batches'];
  readonly problems: readonly Problem[];
};

async function whatHappened(
  context: OperationContext,
  project: Project,
  {
    from = Number.NEGATIVE_INFINITY,
    look,
  }: { readonly from: number | undefined; readonly look: LastLook | undefined },
): Promise<Seen> {
  const problems: Problem[] = [];
  const batches: ProjectHistory['batches'][number][] = [];
  const sizes: Record<string, number> = {};
  const store = batchStore(context);
  for (const number of store.numbers(project)) {
    const read = await store.read(project, number);
    if (!read.ok) {
      problems.push(...read.problems);
      continue;
    }
    const { manifest } = read.value;
    const view = await viewBatch(context, read.value);
    problems.push(...view.problems);
    sizes[number] = view.events.at(-1)?.seq ?? 0;
    const before = look?.batches[number];
    // Event numbers never go back, unlike clocks.
    const events = view.events.filter(({ seq, at }) =>
      look === undefined ? Date.parse(at) >= from : seq > (before ?? 0),
    );
    const generated = store.generatedAt(read.value);
    const isNew = look === undefined ? generated >= from : before === undefined;
    batches.push({
      ...{ manifest, events, state: statusNameOf(view) },
      generatedAt: isNew ? new Date(generated).toISOString() : undefined,
    });
  }
  const git = await commitsSince(context, project.root, from, look?.commit ?? null);
  const happened: ProjectHistory = {
    batches,
    commits: git.commits,
    plans: plansSince(context, project, from),
    ...(await learnedSince(context, project.root, from)),
  };
  return { happened, commit: git.commit, batches: sizes, problems: [...problems, ...git.problems] };
}

/** The commits that are in the current head and not in the earlier one; by time if that one is gone or unknown. */
async function commitsSince(
  { env }: OperationContext,
  root: string,
  from: number,
  before: string | null,
): Promise<{
  readonly commits: ProjectHistory['commits'];
  readonly commit: string | null;
  readonly problems: readonly Problem<'commits-not-read'>[];
}> {
  const git = createReadOnlyGit(env);
  const head = await git.run(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.kind !== 'ended' || head.code !== 0)
    return { commits: [], commit: null, problems: refusalIn(head) };
  const commit = head.stdout.toString('utf8').trim();
  const known =
    before !== null && /^[0-9a-f]{40,64}$/u.test(before)
      ? await git.run(root, ['cat-file', '-e', `${before}^{commit}`])
      : undefined;
  const isKnown = known?.kind === 'ended' && known.code === 0;
  const range = isKnown
    ? ['HEAD', `^${before}`]
    : [...(Number.isFinite(from) ? [`--since=${new Date(from).toISOString()}`] : []), 'HEAD'];
  const commits: { readonly subject: string; readonly at: string }[] = [];
  const read = await git.records(
    root,
    ['log', '-z', '--no-merges', `--max-count=${MAX_COMMITS}`, '--format=%cI%x09%s', ...range, '--'],
    (record) => {
      const [at = '', ...subject] = record.split('\t');
      commits.push({ at, subject: subject.join('\t') });
    },
  );
  return { commits, commit, problems: [...(known ? refusalIn(known) : []), ...refusalIn(read)] };
}

/**
 * Reports that git refused a query, whose result is left out; a folder outside any repository has no commits, which is no error.
 */
function refusalIn(outcome: GitOutcome): Problem<'commits-not-read'>[] {
  const isNone = outcome.kind === 'not-started' || isNoRepository(outcome) || isMissingInGit(outcome);
  const fault = isNone ? undefined : gitFault(outcome);
  if (fault === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'commits-not-read',
      message: `Git cannot list the new commits: ${fault}`,
      hint: 'Fix that and use --since: the commits listed here are incomplete.',
    },
  ];
}

/** The facts learned since then, by the time their file was written; and the facts that no longer hold. */
async function learnedSince(
  { env }: OperationContext,
  root: string,
  from: number,
): Promise<Pick<ProjectHistory, 'facts' | 'stale'>> {
  const { facts } = readMemory(root);
  const judged = await judgeFacts(root, facts, env);
  return {
    facts: facts
      .map(({ text, file }) => ({ text, written: writtenAt(join(root, file)) }))
      .filter(({ written }) => written >= from)
      .sort((a, b) => a.written - b.written)
      .map(({ text, written }) => ({ text, at: new Date(written).toISOString() })),
    stale: judged
      .filter(({ standing: how }) => how === 'stale')
      .map(({ fact, why }) => ({ text: fact.text, why })),
  };
}

const MAX_COMMITS = 200;

function plansSince(
  { cwd }: OperationContext,
  { root, state }: Project,
  from: number,
): ProjectHistory['plans'] {
  const folder = join(state, 'plans');
  if (!isWithin(root, folder)) return [];
  return namesIn(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .filter((path) => writtenAt(path) >= from)
    .map((path) => ({ file: displayPath(cwd, path), at: new Date(writtenAt(path)).toISOString() }));
}

/** Parses a moment, in milliseconds since 1970 UTC: a date with or without a time, or a span before now. */
export function momentOf(text: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d{1,6})\s*(m|min|h|d|w)$/u.exec(text.trim()) ?? [];
  if (count !== undefined) return now - Number(count) * (SPANS[unit] ?? 0);
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/u.test(text.trim()))
    return undefined;
  const moment = Date.parse(text.trim().replace(' ', 'T'));
  return Number.isNaN(moment) ? undefined : moment;
}

const SPANS: Readonly<Record<string, number>> = {
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

function badMoment(): Problem<'usage'> {
  return {
    severity: 'error',
    code: 'usage',
    message: '--since is neither a time nor a duration.',
    hint: 'Use for example --since 2h, --since 3d, --since 2026-11-28 or --since 2026-11-28T10:00.',
  };
}
