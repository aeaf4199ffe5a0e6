import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { removeLeftContainers } from '../../src/batch/safety/sandbox/index.ts';
import { findProgram } from '../../src/platform/index.ts';
import { emptyFolder } from '../support/program.ts';

/** What the double of an engine has, and how it ends when it is asked to remove some. */
type Engine = { readonly has?: readonly string[]; readonly answers?: boolean; readonly removes?: boolean };

/** A folder of programs with doubles of engines in it, and what each of them was asked to remove. */
function engines(doubles: Readonly<Record<string, Engine>>) {
  const bin = emptyFolder();
  symlinkSync(findProgram('sh', process.env.PATH ?? '') ?? '/bin/sh', join(bin, 'sh'));
  for (const [name, { has = [], answers = true, removes = true }] of Object.entries(doubles)) {
    const script = [
      '#!/bin/sh',
      answers ? '' : 'exit 1',
      `[ "$1" = ps ] && echo '${has.join('\n')}' && exit 0`,
      `echo "$*" >> ${join(bin, name)}.asked`,
      `exit ${removes ? 0 : 1}`,
    ];
    writeFileSync(join(bin, name), script.join('\n'));
    chmodSync(join(bin, name), 0o755);
  }
  const asked = (name: string): string => {
    const file = join(bin, `${name}.asked`);
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  };
  return { env: { PATH: bin }, asked };
}

describe('containers that a killed run left', () => {
  test('are removed by the engine that has them: those of its tokens, and no others', async () => {
    const { env, asked } = engines({
      podman: { has: ['orchestrator-mine-1', 'orchestrator-mine2-1', 'orchestrator-yours-1', 'mine-1'] },
      docker: { has: ['orchestrator-mine-2', 'orchestrator-also-mine-1'] },
    });
    expect(await removeLeftContainers(['mine', 'also-mine'], env)).toBeUndefined();
    expect(asked('podman')).toBe('rm --force orchestrator-mine-1');
    expect(asked('docker')).toBe('rm --force orchestrator-mine-2 orchestrator-also-mine-1');
  });

  test('are not looked for where the engine has none', async () => {
    const { env, asked } = engines({ docker: { has: [] } });
    expect(await removeLeftContainers(['mine'], env)).toBeUndefined();
    expect(asked('docker')).toBe('');
  });

  test('may be in no engine that is silent beside one that answers', async () => {
    const { env, asked } = engines({ podman: { has: ['orchestrator-mine-1'] }, docker: { answers: false } });
    expect(await removeLeftContainers(['mine'], env)).toBeUndefined();
    expect(asked('podman')).toBe('rm --force orchestrator-mine-1');
  });

  test.each([
    ['no engine is there', {}, 'neither podman nor docker is in the PATH'],
    [
      'every engine is silent',
      { podman: { answers: false }, docker: { answers: false } },
      'podman does not list its containers; docker does not list its containers',
    ],
    [
      'an engine does not remove them',
      { podman: {}, docker: { has: ['orchestrator-mine-1'], removes: false } },
      'docker does not remove orchestrator-mine-1',
    ],
  ])('are told where %s', async (_, doubles, why) => {
    expect(await removeLeftContainers(['mine'], engines(doubles).env)).toBe(why);
  });
});
