import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchProject, batchProject } from '../support/batch_project.ts';

/** Runs it as a person would; what the report says, and every log that it names. */
async function reportOf(project: BatchProject, ...more: readonly string[]) {
  const told = await project.call(...project.runArguments('--retries', '0', ...more));
  const decisions = await project.call('batch', 'decisions', '1');
  const named = [...`${told.out}\n${decisions.out}`.matchAll(/^ *log: (.+)$/gmu)].map(([, log]) => log ?? '');
  return { out: told.out, decisions: decisions.out, said: `${told.out}${told.err}`, named };
}

describe.concurrent('the report of a run says why a phase failed', () => {
  test('[promise:batch-reasons] with the gate that is red, the line of its output that says why, and its log', async () => {
    const gate = "printf 'starting\\nError: no page\\nbye\\n'; exit 3";
    const project = await batchProject([{ gates: [gate] }]);
    const { out, decisions, named } = await reportOf(project);
    expect(out).toContain(`the last time: a gate is red: ${gate}: Error: no page`);
    expect(decisions).toContain('Error: no page');
    expect(named).toHaveLength(2);
    for (const log of named)
      expect(readFileSync(join(project.folder, log), 'utf8')).toContain('Error: no page');
  });

  test('where the log is long, with the part of it that says why', async () => {
    const gate =
      'for n in $(seq 300); do echo "step $n is well"; done; echo "Error: no page"; for n in $(seq 200); do echo "tidy $n"; done; exit 3';
    const project = await batchProject([{ gates: [gate] }]);
    const { decisions } = await reportOf(project);
    expect(decisions).toContain('| Error: no page\n');
    expect(decisions).toContain('| step 300 is well\n');
    expect(decisions).not.toContain('| step 1 is well\n');
    const status = await project.call('batch', 'status', '1');
    expect(status.out.split(gate)).toHaveLength(2);
  });

  test('with what a failing executor printed', async () => {
    const project = await batchProject([{}], {
      default: [[{ print: 'thinking' }, { complain: 'Error: Invalid API key' }, { exit: 1 }]],
    });
    const { out, named } = await reportOf(project);
    expect(out).toContain('the last time: the executor failed: Error: Invalid API key');
    expect(named).toHaveLength(2);
  });

  test('that its executor could not be started, and names no log of one', async () => {
    const project = await batchProject([{}]);
    // It is there, and what it is to be read by is not.
    const agent = join(project.folder, '../no-such-agent');
    writeFileSync(agent, '#!/no/such/interpreter\n', { mode: 0o755 });
    project.agent = () => `${agent} {prp}`;
    const { out, decisions, named } = await reportOf(project);
    expect(out).toContain('there is no program ');
    expect(named).toEqual([]);
    expect(decisions).not.toContain('batch logs');
  });

  test('that no worktree could be made, why, and that the executor was not tried', async () => {
    const project = await batchProject([{}], undefined, {
      'big.bin': 'pointer\n',
      '.gitattributes': '*.bin filter=absent\n',
    });
    project.git('config', 'filter.absent.smudge', 'no-such-filter smudge');
    project.git('config', 'filter.absent.required', 'true');
    const { out, said, named } = await reportOf(project);
    expect(out).toContain('command was not tried');
    expect(out).toContain('no-such-filter');
    expect(said).not.toContain('could not be started');
    expect(named).toEqual([]);
  });

  test('that its worktree could not be made ready, with the log of what was to do that', async () => {
    const project = await batchProject([{}]);
    const { out, named } = await reportOf(project, '--setup', 'sh -c "echo fatal: no network >&2; exit 1"');
    expect(out).toContain('fatal: no network');
    for (const log of named) expect(existsSync(join(project.folder, log))).toBe(true);
    expect(named).toHaveLength(2);
  });

  test('in words, where the program itself found it', async () => {
    const project = await batchProject([{}, {}], {
      phases: { 1: [[{ print: 'I will not' }]], 2: [[{ work: 'x' }, { write: { 'other/a.txt': 'x' } }]] },
    });
    const { out, said } = await reportOf(project);
    expect(out).toContain('nothing was changed: I will not');
    expect(out).toContain('files were changed that the phase does not declare: other/a.txt');
    expect(said).not.toMatch(/\b(?:red|gate): (?:changed|scope|tampering)\b/u);
  });
});
