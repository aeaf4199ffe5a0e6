import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, ROOT, run, runProcess } from '../support/program.ts';
import { asUser } from '../support/repository.ts';

test('[promise:example] example --run carries out a whole batch with nothing but Node and git, and leaves the folder that it was started in as it was', async () => {
  const before = asUser(ROOT, 'status', '--porcelain');
  const home = emptyFolder();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  // No agent is on this path.
  const env = {
    HOME: home,
    PATH: `${join(process.execPath, '..')}:${join(git, '..')}:/usr/bin:/bin`,
    TMPDIR: home,
  };
  const ran = await runProcess(['example', '--run'], { cwd: ROOT, env });
  expect(ran.code).toBe(0);
  expect(asUser(ROOT, 'status', '--porcelain')).toBe(before);
  const [, folder = ''] = /^The example is in (.+)$/mu.exec(ran.err) ?? [];
  expect(folder.startsWith(home)).toBe(true);
  expect(ran.out).toContain('Batch 1 is done: 3 of 3 done');
  expect(ran.out).toContain('PRP-1.1.2 Write quantities: 2 attempts');
  // Merged, and it works.
  expect(asUser(folder, 'status', '--porcelain')).toBe('');
  expect(
    execFileSync(process.execPath, ['src/cli.js', '250', 'cm', 'in', 'm'], { cwd: folder, encoding: 'utf8' }),
  ).toBe('2.5 m\n');
  execFileSync(process.execPath, ['--test'], { cwd: folder, env: { PATH: env.PATH }, stdio: 'pipe' });
});

test('example copies it to the folder that is named, says what comes next, and touches nothing that is there', async () => {
  const cwd = emptyFolder();
  const env = { HOME: cwd };
  const made = await run(['example', 'try_it'], { cwd, env });
  expect([made.code, made.out]).toEqual([0, '']);
  for (const line of ['batch generate plan.md', 'batch run 1 --replay tape --yes', 'batch merge 1 --yes'])
    expect(made.err).toContain(`\n  orchestrator ${line}\n`);
  const folder = join(cwd, 'try_it');
  expect(existsSync(join(folder, 'tape/tape.json'))).toBe(true);
  expect(asUser(folder, 'status', '--porcelain')).toBe('');
  expect(asUser(folder, 'log', '--format=%s')).toBe('The example as it comes\n');
  const again = await run(['example', 'try_it', '--json'], { cwd, env });
  expect([again.code, documentOf(again).problems[0]?.code]).toEqual([2, 'example-there']);
  writeFileSync(join(cwd, 'a_file'), '');
  expect((await run(['example', 'a_file'], { cwd, env })).code).toBe(2);
  const json = documentOf(await run(['example', 'other', '--json'], { cwd, env }));
  expect(json).toMatchObject({ ok: true, folder: join(cwd, 'other') });
  expect(json.commands).toMatchObject([{ exitCode: null }, { exitCode: null }, { exitCode: null }]);
});

test('example works below a folder that has goals of its own, sound or not: it has those that it was recorded with', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'goal_map.json'), '{ "Mine": ');
  const ran = await run(['example', 'in/try_it', '--run', '--json'], { cwd, env: { HOME: cwd } });
  expect(ran.code, ran.out).toBe(0);
  const folder = join(cwd, 'in/try_it');
  expect(asUser(folder, 'ls-tree', '--name-only', 'HEAD')).toContain('goal_map.json');
  expect(asUser(folder, 'status', '--porcelain')).toBe('');
});

test('example --run that is stopped says why, in its document too, and what is left to be done', async () => {
  const cwd = emptyFolder();
  // Its gates need Node.
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  for (const name of ['git', 'sh'])
    symlinkSync(
      execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      join(bin, name),
    );
  const env = { HOME: cwd, PATH: bin };
  const told = await run(['example', 'try it', '--run'], { cwd, env });
  expect(told.code).not.toBe(0);
  expect(told.err).toContain(
    `It stopped there. To continue:\n  cd '${join(cwd, 'try it')}'\n  orchestrator batch run 1 `,
  );
  const json = documentOf(await run(['example', 'other', '--run', '--json'], { cwd, env }));
  expect(json).toMatchObject({ ok: false, problems: [{ code: 'example-stopped' }] });
  expect(json.problems[0]).toMatchObject({
    message: expect.stringContaining('departs from the tape at phase 1, attempt 2'),
  });
  expect(json.commands).toMatchObject([{ exitCode: 0 }, { exitCode: told.code }, { exitCode: null }]);
});
