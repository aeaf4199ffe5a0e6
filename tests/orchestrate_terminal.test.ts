import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from './support/draft.ts';
import { modelServer } from './support/generation.ts';
import { CANARY } from './support/model.ts';
import { KEYS, runInTerminal } from './support/pty.ts';
import { eventually } from './support/wait.ts';

const ONE_PHASE = answerOf([
  answeredPhase('1', { gates: [{ text: 'It is there', command: 'test -s src/part_1.js' }] }),
]);

/** A project with a commit, and an agent that is a shell script in its parent folder. */
async function projectWith(script: (root: string) => string) {
  const server = await modelServer(CANARY, [ONE_PHASE]);
  const place = draftPlace(server.baseUrl);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], { cwd: place.cwd });
  git('add', '-A');
  git('commit', '-qm', 'Begin');
  const agent = join(place.root, 'agent.sh');
  writeFileSync(agent, script(place.root));
  const words = ['orchestrate', 'Add a login page', '--execute', '--yes', '--no-generate'];
  const terminal = runInTerminal([...words, '--executor-command', `sh ${agent}`], { ...place, rows: 60 });
  return { place, terminal };
}

test('what comes after a question at the end of a run is shown, and nothing is drawn over it', async () => {
  const { terminal } = await projectWith(
    (root) => `mkdir -p src; test -f ${root}/tried && echo 1 > src/part_1.js; : > ${root}/tried\n`,
  );
  await terminal.asks("Keep 1 fact in the project's memory?");
  terminal.type('y', KEYS.enter);
  expect(await terminal.ends()).toEqual({ code: 0, signal: null, cooked: true });
  await terminal.shows('[learn] 1 fact proposed, 1 kept');
  await terminal.shows('Next: orchestrator batch merge 1');
});

test('Ctrl-C while phases are worked on stops in order, and says how to go on', async () => {
  const { place, terminal } = await projectWith((root) => `: > ${root}/begun; tail -f /dev/null\n`);
  await eventually(() => existsSync(join(place.root, 'begun')) || undefined);
  terminal.type(KEYS.interrupt);
  expect(await terminal.ends()).toEqual({ code: 130, signal: null, cooked: true });
  await terminal.shows('[review] left out: no phase is done');
  await terminal.shows('Next: orchestrator batch run 1');
});
