import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from '../support/draft.ts';
import { modelServer } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { documentOf, run } from '../support/program.ts';

test.each([
  ['an agent that fell over once', 'exit 3', 'the failure that was overcome says nothing about the project'],
  ['an agent that worked at once', 'true', 'no failure was overcome'],
])('after %s nothing is proposed to be learned, and why not is true', async (_, once, why) => {
  const gates = [{ text: 'It is there', command: 'test -s src/part_1.js' }];
  const server = await modelServer(CANARY, [answerOf([answeredPhase('1', { gates })])]);
  const place = draftPlace(server.baseUrl);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: place.cwd });
  git('add', '-A');
  git('commit', '-qm', 'Begin');
  const [agent, tried] = [join(place.root, 'agent.sh'), join(place.root, 'tried')];
  writeFileSync(
    agent,
    `if [ ! -f ${tried} ]; then : > ${tried}; ${once}; fi; mkdir -p src; echo 1 > src/part_1.js\n`,
  );
  const ran = await run(
    [
      ...['orchestrate', 'Add a login page.', '--execute', '--yes', '--no-generate', '--json'],
      ...['--executor-command', `sh ${agent}`],
    ],
    place,
  );
  expect(ran.code).toBe(0);
  const { proposals, steps } = documentOf(ran, 'orchestrator.orchestrate/1');
  expect([proposals, steps.at(-1)]).toEqual([[], { step: 'learn', state: 'left-out', detail: why }]);
});
