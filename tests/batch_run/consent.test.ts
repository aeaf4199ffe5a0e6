import { cpSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type BatchProject, batchProject, WORKS } from '../support/batch_project.ts';
import { documentOf, emptyFolder } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

const PHASES = [{ gates: ['test -f src/1.txt'] }, { gates: ['test -f src/2.txt && true'] }];

/** The arguments of a run that nobody has said yes to. */
function asked(project: BatchProject, ...more: readonly string[]): string[] {
  return project.runArguments(...more).filter((argument) => argument !== '--yes');
}

/** Runs the batch in a terminal, says yes for good or takes another choice, and waits for its end. */
async function approve(project: BatchProject, choice = '2'): Promise<number | null> {
  const terminal = runInTerminal(asked(project), {
    cwd: project.folder,
    columns: 200,
    env: project.environment(),
  });
  await terminal.asks('Let them run?', 'no', 'yes');
  terminal.type(choice, '\r');
  return (await terminal.ends()).code;
}

describe('commands', () => {
  test('[promise:batch-consent] are run only after a yes, whose every word was shown, and which is remembered', async () => {
    const project = await batchProject(PHASES, WORKS);
    const refused = await project.call(...asked(project));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`      ${project.agent()}\n`);
    expect(refused.err).toContain('  + gate (phase 1)\n      test -f src/1.txt\n');
    expect(refused.err).toMatch(/gate \(phase 2; in a shell: [^)]+\)\n {6}test -f src\/2\.txt && true\n/u);
    expect(readdirSync(project.path())).not.toContain('journal.ndjson');
    expect(await approve(project)).toBe(0);
    // The next batch of the same plan starts the same commands.
    await project.call('batch', 'generate', 'plan.md');
    const again = await project.call(...asked(project).map((word) => (word === '1' ? '2' : word)));
    expect(again.err).not.toContain('starts these commands');
    expect(again.err).toContain('run started');
  });

  test('are named one by one in the document of a script that has not said yes', async () => {
    const project = await batchProject(PHASES, WORKS);
    const refused = await project.call(...asked(project, '--json'));
    expect(refused.code).toBe(2);
    const { problems } = documentOf(refused);
    expect(problems.filter(({ code }) => code === 'not-approved').map(({ message }) => message)).toEqual([
      expect.stringContaining(project.agent()),
      expect.stringContaining('test -f src/1.txt'),
      expect.stringContaining('test -f src/2.txt && true'),
    ]);
    expect(refused.err).toBe('');
  });

  test('that changed, and the same ones in another project, are asked about again', async () => {
    const project = await batchProject(PHASES, WORKS);
    expect(await approve(project)).toBe(0);
    const plan = readFileSync(join(project.folder, 'plan.md'), 'utf8');
    writeFileSync(join(project.folder, 'plan.md'), plan.replace('test -f src/1.txt', 'test -s src/1.txt'));
    await project.call('batch', 'generate', 'plan.md');
    const changed = await project.call(...asked(project).map((word) => (word === '1' ? '2' : word)));
    expect(changed.code).toBe(2);
    expect(changed.err).toContain('(new: 1, marked +)');
    expect(changed.err).toContain('  + gate (phase 1)\n      test -s src/1.txt\n');
    const elsewhere = await batchProject(PHASES, WORKS);
    const other = await elsewhere.callWith(project.environment(), ...asked(project));
    expect(other.code).toBe(2);
  });

  test('cannot be approved by what a repository brings along', async () => {
    const project = await batchProject(PHASES, WORKS);
    expect(await approve(project)).toBe(0);
    // Its own approvals, as they would be if somebody who has it in the same place had approved them.
    const approvals = join(project.home, '.config/orchestrator/approvals');
    for (const place of ['.orchestrator/approvals', '.config/orchestrator/approvals', 'approvals']) {
      cpSync(approvals, join(project.folder, place), { recursive: true });
    }
    await project.call('batch', 'generate', 'plan.md');
    const second = asked(project).map((word) => (word === '1' ? '2' : word));
    expect((await project.callWith({ HOME: emptyFolder() }, ...second)).code).toBe(2);
    expect((await project.call(...second)).code).toBe(0);
  });

  test('that are let run once are asked about again', async () => {
    const project = await batchProject(PHASES, WORKS);
    expect(await approve(project, '3')).toBe(0);
    expect(project.merged()).toHaveLength(2);
    await project.call('batch', 'generate', 'plan.md');
    const again = await project.call(...asked(project).map((word) => (word === '1' ? '2' : word)));
    expect(again.code).toBe(2);
  });

  test('that somebody says no to are not run, and are asked about again', async () => {
    const project = await batchProject(PHASES, WORKS);
    const terminal = runInTerminal(asked(project), {
      cwd: project.folder,
      columns: 200,
      env: project.environment(),
    });
    await terminal.asks('Let them run?');
    terminal.type('\r');
    expect((await terminal.ends()).code).toBe(0);
    expect(terminal.transcript()).toContain('Nothing was started.');
    expect((await project.call(...asked(project))).code).toBe(2);
  });
});

