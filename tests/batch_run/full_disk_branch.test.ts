import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { batchProject, WORKS } from '../support/batch_project.ts';
import { emptyFolder } from '../support/program.ts';
import { asUser } from '../support/repository.ts';

/** A git that has no room where it is to make or move the branch of a batch in one of these ways, and does all else. */
function gitWithoutRoom(way: 'create' | 'update'): string {
  const bin = emptyFolder();
  const git = join(bin, 'git');
  const fault =
    "fatal: cannot lock ref 'refs/heads/orchestrator-batch-1': Unable to create '.lock': No space left on device";
  const script = `#!/bin/sh
case "$*" in *update-ref*--stdin*)
  cat > "${bin}/input.$$"
  if grep -aq '${way} refs/heads/orchestrator-batch-' "${bin}/input.$$"; then echo "${fault}" >&2; exit 128; fi
  exec git-before "$@" < "${bin}/input.$$";;
esac
exec git-before "$@"
`;
  writeFileSync(git, script.replaceAll('git-before', asUser(bin, '--exec-path').trim().concat('/git')));
  chmodSync(git, 0o755);
  return bin;
}

const ENDS = { create: 3, update: 0 } as const;

test.each(['create', 'update'] as const)(
  'a full disk while the branch of a batch is to be made or moved (%s) is told as that, and nothing names a branch that shows nothing',
  async (way) => {
    const project = await batchProject([{}, { after: ['1'] }], WORKS);
    const bin = gitWithoutRoom(way);
    const env = { ...project.environment(), PATH: `${bin}:${process.env.PATH}` };
    const ended = await project.callWith(env, ...project.runArguments());
    expect(ended.code, ended.err).toBe(ENDS[way]);
    expect(ended.err).toContain('No space left on device');
    expect(ended.err).not.toMatch(/\bbug\b|another name|git branch -m/u);
    // The closing report: no branch that is not there, and none where the work is not.
    expect(ended.out).not.toContain('orchestrator-batch-1');
    const again = await project.call(...project.runArguments());
    expect(again.code, again.err).toBe(0);
    const merged = await project.call('batch', 'merge', '1', '--yes');
    expect(merged.code, merged.err).toBe(0);
    expect(asUser(project.folder, 'ls-files', 'src')).toContain('src/2.txt');
  },
);
