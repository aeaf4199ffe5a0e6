import { expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { start } from '../support/program.ts';
import { count, figure, LONG, quickAgent } from '../support/torture.ts';
import { eventually } from '../support/wait.ts';

const ROUNDS = count(20, 2);
const AT_ONCE = 8;

test(`of ${AT_ONCE} who run a batch at once one does, ${ROUNDS} times`, { timeout: LONG }, async () => {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const project = await batchProject([{}, {}]);
    const args = quickAgent(project, `until test -e ${project.aside}/go; do sleep 0.02; done`);
    let refused = 0;
    const all = Array.from({ length: AT_ONCE }, () => {
      const { ended } = start(args, { cwd: project.folder, env: project.environment() });
      void ended.then(({ code }) => {
        if (code === 1) refused += 1;
      });
      return ended;
    });
    await eventually(() => (refused === AT_ONCE - 1 ? true : undefined));
    project.tell('go');
    const ends = await Promise.all(all);
    expect(ends.map(({ code }) => code).sort()).toEqual([0, ...Array(AT_ONCE - 1).fill(1)]);
    const told = ends.filter(({ code }) => code === 1).map(({ out }) => JSON.parse(out).problems[0].code);
    expect(told).toEqual(Array(AT_ONCE - 1).fill('batch-held'));
    expect(project.events('run-started')).toHaveLength(1);
    expect(project.events('attempt-started')).toHaveLength(2);
    expect(project.merged()).toHaveLength(2);
  }
  figure(`owners: ${ROUNDS} times ${AT_ONCE} runs at once, one owner each time, the others told who it is`);
});
