import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planText } from '../support/batch_project.ts';
import { emptyFolder, run } from '../support/program.ts';
import { repositoryWith } from '../support/repository.ts';
import { FAKE_AGENT } from '../support/shell_agent.ts';

/** A batch of one phase whose plan says to avoid whoever would get it right, with both in the settings. */
async function place(avoided = 'helper') {
  const plan = planText([{}]).replace('## Phases', `## Constraints\n\n- avoid: ${avoided}\n\n## Phases`);
  const cwd = repositoryWith({ 'plan.md': plan });
  const aside = emptyFolder();
  const agent = (name: string, script: object) => {
    writeFileSync(join(aside, name), JSON.stringify(script));
    return `${process.execPath} ${FAKE_AGENT} ${join(aside, name)}`;
  };
  const env = { HOME: emptyFolder() };
  const call = (...args: readonly string[]) => run(args, { cwd, env });
  await call('config', 'set', 'executors.lazy', agent('lazy.json', { default: [[]] }));
  await call('config', 'set', 'executors.helper', agent('helper.json', { default: [[{ work: 'done by' }]] }));
  expect((await call('batch', 'generate', 'plan.md')).code).toBe(0);
  return call;
}

test('a fallback of the settings or a flag that the plan says to avoid is left out, and told', async () => {
  const call = await place();
  await call('config', 'set', 'batch.fallback', 'helper');
  for (const flags of [[], ['--fallback', 'helper']]) {
    const ran = await call('batch', 'run', '1', '--executor', 'lazy', '--retries', '0', '--yes', ...flags);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('The fallback "helper" was left out: the plan says to avoid it (helper).');
    expect(ran.out + ran.err).not.toContain('executor helper');
    await call('batch', 'retry', '1', '--phase', '1');
  }
});

test('an executor that the plan says to avoid carries out nothing', async () => {
  const call = await place();
  const ran = await call('batch', 'run', '1', '--executor', 'helper', '--yes');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('The plan says to avoid the executor "helper": helper.');
  expect((await call('batch', 'run', '1', '--executor-command', 'sh /nowhere/helper.sh', '--yes')).code).toBe(
    2,
  );
});

test('an executor that the plan says to avoid gets no workflow either, whose every job would be refused', async () => {
  const call = await place('claude');
  const exported = (...flags: readonly string[]) =>
    call('batch', 'export', '1', '--as', 'github-actions', '--prepare', 'true', ...flags);
  const refused = [
    await exported('--executor', 'claude'),
    await exported('--executor-command', '/opt/bin/claude -p'),
  ];
  for (const { code, out, err } of refused) {
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/The plan says to avoid the executor ".*claude.*": claude\./u);
  }
  const other = await exported('--executor', 'codex');
  expect(other.code, other.err).toBe(0);
  expect(other.out).toContain('--executor codex ');
  // What falls back here is nothing to a runner, and not told.
  await call('config', 'set', 'batch.fallback', 'claude');
  expect((await exported('--executor', 'codex')).err).not.toContain('says to avoid');
});
