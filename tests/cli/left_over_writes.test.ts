import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runKilledAt, stepsOf } from '../support/killed_program.ts';
import { ONE_GOAL } from '../support/one_goal.ts';
import { emptyFolder, run } from '../support/program.ts';

type Case = {
  readonly name: string;
  readonly args: readonly string[];
  readonly prepare: (cwd: string) => Promise<void>;
  /** Commands that only read, and have to tell what is left. */
  readonly tells: readonly (readonly string[])[];
};

async function library(cwd: string): Promise<void> {
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify(ONE_GOAL));
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/mine.txt'), 'You guide people.\n');
}

const CASES: readonly Case[] = [
  {
    name: 'components promote',
    args: ['components', 'promote', 'mine', '--to', 'user', '--yes'],
    prepare: library,
    tells: [
      ['components', 'list'],
      ['components', 'search', 'guide'],
      ['components', 'lint'],
      ['goals', 'list'],
      ['doctor', '--offline'],
    ],
  },
  {
    name: 'goals new',
    args: ['goals', 'new', 'TRIAGE', '--description', 'To triage.'],
    prepare: library,
    tells: [
      ['goals', 'list'],
      ['doctor', '--offline'],
    ],
  },
  {
    name: 'snapshots',
    args: ['goals', 'test', '--update'],
    prepare: async (cwd) => {
      await library(cwd);
      await run(['goals', 'test', '--update'], { cwd });
      writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify(ONE_GOAL).replace('To try', 'To test'));
    },
    tells: [['goals', 'test']],
  },
  {
    name: 'new',
    args: ['new', 'X', '--goal', '1', '--title', 'A'],
    prepare: library,
    tells: [['list'], ['doctor', '--offline']],
  },
  {
    name: 'update',
    args: ['update', 'X', '--title', 'B'],
    prepare: async (cwd) => {
      await library(cwd);
      await run(['new', 'X', '--goal', '1', '--title', 'A'], { cwd });
    },
    tells: [['list'], ['doctor', '--offline']],
  },
];

const LEFT = /\.orchestrator-(?:staging|commit)/u;

test.each(CASES)(
  'what $name left when it was killed is told by commands that read, and by them is let be',
  async ({ args, prepare, tells }) => {
    const before = emptyFolder();
    await prepare(before);
    const whole = emptyFolder();
    cpSync(before, whole, { recursive: true });
    const { steps } = await stepsOf(args, whole);
    // At the moves into place, what is written stands there in full under a name of its own.
    const moves = steps.flatMap((step, index) => (/^(?:link|rename)Sync /u.test(step) ? [index + 1] : []));
    expect(moves.length).toBeGreaterThan(0);
    const untold: string[] = [];
    for (const at of moves) {
      const cwd = emptyFolder();
      cpSync(before, cwd, { recursive: true });
      await runKilledAt(args, cwd, at);
      const left = entriesIn(cwd);
      if (!left.some((path) => LEFT.test(path))) continue;
      for (const verb of tells) {
        const { out, err } = await run(verb, { cwd });
        if (!LEFT.test(out + err)) untold.push(`${verb.join(' ')}, killed at ${steps[at - 1]}`);
        expect(entriesIn(cwd)).toEqual(left);
      }
    }
    expect(untold).toEqual([]);
  },
);

function entriesIn(cwd: string): string[] {
  return readdirSync(cwd, { recursive: true, encoding: 'utf8' }).sort();
}
