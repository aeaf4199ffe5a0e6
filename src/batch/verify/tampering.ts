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

/** What of the hooks changed. Of what could not be read at one time, nobody can say whether it did: that is told, and why. */
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
            : `Whether ${shown(key)} was changed can't be told, since it could not be read: ${why}.`,
        ...BY_ANYBODY,
        stop: true,
      };
    });
}

/**
 * What of a repository changed since it was marked, sorted. For files nobody can tell who did it: a person may have, and an attempt
 * that runs at the same time. So settings, hooks, index, and what was taken out of the stash are told whoever changed them. Refs
 * are told where git's log of them names the attempt, where they are at a commit that it made, and where no log says who moved
 * them; what the log says of somebody else is the user's.
 */
export async function tamperingSince(
  mark: RepositoryMark,
  ground: VerifyContext,
): Promise<Result<readonly TamperingFinding[], EvidenceProblemCode>> {
  const marked = await markRepository(ground);
  if (!marked.ok) {
    const [problem] = marked.problems;
    if (marked.cause === 'interrupted' || problem?.code === 'system-refused') return marked;
    // It could be read before.
    return success([unreadable(problem?.message ?? '')]);
  }
  const now = marked.value;
  const { top } = ground.repository;
  const shown = (path: string): string => relative(top, path) || '.';
  const findings: TamperingFinding[] = [
    ...changesOf(mark.settings, now.settings).map(settingFinding),
    // Where git is told to look elsewhere, that is a setting that changed.
    ...hookFindings(mark.hooks, hooksIn(mark.hookFolders), shown),
    ...changesOf(mark.info, now.info).map(({ key, how }) => ({
      kind: 'info' as const,
      what: shown(key),
      message: `${shown(key)} was ${how}; git reads it for all worktrees.`,
      ...BY_ANYBODY,
      // Other objects, and a history that is not the one recorded, would make nothing sure that is said of a commit.
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
    ...refFindings(mark, now, ground, await commitsMadeIn(ground)),
    ...stashFindings(mark, now, ground),
    ...indexFindings(mark, now),
  ];
  return success(findings.sort((a, b) => compare(a.kind, b.kind) || compare(a.what, b.what)));
}

/** What is told of things that anybody can have changed. */
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

/** The commits that the attempt's worktree was at, after its reflog and its HEAD. */
async function commitsMadeIn(ground: VerifyContext): Promise<Set<string>> {
  const record = worktreeRecord(ground.repository, ground.worktree);
  if (record === undefined) return new Set();
  const log = readText(join(record, 'logs/HEAD'), MOST_LOG);
  const lines = log.kind === 'text' ? log.text.split('\n') : [];
  const made = [await headIn(record, ground), ...lines.map((line) => line.split(' ')[1] ?? '')];
  return new Set(made.filter((commit) => commit !== ''));
}

/** The commit that a worktree is at, by its record; empty for none. Git is asked only where the attempt is on a branch. */
async function headIn(record: string, ground: VerifyContext): Promise<string> {
  const { git, repository, signal } = ground;
  const file = readText(join(record, 'HEAD'), MOST_LOG);
  const detached = file.kind === 'text' && /^([0-9a-f]{40}|[0-9a-f]{64})\n$/u.exec(file.text)?.[1];
  if (detached) return detached;
  // Where a branch of a clone is, the clone's own log says; git is not asked in what the attempt has set up.
  if (ground.worktree.isClone) return '';
  const head = await git.run(repository.commonDir, ['rev-parse', '--verify', '--quiet', 'HEAD'], {
    env: { GIT_DIR: record, GIT_COMMON_DIR: repository.commonDir },
    signal,
  });
  return head.kind === 'ended' && head.code === 0 ? head.stdout.toString('utf8').trim() : '';
}

/** In bytes. */
const MOST_LOG = 8 * 1024 * 1024;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
