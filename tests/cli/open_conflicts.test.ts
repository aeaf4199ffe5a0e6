import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOCK, PERSONA, PROMPT, Project } from '../support/frameworks.ts';
import { emptyFolder, run } from '../support/program.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';
const GIVEN = ['--set', 'artifact=x', '--set', 'standards=y'] as const;
const FILE = `./output/X/${PERSONA}`;

/** A framework with a conflict in its persona, and its lock from before that. */
async function conflicting(): Promise<{ project: Project; lock: string; line: number }> {
  const project = await Project.make();
  const lock = project.file(LOCK);
  project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
  project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
  expect(await project.json('update', 'X')).toMatchObject({ code: 1 });
  const line =
    project
      .file(PERSONA)
      .split('\n')
      .findIndex((text) => text.startsWith('<<<<<<<')) + 1;
  return { project, lock, line };
}

describe('conflict markers that an update left', () => {
  test('[promise:update-conflict] are not sent: fill and run say where they are, as update does', async () => {
    const { project, line } = await conflicting();
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line }] };
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ ...remain, text: null });
    expect(await project.json('run', 'X', ...GIVEN)).toMatchObject({ ...remain, answer: null });
    expect((await project.run('fill', 'X', ...GIVEN)).out).toBe('');
    expect(project.file(`${PERSONA}.before`)).toContain('You weigh, as ever:');
  });

  test('count too where the lock was taken back from version control', async () => {
    const { project, lock, line } = await conflicting();
    project.write(`output/X/${LOCK}`, lock);
    const marked = project.file(PERSONA);
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line }] };
    expect((await project.json('list')).frameworks).toMatchObject([{ status: ['conflicts', 'stale'] }]);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject(remain);
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(project.file(PERSONA)).toBe(marked);
  });

  test('are not adopted', async () => {
    const { project, line } = await conflicting();
    rmSync(join(project.cwd, 'output/X', LOCK));
    expect(await project.json('update', '--adopt', 'X')).toMatchObject({
      code: 1,
      problems: [{ code: 'conflicts-remain', file: FILE, line }],
    });
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1');
    expect(await project.json('update', '--adopt', '--dry-run', 'X')).toMatchObject({
      code: 0,
      frameworks: [{ outcome: 'adoptable' }],
    });
    expect(await project.json('update', '--adopt', 'X')).toMatchObject({
      code: 0,
      frameworks: [{ outcome: 'adopted' }],
    });
  });

  test('are not gone as long as the line between the two sides is left', async () => {
    const { project, line } = await conflicting();
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n={7}\n.*\n)>{7}.*\n/u, '$1');
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line: line + 1 }] };
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject(remain);
    expect(project.file(`${PERSONA}.before`)).toContain('You weigh, as ever:');
    project.edit(`output/X/${PERSONA}`, /={7}\n.*\n/u, '');
    expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
  });

  test('such a line of one’s own is not one of them', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, /$/u, '\nA title\n=======\n');
    project.edit(`output/X/${PERSONA}`, 'You weigh, in this order:', 'You weigh, as ever:');
    project.edit(AUDITOR, 'You weigh, in this order:', 'You weigh, from now on:');
    expect(await project.json('update', 'X')).toMatchObject({ code: 1 });
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1');
    expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
    expect(project.file(PERSONA)).toContain('A title\n=======\n');
  });
});

test('[promise:conflicts-in-plans] conflict markers of a merge by git in a plan or a task list keep it from being used, with their place; not in a block of code', async () => {
  const cwd = emptyFolder();
  const conflict = '<<<<<<< HEAD\n- [ ] Second\n=======\n- [ ] Other\n>>>>>>> theirs\n';
  const phase = '**Goal**: Do it.\n**Estimated Hours**: 1\n';
  writeFileSync(join(cwd, 'plan.md'), `# Job\n## Phases\n### Phase 1: One\n${phase}${conflict}`);
  writeFileSync(join(cwd, 'tasks.md'), `# Tasks\n- [ ] First\n${conflict}`);
  for (const [args, place] of [
    [['plan', 'check', 'plan.md'], 'plan.md:6:1'],
    [['batch', 'generate', 'plan.md'], 'plan.md:6:1'],
    [['plan', 'import', 'tasks.md'], 'tasks.md:3:1'],
  ] as const) {
    const { code, err } = await run(args, { cwd });
    expect({ args, code }).toEqual({ args, code: 1 });
    expect(err).toContain(`./${place}: error: A git merge conflict begins here.`);
  }
  expect(readdirSync(cwd).sort()).toEqual(['plan.md', 'tasks.md']);
  writeFileSync(
    join(cwd, 'plan.md'),
    `# Job\n## Phases\n### Phase 1: One\n${phase}\n\`\`\`\n${conflict}\`\`\`\n`,
  );
  expect((await run(['plan', 'check', 'plan.md'], { cwd })).code).toBe(0);
});

test('material that holds such markers is material', async () => {
  const marked = 'a\n<<<<<<< yours (abcdef01)\nb\n=======\nc\n>>>>>>> rendered now (abcdef01)\n';
  const project = await Project.make('--set', `artifact=${marked}`);
  const { code, out } = await project.run('fill', 'X', '--set', `standards=${marked}`);
  expect(code).toBe(0);
  expect(out.split(marked)).toHaveLength(3);
});

