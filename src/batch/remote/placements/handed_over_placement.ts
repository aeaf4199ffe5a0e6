import { type Git, ownIdentity } from '../../../platform/index.ts';
import { commitTree, mergeTrees, treeOf } from '../../git/integration/index.ts';
import type { Repository } from '../../git/worktrees/index.ts';
import type { PlacedAttempt, PlacedEnd, PlacedListeners, PlacedVerdict, Placement } from './placement.ts';

/** Work that was done elsewhere and is already here. */
export type HandedWork = {
  readonly token: string;
  readonly attempt: number;
  /** The commit that it began at, there. */
  readonly base: string;
  /** The commit with its changes; none where nothing could be kept. */
  readonly commit: string | undefined;
  readonly how: 'exited' | 'over-limit' | 'not-started';
  readonly code: number | null;
  /** The reason for a bad end. */
  readonly why: string | undefined;
  readonly log: Buffer;
  /** Its executor's claim, into which the token that it has to name is inserted. */
  readonly claim: object | null;
  /** The results of gates there. */
  readonly gates: readonly {
    readonly command: string;
    readonly tree: string;
    readonly result: 'green' | 'red';
    readonly seconds: number;
  }[];
};

/**
 * A placement where everything is over: its attempts' work was brought here. The changes of such work are applied to the batch's
 * current state and judged as if they had been made here.
 *
 * @param work - by PRP
 */
export function handedOver(
  name: string,
  {
    git,
    repository,
    work,
  }: { readonly git: Git; readonly repository: Repository; readonly work: ReadonlyMap<string, HandedWork> },
): Placement {
  const context = { git, repository, signal: new AbortController().signal };
  const attempt = async (
    prp: string,
    token: string,
    base: string,
    ears: PlacedListeners,
  ): Promise<PlacedAttempt> => {
    const handed = work.get(prp);
    if (handed === undefined)
      return ended({
        code: null,
        result: undefined,
        commit: undefined,
        fault: { how: 'exited', why: `Nothing of it was fetched from ${name}.` },
      });
    ears.log(handed.log);
    const result =
      handed.claim === null ? undefined : Buffer.from(`${JSON.stringify({ ...handed.claim, token })}\n`);
    const fault =
      handed.why === undefined || handed.how === 'not-started'
        ? undefined
        : ({ how: handed.how, why: handed.why } as const);
    if (handed.commit === undefined) {
      const why = handed.why ?? `Its work at ${name} was not fetched.`;
      return ended({ code: handed.code, result, commit: undefined, fault: { how: 'exited', why } });
    }
    const upon = await putUpon(handed.base, handed.commit, base);
    return ended(
      'why' in upon
        ? { code: 1, result, commit: undefined, fault: { how: 'exited', why: upon.why } }
        : { code: handed.code, result, commit: upon.commit, fault },
    );
  };

  /** Applies its changes to another commit than the one it began at. */
  async function putUpon(
    from: string,
    commit: string,
    base: string,
  ): Promise<{ readonly commit: string } | { readonly why: string }> {
    const [before, after, now] = [
      await treeOf(context, from),
      await treeOf(context, commit),
      await treeOf(context, base),
    ];
    if (before === now) return { commit };
    const message = 'As it was handed over\n';
    const root = await commitTree(context, { tree: before, parents: [], message });
    const ours = await commitTree(context, { tree: now, parents: [root], message });
    const theirs = await commitTree(context, { tree: after, parents: [root], message });
    const merge = await mergeTrees(context, { ours, theirs });
    if (merge.kind === 'clean')
      return { commit: await commitTree(context, { tree: merge.tree, parents: [base], message }) };
    const what = merge.kind === 'conflict' ? merge.evidence : merge.why;
    return { why: `Its changes conflict with the batch as it is now:\n${what}` };
  }

  return {
    name,
    slots: 1,
    known: (prp) => work.get(prp),
    begin: async ({ prp, token, base }, ears) => {
      const handed = work.get(prp);
      if (handed?.how === 'not-started')
        return { kind: 'not-started', why: handed.why ?? 'the reason is unknown' };
      return { kind: 'started', attempt: await attempt(prp, token, base, ears) };
    },
    takeOver: ({ prp, token, base }, ears) => attempt(prp, token, base, ears),
    async verdict({ prp, command, tree }): Promise<PlacedVerdict | undefined> {
      const gate = work
        .get(prp)
        ?.gates.filter((each) => each.command === command && each.tree === tree)
        .at(-1);
      return gate && { code: gate.result === 'green' ? 0 : 1, seconds: gate.seconds, isOverdue: false };
    },
    tidy: async () => undefined,
    end: async () => {},
  };
}

/** An attempt that is over. */
function ended(end: PlacedEnd): PlacedAttempt {
  return {
    group: {
      identity: ownIdentity(),
      ended: Promise.resolve({ code: end.code, signal: null }),
      look: () => {},
      end: async () => ({ forced: 0, left: 0 }),
    },
    leave: () => {},
    meter: () => 0,
    changes: () => false,
    over: Promise.resolve(end),
  };
}
