import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repairFolder } from '../src/platform/index.ts';
import { LOCK, PERSONA, PROMPT, Project } from './support/frameworks.ts';
import { runKilledAt, stepsOf } from './support/killed_program.ts';
import { runProcess } from './support/program.ts';
import { sampleOf } from './support/seed.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';
const UPDATE = ['update', 'X'];

/** The calls of an update at which it is killed, by number: of every function one, and a part of the others. */
async function placesIn(project: Project, name: string, share: number): Promise<number[]> {
  const { ended, steps } = await stepsOf(UPDATE, project.cwd);
  expect([0, 1]).toContain(ended.code);
  expect(steps.length).toBeGreaterThan(8);
  const places = steps.map((step, index) => ({ step, at: index + 1 }));
  const kindOf = ({ step }: { step: string }) => step.split(' ')[0] ?? '';
  return sampleOf(places, { name, kindOf, share }).map(({ at }) => at);
}

describe('update, killed at any point', () => {
  test('[promise:update-crash-safe] leaves the framework before it or after it, whole, and the edit in both', async () => {
    const project = await Project.make('--set', `artifact=${'x'.repeat(100_000)}`);
    project.edit(`output/X/${PERSONA}`, 'Voice: location first', 'MINE\nVoice: location first');
    project.edit(AUDITOR, /wastes .*\./u, 'wastes no days.');
    const places = await placesIn(project, 'update', 0.25);
    for (const [round, at] of places.entries()) {
      project.edit(AUDITOR, /wastes .*\./u, `wastes ${round} days.`);
      // The mark of a round stands in both files, so that files of two rounds can be told apart.
      project.edit(
        'components/protocols/code_review_pass.txt',
        /Phase 1 - .*\. Turn/u,
        `Phase 1 - Rules ${round} days. Turn`,
      );
      await runKilledAt(UPDATE, project.cwd, at);
      // Reading sees one of the two, and writes nothing; who writes next settles it.
      const left = readdirSync(join(project.cwd, 'output/X'), { recursive: true });
      const listed = await project.json('list');
      expect(listed).toMatchObject({ code: 0, frameworks: [{ name: 'X' }] });
      // What the write left unfinished is told, and nothing else is wrong.
      const told = listed.problems as { code: string; severity: string }[];
      expect(told.filter(({ code }) => code !== 'write-left-over')).toEqual([]);
      expect(readdirSync(join(project.cwd, 'output/X'), { recursive: true })).toEqual(left);
      repairFolder(join(project.cwd, 'output/X'), [PERSONA, PROMPT, LOCK]);
      const days = [PERSONA, PROMPT].map((file) => /(\d+|a|no) days?/u.exec(project.file(file))?.[1]);
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
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, /^Voice: .*/mu, 'Voice: first of mine.');
    project.edit(AUDITOR, /^Voice: .*/mu, 'Voice: first of theirs.');
    const places = await placesIn(project, 'update to a conflict', 0.15);
    settle(project);
    expect((await project.run('update', 'X')).code).toBe(0);
    for (const [round, at] of places.entries()) {
      const mine = `MY ${round}.`;
      project.edit(`output/X/${PERSONA}`, /^Voice: .*/mu, `Voice: ${mine}`);
      project.edit(AUDITOR, /^Voice: .*/mu, `Voice: theirs ${round}.`);
      await runKilledAt(UPDATE, project.cwd, at);
      expect(await project.json('list')).toMatchObject({ code: 0 });
      repairFolder(join(project.cwd, 'output/X'), [`${PERSONA}.before`, PERSONA, PROMPT, LOCK]);
      const isMarked = project.file(PERSONA).includes('<<<<<<< yours');
      expect(existsSync(join(project.cwd, 'output/X', `${PERSONA}.before`))).toBe(isMarked);
      expect(project.file(isMarked ? `${PERSONA}.before` : PERSONA)).toContain(`Voice: ${mine}`);
      expect((await project.run('update', 'X')).code).toBe(1);
      settle(project);
      expect((await project.run('update', 'X')).code).toBe(0);
      expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([PERSONA, PROMPT, LOCK]);
    }
  });

  test('several at once come to what one alone comes to, with the edit in it', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, 'Voice: location first', 'MINE\nVoice: location first');
    for (let round = 0; round < 5; round++) {
      project.edit(AUDITOR, /wastes .*\./u, `wastes ${round} days.`);
      const runs = await Promise.all(
        Array.from({ length: 4 }, () => runProcess(UPDATE, { cwd: project.cwd })),
      );
      expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect(project.file(PERSONA)).toContain(`wastes ${round} days.`);
      expect(project.file(PERSONA).match(/^MINE$/gmu)).toHaveLength(1);
      expect(await project.json('list')).toMatchObject({ frameworks: [{ status: ['edited'] }] });
      expect(readdirSync(join(project.cwd, 'output/X')).sort()).toEqual([PERSONA, PROMPT, LOCK]);
    }
  });
});

/** What a person does about a conflict. */
function settle(project: Project): void {
  project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, 'Voice: settled.\n');
}
