import { attemptAddress, isAttemptAddress } from './attempt_identity.ts';
import { type Change, changesOf } from './mark_changes.ts';
import { refLog } from './ref_log.ts';
import type { RepositoryMark } from './repository_mark.ts';
import type { TamperingFinding } from './tampering_finding.ts';
import type { VerifyContext } from './verify_context.ts';

/**
 * Returns the refs that moved without the user moving them, as far as that can be determined.
 *
 * @param made - the commits the attempt's worktree was at
 */
export function refFindings(
  mark: RepositoryMark,
  now: RepositoryMark,
  { repository, token }: VerifyContext,
  made: ReadonlySet<string>,
): TamperingFinding[] {
  const known = new Set(mark.refs.values());
  const own = token === undefined ? '' : attemptAddress(token);
  const moverOf = (ref: string, to: string | undefined): 'attempt' | 'another' | 'unknown' => {
    const log = refLog(ref === 'HEAD' ? now.ownDir : repository.commonDir, ref);
    if (own !== '' && log.some(({ address }) => address === own)) return 'attempt';
    if (to !== undefined && made.has(to) && !known.has(to)) return 'attempt';
    const last = log.at(-1);
    if (last !== undefined && isAttemptAddress(last.address)) return 'another';
    return last?.to === to && to !== undefined ? 'another' : 'unknown';
  };
  const changed = changesOf(mark.refs, now.refs).flatMap((change): TamperingFinding[] => {
    const { key } = change;
    // The stash is reported by its entries.
    if (key === 'refs/stash') return [];
    const to = now.refs.get(key);
    const mover = moverOf(key, to);
    // HEAD follows its branch, and its own log does not record that.
    const isBranchs = key === 'HEAD' && now.branch === mark.branch && now.branch !== '';
    const by = isBranchs && mover !== 'attempt' ? moverOf(now.branch, now.refs.get(now.branch)) : mover;
    if (by === 'another' || (by === 'unknown' && MOVED_BY_FETCHING.test(key))) return [];
    // A tag may start a release once it is pushed, and a replaced object changes all that git shows; other new refs are harmless.
    if (by === 'unknown' && change.how === 'added' && !key.startsWith(REPLACED) && !key.startsWith(TAGS))
      return [];
    return [refFinding(change, { mark, now, by })];
  });
  const found = newTagsInFew(changed, mark);
  if (mark.branch === now.branch || found.some(({ what }) => what === 'HEAD')) return found;
  return refLog(now.ownDir, 'HEAD').some(({ address }) => own !== '' && address === own)
    ? [...found, switched(mark.branch)]
    : found;
}

/** Combines new tags: a fetch may bring hundreds, so more than a few without a known author are one finding. */
function newTagsInFew(found: readonly TamperingFinding[], mark: RepositoryMark): TamperingFinding[] {
  const isNewTag = ({ what, by }: TamperingFinding) =>
    by === 'anybody' && what.startsWith(TAGS) && !mark.refs.has(what);
  const tags = found.filter(isNewTag);
  const [first] = tags;
  if (first === undefined || tags.length <= MAX_TAGS) return [...found];
  const names = tags.slice(0, MAX_TAGS).map(({ what }) => what.slice(TAGS.length));
  const message = `${tags.length} tags were created, and it is unknown by whom: ${names.join(', ')} and ${tags.length - MAX_TAGS} more. If you neither made nor fetched them, check them: git tag --sort=-creatordate; to remove one: git tag -d <name>`;
  return found.flatMap((each) => (each === first ? [{ ...each, message }] : isNewTag(each) ? [] : [each]));
}

/** The number of tags reported one by one. */
const MAX_TAGS = 3;

/** Editors fetch in the background, and git prefetches, at any time. */
const MOVED_BY_FETCHING = /^refs\/(?:remotes|prefetch)\//u;
const REPLACED = 'refs/replace/';
const TAGS = 'refs/tags/';

