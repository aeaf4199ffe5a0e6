import { join } from 'node:path';
import { GitRefused, withTemporaryFolder } from '../../../platform/index.ts';
import { commitTree } from '../../git/integration/index.ts';
import type { WorktreeContext } from '../../git/worktrees/index.ts';
import { type Unit, without } from './units.ts';

/** A file on one side of a change: its mode, its blob and its content, byte for byte. */
type Side = { readonly mode: string; readonly blob: string; readonly text: string };
type Sides = { readonly before: Side | undefined; readonly after: Side | undefined };

/** Creates commits with a change that lacks some of its parts, or their members; writes only objects. */
export type Variants = { readonly without: (group: readonly Unit[]) => Promise<string> };

/** Prepares to leave parts out of the change between two commits. @throws when git fails */
export async function openVariants(
  context: WorktreeContext,
  {
    parent,
    commit,
    units,
  }: { readonly parent: string; readonly commit: string; readonly units: readonly Unit[] },
): Promise<Variants> {
  const paths = [...new Set(units.map(({ path }) => path))];
  const sides = new Map<string, Sides>();
  for (const path of paths)
    sides.set(path, {
      before: await sideOf(context, parent, path),
      after: await sideOf(context, commit, path),
    });
  return {
    async without(group) {
      const out = new Set(group);
      const entries: string[] = [];
      for (const path of new Set(group.map((unit) => unit.path))) {
        const { before, after } = sides.get(path) ?? { before: undefined, after: undefined };
        const isWhole = units.every((unit) => unit.path !== path || out.has(unit));
        if (isWhole && before === undefined)
          entries.push(`0 ${'0'.repeat(after?.blob.length ?? 40)}\t${path}`);
        else if (isWhole && before !== undefined) entries.push(`${before.mode} ${before.blob}\t${path}`);
        else {
          const texts = { before: before?.text ?? '', after: after?.text ?? '' };
          const blob = await put(
            context,
            without(
              texts,
              group.filter((unit) => unit.path === path),
            ),
          );
          entries.push(`${(after ?? before)?.mode ?? '100644'} ${blob}\t${path}`);
        }
      }
      return withEntries(context, commit, entries);
    },
  };
}

async function sideOf(
  { git, repository, signal }: WorktreeContext,
  commit: string,
  path: string,
): Promise<Side | undefined> {
  const listed = await git.run(
    repository.top,
    ['ls-tree', '-z', '--full-tree', commit, '--', `:(literal)${path}`],
    { signal },
  );
  if (listed.kind !== 'ended' || listed.code !== 0) throw new GitRefused(listed);
  const [, mode, blob] = /^(\d{6}) blob ([0-9a-f]+)\t/u.exec(listed.stdout.toString('utf8')) ?? [];
  if (mode === undefined || blob === undefined) return undefined;
  const read = await git.run(repository.top, ['cat-file', 'blob', blob], { signal });
  if (read.kind !== 'ended' || read.code !== 0) throw new GitRefused(read);
  return { mode, blob, text: read.stdout.toString('latin1') };
}

async function put({ git, repository, signal }: WorktreeContext, text: string): Promise<string> {
  const args = ['hash-object', '-w', '--stdin', '--no-filters'];
  const made = await git.run(repository.top, args, { signal, input: Buffer.from(text, 'latin1') });
  if (made.kind !== 'ended' || made.code !== 0) throw new GitRefused(made);
  return made.stdout.toString('utf8').trim();
}

/** Creates a commit equal to another but for some entries, in an index of its own. */
async function withEntries(
  context: WorktreeContext,
  commit: string,
  entries: readonly string[],
): Promise<string> {
  const { git, repository, signal } = context;
  return withTemporaryFolder(async (folder) => {
    const indexFile = join(folder, 'index');
    const call = async (args: readonly string[], input?: string) => {
      const options = { signal, indexFile, ...(input === undefined ? {} : { input }) };
      const outcome = await git.run(repository.top, args, options);
      if (outcome.kind !== 'ended' || outcome.code !== 0) throw new GitRefused(outcome);
      return outcome.stdout.toString('utf8').trim();
    };
    await call(['read-tree', commit]);
    await call(['update-index', '-z', '--index-info'], entries.map((entry) => `${entry}\0`).join(''));
    const tree = await call(['write-tree']);
    return commitTree(context, { tree, parents: [commit], message: 'A change without a part of it\n' });
  });
}