/** A conflict as git leaves it, in the place of one line. */
function byGit(line: string): string {
  return `<<<<<<< HEAD\n${line}, ours\n=======\n${line}, theirs\n>>>>>>> other\n`;
}

describe('conflict markers of a merge by git', () => {
  test('[promise:git-conflicts] in a framework are not sent, and list, update and update --check tell them', async () => {
    const project = await Project.make();
    project.edit(`output/X/${PERSONA}`, /^You weigh, in this order:\n/mu, byGit('You weigh'));
    const line = project.file(PERSONA).split('\n').indexOf('<<<<<<< HEAD') + 1;
    const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line }] };
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ ...remain, text: null });
    expect(await project.json('run', 'X', ...GIVEN)).toMatchObject({ ...remain, answer: null });
    expect(await project.json('update', 'X')).toMatchObject(remain);
    expect(await project.json('update', 'X', '--check')).toMatchObject({ code: 1 });
    expect((await project.json('list')).frameworks).toMatchObject([{ status: ['conflicts'] }]);
    project.edit(`output/X/${PERSONA}`, /<{7}.*\n(.*\n)={7}\n.*\n>{7}.*\n/u, '$1');
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ code: 0 });
  });

  test('of which only one is left are told, too; rows of signs that name no side are none', async () => {
    const project = await Project.make();
    project.write(`output/X/${PERSONA}`, `${project.file(PERSONA)}\n>>>>>>> feature/x\n`);
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ code: 1 });
    project.edit(`output/X/${PERSONA}`, '>>>>>>> feature/x', '=======\n<<<<<<<\n>>>>>>>');
    expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ code: 0 });
  });

  test.each(['<<<<<<< \na\n=======\nb\n>>>>>>> \n', '<<<<<<<\na\n=======\nb\n>>>>>>>\n'])(
    'without names of the sides are told by all of them: %j',
    async (conflict) => {
      const project = await Project.make();
      const line = project.file(PERSONA).split('\n').length;
      project.write(`output/X/${PERSONA}`, `${project.file(PERSONA)}${conflict}`);
      const remain = { code: 1, problems: [{ code: 'conflicts-remain', file: FILE, line }] };
      expect(await project.json('fill', 'X', ...GIVEN)).toMatchObject({ ...remain, text: null });
      expect(await project.json('run', 'X', ...GIVEN)).toMatchObject({ ...remain, answer: null });
      expect(await project.json('update', 'X', '--check')).toMatchObject({ code: 1 });
      expect((await project.json('list')).frameworks).toMatchObject([{ status: ['conflicts'] }]);
    },
  );

  test('in a component keep it from being used, with its place', async () => {
    const project = await Project.make();
    project.edit(AUDITOR, 'You weigh, in this order:\n', byGit('You weigh'));
    const line = project.read(AUDITOR).split('\n').indexOf('<<<<<<< HEAD') + 1;
    for (const args of [
      ['new', 'Y', '--goal', '3', '--title', 'T'],
      ['update', 'X'],
    ]) {
      const { code, err } = await project.run(...args);
      expect(code).toBe(1);
      expect(err).toContain(`./${AUDITOR}:${line}: error: A git merge conflict is not resolved yet.`);
    }
  });

  describe('in the lock file', () => {
    /** Two sides that gave different values and titles, as git leaves them. */
    async function torn(): Promise<Project> {
      const project = await Project.make('--set', 'scope=mine', '--title', 'The Auditor');
      const [ours, prompt] = [project.file(LOCK), project.file(PROMPT)];
      expect(await project.json('update', 'X', '--set', 'scope=theirs')).toMatchObject({ code: 0 });
      const theirs = project.file(LOCK);
      project.write(`output/X/${PROMPT}`, prompt);
      const lines = (text: string) => text.split('\n');
      const parts = lines(ours).map((line, at) => {
        const other = lines(theirs)[at] ?? '';
        return line === other ? line : `<<<<<<< HEAD\n${line}\n=======\n${other}\n>>>>>>> feature`;
      });
      project.write(`output/X/${LOCK}`, parts.join('\n'));
      return project;
    }

    test('are called that, and both remedies keep every answer', async () => {
      const project = await torn();
      const told = await project.json('fill', 'X', ...GIVEN);
      expect(told).toMatchObject({
        code: 1,
        problems: [{ code: 'lock-conflict', file: `./output/X/${LOCK}` }],
      });
      expect(told.problems[0]?.hint).toContain('update --adopt');
      const adopted = await project.json('update', '--adopt', 'X');
      expect(adopted).toMatchObject({ code: 0, frameworks: [{ outcome: 'adopted' }] });
      expect(JSON.stringify(adopted)).toContain('The other side has another value of scope: \\"theirs\\"');
      const lock = JSON.parse(project.file(LOCK)) as { title: string; answers: { values: unknown } };
      expect(lock).toMatchObject({ title: 'The Auditor', answers: { values: { scope: 'mine' } } });
      expect(await project.json('update', 'X', '--check')).toMatchObject({ code: 0 });
    });

    test('one side taken whole is the other remedy', async () => {
      const project = await torn();
      project.write(
        `output/X/${LOCK}`,
        project.file(LOCK).replace(/<{7} HEAD\n.*\n={7}\n(.*)\n>{7} feature/gu, '$1'),
      );
      expect(await project.json('update', 'X')).toMatchObject({ code: 0 });
      expect(JSON.parse(project.file(LOCK))).toMatchObject({ answers: { values: { scope: 'theirs' } } });
    });
  });
});
