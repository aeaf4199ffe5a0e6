import { dirname, join, relative } from 'node:path';
import { type Result, success } from '../../diagnostics/index.ts';
import { readText, UNREADABLE } from '../../platform/index.ts';
import { worktreeRecord } from '../git/worktrees/worktree_record.ts';
import type { EvidenceProblemCode } from './evidence_problem.ts';
import { type Change, changesOf } from './mark_changes.ts';
import { indexFindings, refFindings, stashFindings } from './ref_findings.ts';
import { hooksIn, markRepository, type RepositoryMark, SPARSE_PATTERNS } from './repository_mark.ts';
import { mayRunCode } from './settings_that_run.ts';
import type { TamperingFinding } from './tampering_finding.ts';
import type { VerifyContext } from './verify_context.ts';

/**
 * Reports changes to hooks. If something could not be read at either time, it is unknown whether it changed: that is reported,
 * with the reason.
 */
function hookFindings(
  before: RepositoryMark['hooks'],
  now: RepositoryMark['hooks'],
  shown: (path: string) => string,
): TamperingFinding[] {
  const unread = (path: string) =>
    [before.get(path), now.get(path)].find((mark) => mark?.startsWith(UNREADABLE));
  return changesOf(before, now)
    .filter(({ key }) => unread(dirname(key)) === undefined)
    .map(({ key, how }) => {
      const why = unread(key)?.slice(UNREADABLE.length);
      return {
        kind: 'hook' as const,
        what: shown(key),
        message:
          why === undefined
            ? `The hook ${shown(key)} was ${how}.`
            : `Whether ${shown(key)} was changed is unknown, since it could not be read: ${why}.`,
        ...BY_ANYBODY,
        stop: true,
      };
    });
}

/**
 * Returns the changes to a repository since it was marked, sorted. The author of a file change is unknown: it may be a person, or
 * an attempt running at the same time. So changes to settings, hooks and index, and removed stash entries, are always reported.
 * Ref changes are reported if git's reflog names the attempt, if the ref is at a commit the attempt made, and if no log shows who
 * moved it; a move that the log attributes to another author is the user's.
 */
export async function tamperingSince(
  mark: RepositoryMark,
  context: VerifyContext,
): Promise<Result<readonly TamperingFinding[], EvidenceProblemCode>> {
  const marked = await markRepository(context);
  if (!marked.ok) {
    const [problem] = marked.problems;
    if (marked.cause === 'interrupted' || problem?.code === 'system-refused') return marked;
    // It was readable before.
    return success([unreadable(problem?.message ?? '')]);
  }
  const now = marked.value;
  const { top } = context.repository;
  const shown = (path: string): string => relative(top, path) || '.';
  const findings: TamperingFinding[] = [
    ...changesOf(mark.settings, now.settings).map(settingFinding),
    // If git is configured to look elsewhere, that is a changed setting.
    ...hookFindings(mark.hooks, hooksIn(mark.hookFolders), shown),
    ...changesOf(mark.info, now.info).map(({ key, how }) => ({
      kind: 'info' as const,
      what: shown(key),
      message: `${shown(key)} was ${how}; git reads it for all worktrees.`,
      ...BY_ANYBODY,
      // With other objects, or a replaced history, no statement about a commit is reliable.
      stop: /(?:alternates|grafts)$/u.test(key),
    })),
    ...changesOf(mark.own, now.own).map(({ key, how }) => ({
      kind: 'worktree' as const,
      what: shown(key),
      message: `${shown(key)}, which ${key.endsWith(SPARSE_PATTERNS) ? 'says what of the repository a worktree has' : 'makes the folder a worktree'}, was ${how} by the attempt.`,
      stop: false,
      by: 'attempt' as const,
      fails: false,
    })),
    ...refFindings(mark, now, context, await commitsMadeIn(context)),
    ...stashFindings(mark, now, context),
    ...indexFindings(mark, now),
  ];
  return success(findings.sort((a, b) => compare(a.kind, b.kind) || compare(a.what, b.what)));
}

/** The attribution for items that anyone can have changed. */
const BY_ANYBODY = { by: 'anybody', fails: false } as const;

function settingFinding({ key, how }: Change): TamperingFinding {
  const [scope = '', name = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
  const isRepositorys = scope === 'local' || scope === 'worktree';
  const where = isRepositorys ? "the repository's settings" : "the user's own settings";
  return {
    kind: 'config',
    what: name,
    message: `The setting ${name} was ${how} in ${where}.`,
    ...BY_ANYBODY,
    stop: isRepositorys && mayRunCode(name),
  };
}

function unreadable(message: string): TamperingFinding {
  return { kind: 'config', what: 'config', message, ...BY_ANYBODY, stop: true };
}

/** The commits the attempt's worktree was at, from its reflog and its HEAD. */
async function commitsMadeIn(context: VerifyContext): Promise<Set<string>> {
  const record = worktreeRecord(context.repository, context.worktree);
  if (record === undefined) return new Set();
  const log = readText(join(record, 'logs/HEAD'), MAX_LOG);
  const lines = log.kind === 'text' ? log.text.split('\n') : [];
  const made = [await headIn(record, context), ...lines.map((line) => line.split(' ')[1] ?? '')];
  return new Set(made.filter((commit) => commit !== ''));
}

/** The commit a worktree is at, from its record; empty for none. Git is called only if the attempt is on a branch. */
async function headIn(record: string, context: VerifyContext): Promise<string> {
  const { git, repository, signal } = context;
  const file = readText(join(record, 'HEAD'), MAX_LOG);
  const detached = file.kind === 'text' && /^([0-9a-f]{40}|[0-9a-f]{64})\n$/u.exec(file.text)?.[1];
  if (detached) return detached;
  // The clone's own log shows where its branches are; git is not run in a repository that the attempt configured.
  if (context.worktree.isClone) return '';
  const head = await git.run(repository.commonDir, ['rev-parse', '--verify', '--quiet', 'HEAD'], {
    env: { GIT_DIR: record, GIT_COMMON_DIR: repository.commonDir },
    signal,
  });
  return head.kind === 'ended' && head.code === 0 ? head.stdout.toString('utf8').trim() : '';
}

/** In bytes. */
const MAX_LOG = 8 * 1024 * 1024;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
