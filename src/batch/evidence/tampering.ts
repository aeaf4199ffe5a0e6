import { join, relative } from 'node:path';
import { type Result, success } from '../../diagnostics/index.ts';
import { readText } from '../../platform/index.ts';
import { worktreeRecord } from '../worktrees/worktree_record.ts';
import type { Ground } from './ground.ts';
import type { EvidenceProblemCode } from './problem.ts';
import { hooksIn, markRepository, type RepositoryMark } from './repository_mark.ts';

/** Something of the repository that changed while an attempt ran. Everything in it is untrusted text. */
export type TamperingFinding = {
  readonly kind: 'config' | 'hook' | 'info' | 'worktree' | 'ref';
  /** The setting, file or ref. */
  readonly what: string;
  /** In one sentence. */
  readonly message: string;
  /** Whether it can make git run what nobody approved: then nothing more may run in this repository until a person looked. */
  readonly stop: boolean;
};

/**
 * What of a repository changed since it was marked, sorted. Who did it can't be told for files: a person may have, and an
 * attempt that runs at the same time. So settings and hooks are told whoever changed them, and refs only where the attempt's
 * own reflog shows that it made the commit that they are at now: a branch that moved for another reason is the user's.
 */
export async function tamperingSince(
  mark: RepositoryMark,
  ground: Ground,
): Promise<Result<readonly TamperingFinding[], EvidenceProblemCode>> {
  const marked = await markRepository(ground);
  if (!marked.ok) {
    // It could be read before.
    return marked.cause === 'interrupted' ? marked : success([unreadable(marked.problems[0]?.message ?? '')]);
  }
  const now = marked.value;
  const { top } = ground.repository;
  const shown = (path: string): string => relative(top, path) || '.';
  const findings: TamperingFinding[] = [
    ...changesOf(mark.settings, now.settings).map(settingFinding),
    // Where git is told to look elsewhere, that is a setting that changed.
    ...changesOf(mark.hooks, hooksIn(mark.hookFolders)).map(({ key, how }) => ({
      kind: 'hook' as const,
      what: shown(key),
      message: `The hook ${shown(key)} was ${how} while the attempt ran.`,
      stop: true,
    })),
    ...changesOf(mark.info, now.info).map(({ key, how }) => ({
      kind: 'info' as const,
      what: shown(key),
      message: `${shown(key)} was ${how} while the attempt ran; git reads it for all worktrees.`,
      // Other objects, and a history that is not the one recorded, would make nothing sure that is said of a commit.
      stop: /(?:alternates|grafts)$/u.test(key),
    })),
    ...changesOf(mark.own, now.own).map(({ key, how }) => ({
      kind: 'worktree' as const,
      what: shown(key),
      message: `${shown(key)}, which makes the folder a worktree, was ${how} by the attempt.`,
      stop: false,
    })),
    ...(await movedRefs(mark, now, ground)),
  ];
  return success(findings.sort((a, b) => compare(a.kind, b.kind) || compare(a.what, b.what)));
}

type Change = { readonly key: string; readonly how: 'added' | 'changed' | 'removed' };

function changesOf(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Change[] {
  const keys = [...new Set([...before.keys(), ...now.keys()])];
  return keys.flatMap((key): Change[] => {
    const [was = ABSENT, is = ABSENT] = [before.get(key), now.get(key)];
    if (was === is) return [];
    return [{ key, how: was === ABSENT ? 'added' : is === ABSENT ? 'removed' : 'changed' }];
  });
}

/** As a fingerprint of nothing. */
const ABSENT = 'absent';

function settingFinding({ key, how }: Change): TamperingFinding {
  const [scope = '', name = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
  const isRepositorys = scope === 'local' || scope === 'worktree';
  const where = isRepositorys ? "the repository's settings" : "the user's own settings";
  return {
    kind: 'config',
    what: name,
    message: `The setting ${name} was ${how} in ${where} while the attempt ran.`,
    stop: isRepositorys && !HARMLESS.test(name),
  };
}

/** What git itself notes when a person pushes or renames a branch, or fetches submodules; it makes git run nothing. */
const HARMLESS =
  /^(?:branch\..*\.(?:remote|merge|rebase|description|vscode-merge-base|gh-merge-base|pushremote)|submodule\..*\.(?:url|active))$/su;

function unreadable(message: string): TamperingFinding {
  return { kind: 'config', what: 'config', message, stop: true };
}

async function movedRefs(
  mark: RepositoryMark,
  now: RepositoryMark,
  ground: Ground,
): Promise<TamperingFinding[]> {
  const moved = changesOf(mark.refs, now.refs).filter(({ how }) => how !== 'removed');
  if (moved.length === 0) return [];
  const known = new Set(mark.refs.values());
  const made = await commitsMadeIn(ground);
  return moved
    .filter(({ key }) => made.has(now.refs.get(key) ?? '') && !known.has(now.refs.get(key) ?? ''))
    .map(({ key, how }) => {
      const before = mark.refs.get(key);
      const back = before === undefined ? '' : ` It was at ${before}.`;
      return {
        kind: 'ref',
        what: key,
        message: `The attempt ${how === 'added' ? 'made' : 'moved'} ${key}.${back}`,
        stop: false,
      };
    });
}

/** The commits that the attempt's worktree was at, after its reflog and its HEAD. */
async function commitsMadeIn({ git, repository, worktree, signal }: Ground): Promise<Set<string>> {
  const record = worktreeRecord(repository, worktree);
  if (record === undefined) return new Set();
  const log = readText(join(record, 'logs/HEAD'), MOST_LOG);
  const lines = log.kind === 'text' ? log.text.split('\n') : [];
  const head = await git.run(repository.commonDir, ['rev-parse', '--verify', '--quiet', 'HEAD'], {
    env: { GIT_DIR: record, GIT_COMMON_DIR: repository.commonDir },
    signal,
  });
  const at = head.kind === 'ended' && head.code === 0 ? head.stdout.toString('utf8').trim() : '';
  return new Set([at, ...lines.map((line) => line.split(' ')[1] ?? '')].filter((commit) => commit !== ''));
}

/** In bytes. */
const MOST_LOG = 8 * 1024 * 1024;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
