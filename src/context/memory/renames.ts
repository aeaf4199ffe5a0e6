import { createReadOnlyGit, type Environment } from '../../platform/index.ts';
import { readTree } from '../tree.ts';

/** The moves of files since a commit. */
export type FileMoves = {
  /** Files that git considers renamed, old name to new. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Files that did not exist then, in git's own order. */
  readonly added: readonly string[];
  /** Whether a text has most of the lines that a file had then; nothing has where that is not known. */
  readonly resembles: (path: string, text: string) => Promise<boolean>;
};

/** Asks git once for each commit; without git, or if the commit is gone, any file may be the moved one. */
export function fileMoves(
  root: string,
  env: Environment,
): (commit: string | undefined) => Promise<FileMoves> {
  const known = new Map<string | undefined, Promise<FileMoves>>();
  const git = createReadOnlyGit(env);
  const anywhere = async (): Promise<FileMoves> => ({
    renamed: new Map(),
    added: (await readTree(root, env)).files,
    resembles: async () => false,
  });
  const look = async (commit: string | undefined): Promise<FileMoves> => {
    if (commit === undefined) return anywhere();
    const diff = await git.run(root, [
      'diff',
      '--name-status',
      '-z',
      '-M',
      '-B',
      '--relative',
      '--no-ext-diff',
      '--no-textconv',
      commit,
      '--',
    ]);
    const other = await git.run(root, ['ls-files', '-z', '--others', '--exclude-standard']);
    if (diff.kind !== 'ended' || diff.code !== 0 || other.kind !== 'ended') return anywhere();
    const renamed = new Map<string, string>();
    const added: string[] = [];
    const fields = diff.stdout.toString('utf8').split('\0');
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const [status = '', path = ''] = [fields[at], fields[at + 1]];
      if (status.startsWith('A')) added.push(path);
      if (!/^[RC]/u.test(status)) continue;
      const to = fields[at + 2] ?? '';
      if (status.startsWith('R')) renamed.set(path, to);
      at += 1;
    }
    added.push(...other.stdout.toString('utf8').split('\0').filter(Boolean));
    const before = new Map<string, string>();
    return {
      renamed,
      added: added.filter((path) => !path.startsWith('.orchestrator/')),
      resembles: async (path, text) => {
        if (!before.has(path)) {
          const shown = await git.run(root, ['cat-file', 'blob', `${commit}:./${path}`]);
          before.set(path, shown.kind === 'ended' && shown.code === 0 ? shown.stdout.toString('utf8') : '');
        }
        return shareOfLines(before.get(path) ?? '', text) >= ENOUGH_ALIKE;
      },
    };
  };
  return (commit) => {
    const asked = known.get(commit) ?? look(commit);
    known.set(commit, asked);
    return asked;
  };
}

/** The share that git asks of a renamed file by default. */
const ENOUGH_ALIKE = 0.5;

/** The share of lines that two texts have in common, of the longer one; blank lines and white space at both ends do not count. */
function shareOfLines(one: string, other: string): number {
  const [before, after] = [one, other].map((text) =>
    text.split(/\r\n|\n|\r/u).flatMap((line) => (line.trim() === '' ? [] : [line.trim()])),
  ) as [string[], string[]];
  const left = new Map<string, number>();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  const common = after.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0;
  });
  return common.length / Math.max(before.length, after.length, 1);
}