function refFinding(
  { key, how }: Change,
  {
    mark,
    now,
    by,
  }: { readonly mark: RepositoryMark; readonly now: RepositoryMark; readonly by: 'attempt' | 'unknown' },
): TamperingFinding {
  const before = mark.refs.get(key);
  const isUsers = key === 'HEAD' || key.startsWith('refs/heads/');
  const replaced = key.startsWith(REPLACED) ? key.slice(REPLACED.length) : '';
  const back =
    before === undefined
      ? replaced !== ''
        ? ` Since then, git shows another object instead of ${replaced}; to undo that: git replace -d ${replaced}`
        : // Tags have no log; a fetch may bring some.
          key.startsWith(TAGS)
          ? ` If you neither made nor fetched it: git tag -d ${key.slice(TAGS.length)}`
          : ''
      : key === 'HEAD'
        ? ` It was at ${before}.${wayBack(mark, now)}`
        : ` It was at ${before}; to restore it: git update-ref ${key} ${before}`;
  const done = how === 'added' ? 'made' : how === 'removed' ? 'removed' : 'moved';
  const message =
    by === 'attempt'
      ? `The attempt ${done} ${key}.${back}`
      : `${key} was ${done}, and it is unknown by whom.${back}`;
  return {
    kind: 'ref',
    what: key,
    message,
    stop: false,
    by: by === 'attempt' ? 'attempt' : 'anybody',
    fails: by === 'attempt' && isUsers && how !== 'added',
  };
}

/** Returns the way back to the user's earlier branch. Git does not leave a branch without commits unless files change. */
function wayBack(mark: RepositoryMark, now: RepositoryMark): string {
  if (mark.branch === '' || mark.branch === now.branch) return '';
  const isUnborn = (now.refs.get('HEAD') ?? '') === '';
  const how = isUnborn ? `git symbolic-ref HEAD ${mark.branch}` : `git switch ${shortName(mark.branch)}`;
  return ` Your checkout was on ${shortName(mark.branch)}; to go back: ${how}`;
}

function shortName(branch: string): string {
  return branch.replace(/^refs\/heads\//u, '');
}

function switched(branch: string): TamperingFinding {
  const back = branch === '' ? '' : ` To go back: git switch ${shortName(branch)}`;
  const message = `The attempt switched your checkout to another branch.${back}`;
  return { kind: 'ref', what: 'HEAD', message, stop: false, by: 'attempt', fails: true };
}

/** Returns the entries removed from the user's stash, and those the attempt added. */
export function stashFindings(
  mark: RepositoryMark,
  now: RepositoryMark,
  { repository, token }: VerifyContext,
): TamperingFinding[] {
  const lost = [...mark.stash].filter(([commit]) => !now.stash.has(commit));
  const taken = lost.map(
    ([commit, name]): TamperingFinding => ({
      kind: 'stash',
      what: commit,
      message: `An entry of your stash is gone: "${name}". If you did not remove it yourself, restore it with: git stash store ${commit}`,
      stop: false,
      by: 'anybody',
      fails: false,
    }),
  );
  const own = token === undefined ? '' : attemptAddress(token);
  const put = refLog(repository.commonDir, 'refs/stash')
    .filter(({ to, address }) => address === own && !mark.stash.has(to))
    .map(
      ({ to, message: name }): TamperingFinding => ({
        kind: 'stash',
        what: to,
        message: `The attempt put an entry on your stash: "${name}".`,
        stop: false,
        by: 'attempt',
        fails: false,
      }),
    );
  return [...taken, ...put];
}

/** Reports that the user's index changed, unless the user has moved on: a commit or switch changes it as well. */
export function indexFindings(mark: RepositoryMark, now: RepositoryMark): TamperingFinding[] {
  const hasMoved = mark.branch !== now.branch || mark.refs.get('HEAD') !== now.refs.get('HEAD');
  if (mark.index === now.index || hasMoved) return [];
  const message =
    'What is staged in your checkout changed. If you staged nothing yourself, check it: git status';
  return [{ kind: 'index', what: 'index', message, stop: false, by: 'anybody', fails: false }];
}