describe('a repository that was copied with settings that name programs', () => {
  /** Every setting and attribute by which looking at files, or at objects that are missing, would start something. */
  async function hostile() {
    const project = await batchProject(PHASES, WORKS, FILES);
    arm(project);
    return project;
  }

  const GOALS =
    '{"A": {"B": {"description": "d", "persona": "x.txt", "protocol": "y.txt", "constraints": []}}}';

  const FILES = { '.gitattributes': '*.md filter=evil diff=evil merge=evil\n', 'sub/a.md': 'a\n' };

  function arm(project: BatchProject): void {
    const run = `touch ${join(project.aside, 'ran')}; cat`;
    for (const [name, value] of Object.entries({
      'filter.evil.clean': run,
      'filter.evil.smudge': run,
      'filter.evil.process': run,
      'filter.evil.required': 'true',
      'core.fsmonitor': run,
      'core.sshCommand': run,
      'core.gitProxy': run,
      'diff.evil.textconv': run,
      'diff.external': run,
      'log.showSignature': 'true',
      'gpg.program': run,
      'core.pager': run,
      'core.editor': run,
      'core.askPass': run,
      'credential.helper': `!${run}`,
      'merge.evil.driver': run,
      'uploadpack.packObjectsHook': run,
      'filter.other.smudge': run,
    }))
      project.git('config', name, value);
    // Settings that another file brings along, as settings can.
    const more = join(project.folder, '.git/more');
    writeFileSync(more, `[filter "included"]\n\tclean = "${run}"\n`);
    project.git('config', 'includeIf.gitdir:**.path', more);
    for (const hook of [
      'post-checkout',
      'reference-transaction',
      'post-index-change',
      'pre-commit',
      'post-merge',
    ])
      writeFileSync(join(project.folder, '.git/hooks', hook), `#!/bin/sh\n${run}\n`, { mode: 0o755 });
    // A blob of the last commit that only its promisor has.
    const blob = project.git('rev-parse', 'HEAD:sub/a.md').trim();
    rmSync(join(project.folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    project.git('config', 'extensions.partialClone', 'origin');
    project.git('config', 'remote.origin.url', 'ssh://nowhere.invalid/x');
    project.git('config', 'remote.origin.promisor', 'true');
    project.git('config', 'remote.origin.uploadpack', run);
    writeFileSync(join(project.folder, 'README.md'), 'changed\n');
    utimesSync(join(project.folder, 'plan.md'), 1, 1);
    rmSync(join(project.aside, 'ran'), { force: true });
  }

  test('starts none of them before somebody was asked, nor in a rehearsal', async () => {
    const project = await hostile();
    for (const flags of [[], ['--json'], ['--dry-run'], ['--dry-run', '--json']]) {
      const ended = await project.call(...asked(project, ...flags));
      expect(ended.code, ended.err).toBe(flags.includes('--dry-run') ? 0 : 2);
      expect(project.told('ran'), flags.join(' ')).toBeUndefined();
    }
    await project.call('batch', 'merge', '1', '--dry-run');
    await project.call('batch', 'generate', 'plan.md', '--dry-run');
    await project.call('batch', 'status', '1');
    expect(project.told('ran')).toBeUndefined();
  });

  test('[promise:batch-before-consent] starts none of them in any command that nobody agreed to', async () => {
    const project = await batchProject(PHASES, WORKS, FILES);
    expect((await project.run()).code).toBe(0);
    writeFileSync(join(project.folder, 'goal_map.json'), GOALS);
    project.git('add', 'goal_map.json');
    project.git('commit', '-qm', 'goals');
    arm(project);
    for (const command of [
      'batch status 1',
      'batch list',
      'batch logs 1',
      'batch decisions 1',
      'batch show 1',
      'batch status 7',
      'batch merge 1',
      'batch merge 1 --json',
      'batch merge 1 --dry-run',
      'batch undo 1',
      'batch undo 1 --dry-run',
      'batch undo 1 --yes',
      'batch retry 1 --phase 1 --rebase --dry-run',
      'batch prune 1 --yes',
      'goals eval --arm framework@HEAD --arm plain --case x',
      'goals eval --arm framework@HEAD --export out',
      'run A --set-dir material=.',
      'fill A --set-dir material=.',
      'plan draft x',
      'batch archive 1 --yes',
    ]) {
      const { err } = await project.call(...command.split(' '));
      expect(project.told('ran'), `${command}: ${err}`).toBeUndefined();
      expect(err, command).not.toMatch(/this is a bug/iu);
    }
    // The trap is one: git itself steps into it.
    expect(() => project.git('-c', 'core.fsmonitor=false', 'add', 'README.md')).toThrow();
    expect(project.told('ran')).toBeDefined();
  });

  test('asks about its filters by name before a merge runs them, and before a run does', async () => {
    const project = await batchProject([{}], WORKS, { '.gitattributes': '*.txt filter=own\n' });
    expect((await project.run()).code).toBe(0);
    project.git('config', 'filter.own.smudge', `tee -a ${join(project.aside, 'ran')}`);
    const refused = await project.call('batch', 'merge', '1');
    expect(refused.code).toBe(2);
    expect(project.told('ran')).toBeUndefined();
    const shown = await project.call('batch', 'merge', '1', '--dry-run');
    expect(shown.out).toContain('filter.own.smudge: tee -a ');
    await project.call('batch', 'generate', 'plan.md');
    const next = asked(project, '--dry-run').map((word) => (word === '1' ? '2' : word));
    const run = await project.call(...next);
    expect(`${run.out}${run.err}`).toContain("filter from this repository's own settings, filter.own.smudge");
    expect((await project.call('batch', 'merge', '1', '--yes')).code).toBe(0);
    expect(project.told('ran')).toBe('done by 1\n');
  });
});
