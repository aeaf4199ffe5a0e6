import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository } from '../../src/batch/git/worktrees/index.ts';
import { bytesMadeBy } from '../../src/batch/verify/binary_patch.ts';
import { applyPatch, takePatch, type VerifyContext } from '../../src/batch/verify/index.ts';
import { createGit } from '../../src/platform/index.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';

/** A repository as the ground of an attempt that works in it itself. */
async function ground(files: Readonly<Record<string, string>> = { 'a.txt': 'one\ntwo\n' }) {
  const folder = repositoryWith(files);
  const git = createGit(process.env);
  const opened = await openRepository(git, folder);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const place: VerifyContext = {
    git,
    repository: opened.value,
    worktree: { name: 'itself', path: folder, project: folder },
    signal: new AbortController().signal,
  };
  return { place, folder, base: asUser(folder, 'rev-parse', 'HEAD').trim() };
}

/** A patch that makes a file. */
const making = (path: string, text: string, mode = '100644'): string =>
  `diff --git a/${path} b/${path}\nnew file mode ${mode}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${text}\n${mode === '120000' ? '\\ No newline at end of file\n' : ''}`;

describe('a patch of an attempt', () => {
  test('is taken whole, and makes the same changes elsewhere, byte for byte, whatever the user has set for diffs', async () => {
    const files = { 'a.txt': 'one\ntwo\n', 'gone.txt': 'x\n', 'run.sh': 'true\n', 'ü b.txt': 'old\n' };
    const { place, folder, base } = await ground(files);
    for (const [name, value] of [
      ['diff.noprefix', 'true'],
      ['diff.renames', 'copies'],
      ['color.ui', 'always'],
      ['core.quotePath', 'true'],
    ] as const)
      asUser(folder, 'config', name, value);
    putFiles(folder, {
      'a.txt': 'one\r\nzwei\n',
      'ü b.txt': 'gr\u00fcn',
      'new/empty.txt': '',
      'data.bin': '\u0000\u0001',
    });
    asUser(folder, 'rm', '-q', 'gone.txt');
    asUser(folder, 'update-index', '--chmod=+x', 'run.sh');
    asUser(folder, 'add', '--all', '--', 'a.txt', 'ü b.txt', 'new', 'data.bin');
    asUser(folder, 'commit', '-qm', 'changed');
    const taken = await takePatch(place, { from: base, to: 'HEAD' });
    if (taken.kind !== 'patch') throw new Error(taken.kind);
    expect(taken.binaries).toEqual([['data.bin', Buffer.from('\u0000\u0001')]]);
    const other = await ground(files);
    expect(await applyPatch(other.place, other.base, taken.patch)).toBeUndefined();
    asUser(other.folder, 'add', '--all');
    expect(asUser(other.folder, 'write-tree')).toBe(asUser(folder, 'rev-parse', 'HEAD^{tree}'));
  });

  test.each<[string, string, RegExp]>([
    ['a path that leads out', making('../outside.txt', 'x'), /outside\.txt/u],
    ['an absolute path', making('/tmp/orchestrator-tape-escape', 'x'), /./u],
    ['git', making('.git/hooks/pre-commit', 'x'), /\.git/u],
    ['git, in another case', making('sub/.GIT/config', 'x'), /\.GIT/u],
    [
      'the program’s own files',
      making('.orchestrator/batches/1/journal.ndjson', 'x'),
      /belongs to the program/u,
    ],
    [
      'the program’s own files, in another case',
      making('.ORCHESTRATOR/batches/1/journal.ndjson', 'x'),
      /belongs to the program/u,
    ],
    [
      'a link that leads out',
      making('src/1.txt', '../../../etc/passwd', '120000'),
      /leads out of the worktree/u,
    ],
    ['a link by an absolute path', making('l', '/etc/passwd', '120000'), /leads out of the worktree/u],
    ['a link down and up again', making('l', 'a/../../..', '120000'), /leads out of the worktree/u],
    [
      'a link by way of another',
      making('dot', '.', '120000') + making('l', 'dot/../x', '120000'),
      /leads out/u,
    ],
    [
      'a file beyond a link',
      making('src', '/tmp', '120000') + making('src/orchestrator-tape-escape', 'x'),
      /./u,
    ],
    [
      'a repository of its own',
      making('sub', `Subproject commit ${'a'.repeat(40)}`, '160000'),
      /a repository of its own/u,
    ],
    [
      'a file beyond all measure',
      `diff --git a/b b/b\nnew file mode 100644\nindex ${'0'.repeat(40)}..${'a'.repeat(40)}\nGIT binary patch\nliteral 99999999999\nzcmV\n\n`,
      /it makes files of 99999999999 bytes/u,
    ],
    ['one that does not fit', making('a.txt', 'x'), /already exists/u],
    ['no patch', 'rm -rf /\n', /No valid patches/u],
    ['nothing', '', /No valid patches|unrecognized input/u],
  ])('is refused, all of it: %s', async (_, patch, why) => {
    const { place, folder, base } = await ground();
    const fine = making('fine.txt', 'fine');
    expect(
      await applyPatch(place, base, Buffer.from(patch.startsWith('diff') ? fine + patch : patch)),
    ).toMatch(why);
    expect(asUser(folder, 'status', '--porcelain', '--untracked-files=all')).toBe('');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
    expect(readdirSync(join(folder, '.git/hooks')).filter((name) => !name.endsWith('.sample'))).toEqual([]);
    expect(existsSync('/tmp/orchestrator-tape-escape')).toBe(false);
  });

  test('shows of a binary file also what stood in it, and was removed', async () => {
    const { place, folder, base } = await ground({ 'a.bin': '\u0000before', 'b.bin': '\u0000gone' });
    putFiles(folder, { 'a.bin': '\u0000after' });
    asUser(folder, 'rm', '-q', 'b.bin');
    asUser(folder, 'commit', '-qam', 'changed');
    const taken = await takePatch(place, { from: base, to: 'HEAD' });
    if (taken.kind !== 'patch') throw new Error(taken.kind);
    const held = taken.binaries.map(([path, bytes]) => [path, bytes.toString('latin1')]);
    expect(held).toEqual([
      ['a.bin', '\u0000before'],
      ['a.bin', '\u0000after'],
      ['b.bin', '\u0000gone'],
    ]);
  });

  test('that makes much of little is seen before git makes it', async () => {
    const block = Array.from({ length: 4096 }, (_, at) => String.fromCharCode((at * 7919) % 251)).join('');
    const { place, folder, base } = await ground({ 'a.bin': `\u0000${block}` });
    putFiles(folder, { 'a.bin': `\u0000${block.repeat(50)}` });
    asUser(folder, 'commit', '-qam', 'changed');
    const taken = await takePatch(place, { from: base, to: 'HEAD' });
    if (taken.kind !== 'patch') throw new Error(taken.kind);
    const text = taken.patch.toString('latin1');
    expect(text).toMatch(/^delta \d{1,5}$/mu);
    const made = bytesMadeBy(taken.patch);
    const size = readFileSync(join(folder, 'a.bin')).length;
    expect(made).toBeGreaterThanOrEqual(size);
    expect(made).toBeLessThan(size * 2);
    expect(bytesMadeBy(Buffer.from('delta 5\nAzzzzz\n\n'))).toBe(Number.POSITIVE_INFINITY);
  });

  test('is made of no submodule: that is said', async () => {
    const { place, folder, base } = await ground();
    asUser(folder, 'update-index', '--add', '--cacheinfo', `160000,${base},sub`);
    asUser(folder, 'commit', '-qm', 'a submodule');
    expect(await takePatch(place, { from: base, to: 'HEAD' })).toEqual({
      kind: 'fault',
      why: 'sub is a repository of its own',
    });
  });
});
