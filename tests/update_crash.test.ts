import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { mendFolder } from '../src/platform/index.ts';
import { LOCK, PERSONA, PROMPT, Project } from './support/frameworks.ts';
import { cleanEnvironment, MAIN } from './support/program.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';

/** Starts an update and kills it after so many milliseconds, unless it has ended by then. */
async function updateAndKill(cwd: string, after: number): Promise<void> {
  const env = cleanEnvironment(cwd);
  const child = spawn(process.execPath, [MAIN, 'update', 'X'], { cwd, env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await setTimeout(after);
  child.kill('SIGKILL');
  await ended;
}

/** How long an update takes here and now, in milliseconds, so that kills come at every point of one. */
async function lengthOfUpdate(project: Project): Promise<number> {
  const start = performance.now();
  expect((await project.run('update', 'X')).code).toBe(0);
  return performance.now() - start;
}

/** The same figures between 0 and 1 on every run (Park and Miller's generator). */
function figures(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('update, killed at any point', () => {
  test('[promise:update-crash-safe] leaves the framework before it or after it, whole, and the edit in both', async () => {
    const next = figures(20_261_121);
    const project = await Project.make('--set', `artifact=${'x'.repeat(100_000)}`);
    project.edit(`output/X/${PERSONA}`, 'Voice: location first', 'MINE\nVoice: location first');
    const whole = await lengthOfUpdate(project);
    for (let round = 0; round < 50; round++) {
      project.edit(AUDITOR, /wastes .*\./u, `wastes ${round} days.`);
      // The mark of a round stands in both files, so that files of two rounds can be told apart.
      project.edit(
        'components/protocols/code_review_pass.txt',
        /Phase 1 - .*\. Turn/u,
        `Phase 1 - Rules ${round} days. Turn`,
      );
      await updateAndKill(project.cwd, whole * next());
      // Reading sees one of the two, and writes nothing; who writes next settles it.
      const left = readdirSync(join(project.cwd, 'output/X'), { recursive: true });
      const listed = await project.json('list');
      expect(listed).toMatchObject({ code: 0, problems: [], frameworks: [{ name: 'X' }] });
      expect(readdirSync(join(project.cwd, 'output/X'), { recursive: true })).toEqual(left);
      mendFolder(join(project.cwd, 'output/X'), [PERSONA, PROMPT, LOCK]);
      const days = [PERSONA, PROMPT].map((file) => /(\d+|a) days?/u.exec(project.file(file))?.[1]);
      if (round > 0) expect(days[0]).toBe(days[1]);
      expect(project.file(PERSONA)).toContain('MINE\n');
      const lock = JSON.parse(project.file(LOCK)) as { files: { text: string }[] };
      expect(project.file(PERSONA).replace('MINE\n', '')).toBe(lock.files[0]?.text);
      expect(project.file(PROMPT)).toBe(lock.files[1]?.text);
      expect((await project.run('update', 'X')).code).toBe(0);
      expect(project.file(PERSONA)).toContain(`wastes ${round} days.`);
      expect(project.file(PERSONA)).toContain('MINE\n');
      expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([PERSONA, PROMPT, LOCK]);
    }
  });

  test('leaves a conflict with the version before, or none', async () => {
    const next = figures(7);
    const project = await Project.make();
    const whole = await lengthOfUpdate(project);
    for (let round = 0; round < 20; round++) {
      const mine = `MY ${round}.`;
      project.edit(`output/X/${PERSONA}`, /^Voice: .*/mu, `Voice: ${mine}`);
      project.edit(AUDITOR, /^Voice: .*/mu, `Voice: theirs ${round}.`);
      await updateAndKill(project.cwd, whole * next());
      expect(await project.json('list')).toMatchObject({ code: 0 });
      mendFolder(join(project.cwd, 'output/X'), [`${PERSONA}.before`, PERSONA, PROMPT, LOCK]);
      const isMarked = project.file(PERSONA).includes('<<<<<<< yours');
      expect(existsSync(join(project.cwd, 'output/X', `${PERSONA}.before`))).toBe(isMarked);
      expect(project.file(isMarked ? `${PERSONA}.before` : PERSONA)).toContain(`Voice: ${mine}`);
      expect((await project.run('update', 'X')).code).toBe(1);
      project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, 'Voice: settled.\n');
      expect((await project.run('update', 'X')).code).toBe(0);
      expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([PERSONA, PROMPT, LOCK]);
    }
  });

  test('several at once come to what one alone comes to, with the edit in it', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'Voice: location first', 'MINE\nVoice: location first');
    for (let round = 0; round < 5; round++) {
      project.edit(AUDITOR, /wastes .*\./u, `wastes ${round} days.`);
      const runs = await Promise.all(Array.from({ length: 4 }, () => project.run('update', 'X')));
      expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect(project.file(PERSONA)).toContain(`wastes ${round} days.`);
      expect(project.file(PERSONA).match(/^MINE$/gmu)).toHaveLength(1);
      expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['edited'] }] });
      expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([PERSONA, PROMPT, LOCK]);
    }
  });
});
