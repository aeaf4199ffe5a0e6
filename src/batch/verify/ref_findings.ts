import { attemptAddress, isAttemptAddress } from './attempt_identity.ts';
import { type Change, changesOf } from './mark_changes.ts';
import { refLog } from './ref_log.ts';
import type { RepositoryMark } from './repository_mark.ts';
import type { TamperingFinding } from './tampering_finding.ts';
import type { VerifyContext } from './verify_context.ts';

/**
 * The refs that moved and that the user did not move, as far as that can be told.
 *
 * @param made - the commits that the attempt's worktree was at
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
    // Of the stash its entries are told.
    if (key === 'refs/stash') return [];
    const to = now.refs.get(key);
    const mover = moverOf(key, to);
    // HEAD goes with the branch that it names, and its own log says nothing of that.
    const isBranchs = key === 'HEAD' && now.branch === mark.branch && now.branch !== '';
    const by = isBranchs && mover !== 'attempt' ? moverOf(now.branch, now.refs.get(now.branch)) : mover;
    if (by === 'another' || (by === 'unknown' && MOVED_BY_FETCHING.test(key))) return [];
    // A tag may start a release once it is pushed, and what replaces an object changes all that git shows; others that are new harm nobody.
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

/** A fetch may bring hundreds of tags: more than a few that are new, with nobody to tell of, are one finding. */
function newTagsInFew(found: readonly TamperingFinding[], mark: RepositoryMark): TamperingFinding[] {
  const isNewTag = ({ what, by }: TamperingFinding) =>
    by === 'anybody' && what.startsWith(TAGS) && !mark.refs.has(what);
  const tags = found.filter(isNewTag);
  const [first] = tags;
  if (first === undefined || tags.length <= MOST_TAGS) return [...found];
  const names = tags.slice(0, MOST_TAGS).map(({ what }) => what.slice(TAGS.length));
  const message = `${tags.length} tags were made, and nothing tells by whom: ${names.join(', ')} and ${tags.length - MOST_TAGS} more. If you neither made nor fetched them, look at them: git tag --sort=-creatordate; to take one away: git tag -d <name>`;
  return found.flatMap((each) => (each === first ? [{ ...each, message }] : isNewTag(each) ? [] : [each]));
}

/** Of tags, one by one. */
const MOST_TAGS = 3;

/** An editor fetches in the background, and git prefetches, while anything else runs. */
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
        ? ` Git shows another object in the place of ${replaced} since then; to end that: git replace -d ${replaced}`
        : // It has no log; whoever fetches brings some.
          key.startsWith(TAGS)
          ? ` If you neither made nor fetched it: git tag -d ${key.slice(TAGS.length)}`
          : ''
      : key === 'HEAD'
        ? ` It was at ${before}.${wayBack(mark, now)}`
        : ` It was at ${before}; to have it back: git update-ref ${key} ${before}`;
  const done = how === 'added' ? 'made' : how === 'removed' ? 'removed' : 'moved';
  const message =
    by === 'attempt'
      ? `The attempt ${done} ${key}.${back}`
      : `${key} was ${done}, and nothing tells by whom.${back}`;
  return {
    kind: 'ref',
    what: key,
    message,
    stop: false,
    by: by === 'attempt' ? 'attempt' : 'anybody',
    fails: by === 'attempt' && isUsers && how !== 'added',
  };
}

/** To the branch that the user was on. Git switches from no branch that has no commit yet without a change to the files. */
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

/** What was taken out of the user's stash, and what the attempt put on it. */
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
      message: `An entry of your stash is gone: "${name}". If you did not take it yourself, it comes back with: git stash store ${commit}`,
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

/** That the user's index changed though the user has not moved on: who commits or switches changes it as well. */
export function indexFindings(mark: RepositoryMark, now: RepositoryMark): TamperingFinding[] {
  const hasMoved = mark.branch !== now.branch || mark.refs.get('HEAD') !== now.refs.get('HEAD');
  if (mark.index === now.index || hasMoved) return [];
  const message =
    'What is staged in your checkout changed. If you staged nothing yourself, look at it: git status';
  return [{ kind: 'index', what: 'index', message, stop: false, by: 'anybody', fails: false }];
}
