import { describe, expect, test } from 'vitest';
import { reachOf } from '../../src/batch/executors/acp/command_reach.ts';
import { handedOver } from '../../src/batch/executors/environment.ts';
import { cloneConfig } from '../../src/batch/git/worktrees/clone_config.ts';
import { setupPathspecs } from '../../src/batch/git/worktrees/setup_files.ts';
import { settleAnswer, settleVerdict } from '../../src/batch/review/semantic/settle_answer.ts';
import { toolsInHome } from '../../src/batch/safety/sandbox/tools_in_home.ts';
import { mayRunCode } from '../../src/batch/verify/settings_that_run.ts';
import { ownValue } from '../../src/lib/index.ts';
import { machineNeeds } from '../../src/plan/document/index.ts';
import { planOf } from '../support/plan.ts';

/** Words that every object answers to. */
const WORDS = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

test.each(WORDS)('a table has nothing under %s that nobody put there', (word) => {
  expect(ownValue({ a: 1 }, word)).toBeUndefined();
  expect(ownValue(Object.fromEntries([[word, 1]]), word)).toBe(1);
});

describe.each(WORDS)('%s is a word like any other', (word) => {
  test('as a need of a phase', () => {
    const [phase] = planOf(`# T\n\n## Phases\n\n### Phase 1: A\n**Goal**: g\n**Needs**: ${word}: 1\n`).phases;
    expect(phase && machineNeeds(phase)).toEqual({ needs: [], unreadable: [`${word}: 1`] });
  });

  test('in a setup command, and in a command of an agent', () => {
    expect(setupPathspecs(`make ${word}`, { prefix: '' }).slice(-5)).toContain(`:(top,literal)${word}`);
    expect(reachOf(`${word} install`, { root: '/work', exists: () => false })).toBeUndefined();
  });

  test('as a section of git’s settings', () => {
    const name = word.toLowerCase();
    expect(cloneConfig(`local\0${name}.key\nvalue\0local\0core.eol\nlf\0`)).toBe('[core]\n\teol = "lf"\n');
    expect(mayRunCode(`${word}.key`)).toBe(true);
    expect(mayRunCode(`${word}.name.key`)).toBe(true);
  });

  test('as a folder of programs, and as a variable', () => {
    const shown = toolsInHome('/home/me', { path: `/home/me/${word}/bin`, programs: [] });
    expect(shown).toContain(`/home/me/${word}/bin`);
    expect(handedOver({ PATH: '/bin' }, [word])).toEqual([]);
  });

  test('in the answer of a model', () => {
    expect(settleVerdict({ verdict: word, why: '' })).toEqual({
      verdict: word.toLowerCase().replaceAll(/[\s_-]+/gu, '-'),
      why: '',
    });
    expect(settleAnswer([{ severity: word }])).toMatchObject({
      findings: [{ severity: word.toLowerCase() }],
    });
  });
});
