import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answeredPhase, answerOf, draftPlace } from '../support/draft.ts';
import { modelServer } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { documentOf, run } from '../support/program.ts';
import { asUser } from '../support/repository.ts';

const WANT = 'Add a login page.';

test('a plan that has a batch is not given another one: its batch is what comes next', async () => {
  const gates = [{ text: 'It is there', command: 'test -s src/part_1.js' }];
  const server = await modelServer(CANARY, [answerOf([answeredPhase('1', { gates })])]);
  const place = draftPlace(server.baseUrl);
  asUser(place.cwd, 'add', '-A');
  asUser(place.cwd, 'commit', '-qm', 'Begin');
  const script = join(place.root, 'agent.sh');
  writeFileSync(script, 'mkdir -p src; echo 1 > src/part_1.js\n');
  const next = async () => {
    const { next: command, batch } = documentOf(
      await run(['orchestrate', WANT, '--json'], place),
      'orchestrator.orchestrate/1',
    );
    return { command, batch };
  };
  const { command, batch } = await next();
  expect(batch).toBeNull();
  expect((await run(String(command).split(' ').slice(1), place)).code).toBe(0);
  expect(await next()).toEqual({ command: 'orchestrator batch run 1', batch: 1 });
  const agent = ['--yes', '--executor-command', `sh ${script}`];
  expect((await run(['orchestrate', WANT, '--execute', ...agent], place)).code).toBe(0);
  expect(await next()).toEqual({ command: 'orchestrator batch merge 1', batch: 1 });
  expect((await run(['batch', 'merge', '1', '--yes'], place)).code).toBe(0);
  expect(await next()).toEqual({ command: 'orchestrator batch report 1', batch: 1 });
});
