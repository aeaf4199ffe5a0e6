import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { afterTest } from '../support/after_test.ts';
import { batchProject } from '../support/batch_project.ts';
import { fakeSsh } from '../support/fake_ssh.ts';
import { MAIN, run } from '../support/program.ts';

test('a batch that was handed over is found there when its project was renamed meanwhile; a copy of it is another one', async () => {
  const host = fakeSsh();
  const project = await batchProject([{}], { default: [[{ await: 'go' }, { work: 'done by' }]] });
  const settings = join(project.home, '.config/orchestrator');
  mkdirSync(settings, { recursive: true });
  const places = { there: { ssh: 'far', folder: host.folder } };
  writeFileSync(join(settings, 'config.json'), JSON.stringify({ places }));
  const env = { ...project.environment(), ...host.env };
  const submit = async (cwd: string, ...args: string[]) => {
    const ran = await run(['batch', 'submit', '1', '--yes', '--json', ...args], { cwd, env });
    return JSON.parse(ran.out);
  };
  const program = join(project.aside, 'program');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`, { mode: 0o755 });
  const to = ['--to', 'there', '--program', program, '--executor-command', project.agent()];
  expect(await submit(project.folder, ...to)).toMatchObject({ ok: true, state: 'away' });
  const [copy, renamed] = [`${project.folder}-copy`, `${project.folder}-renamed`];
  afterTest(() => {
    for (const each of [copy, renamed]) rmSync(each, { recursive: true, force: true });
  });
  cpSync(project.folder, copy, { recursive: true });
  renameSync(project.folder, renamed);
  project.tell('go');
  const unknown = await submit(copy, '--collect', '--wait');
  expect(unknown.problems).toMatchObject([{ message: expect.stringContaining('no longer knows this') }]);
  const back = await submit(renamed, '--collect', '--wait');
  expect(back, JSON.stringify(back.problems)).toMatchObject({ ok: true, phases: [{ outcome: 'merged' }] });
  const [folder = ''] = readdirSync(host.folder).filter((name) => !name.startsWith('place-'));
  expect(readdirSync(join(host.folder, folder, 'attempts'))).toEqual([]);
});
