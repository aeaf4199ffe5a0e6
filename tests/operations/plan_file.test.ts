import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { choosePlanFile, writePlan } from '../../src/operations/plans/plan_file.ts';
import { createContext } from '../../src/runtime.ts';
import { emptyFolder, ROOT } from '../support/program.ts';

function contextIn(cwd: string) {
  return createContext({ cwd, env: { HOME: cwd }, installation: ROOT });
}

function shownFor(cwd: string, title: string): string {
  const chosen = choosePlanFile(contextIn(cwd), { title });
  return chosen.ok ? chosen.value.shown : chosen.problems.map(({ code }) => code).join();
}

describe('the file of a new plan', () => {
  test('is named after the title, in letters that every file system has', () => {
    const cwd = emptyFolder();
    const names = [
      ['Add OAuth, and 2FA!', 'add-oauth-and-2fa'],
      ['Überprüfung: Café', 'uberprufung-cafe'],
      ['../../etc/passwd', 'etc-passwd'],
      ['\u0000\u001b[31m/', '31m'],
      ['日本語', 'plan'],
      ['', 'plan'],
      ['x'.repeat(500), 'x'.repeat(60)],
      [`${'word '.repeat(12)}end`, 'word-'.repeat(12).slice(0, 59)],
    ] as const;
    for (const [title, slug] of names) expect(shownFor(cwd, title)).toBe(`./.orchestrator/plans/${slug}.md`);
  });

  test('stands in the project, which a .git or .orchestrator upward marks', () => {
    const root = emptyFolder();
    const inner = join(root, 'packages/app');
    mkdirSync(inner, { recursive: true });
    expect(shownFor(inner, 'T')).toBe('./.orchestrator/plans/t.md');
    mkdirSync(join(root, '.git'));
    expect(shownFor(inner, 'T')).toBe('../../.orchestrator/plans/t.md');
    mkdirSync(join(root, 'packages/.orchestrator'));
    expect(shownFor(inner, 'T')).toBe('../.orchestrator/plans/t.md');
  });

  test('is never one that is there: numbers go on, also for writers at the same time', async () => {
    const cwd = emptyFolder();
    const written = await Promise.all(
      Array.from({ length: 8 }, (_, index) => writePlan(contextIn(cwd), { title: 'Same' }, `text ${index}`)),
    );
    const shown = written.map((one) => (one.ok ? one.value.shown : one.problems[0]?.code)).sort();
    expect(shown).toEqual(
      ['', '-2', '-3', '-4', '-5', '-6', '-7', '-8'].map((n) => `./.orchestrator/plans/same${n}.md`).sort(),
    );
    for (const [index, one] of written.entries())
      expect(one.ok && readFileSync(one.value.path, 'utf8')).toBe(`text ${index}`);
  });

  test('that the user names must be free; a link counts as there, even one that leads nowhere', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'mine.md'), 'mine');
    symlinkSync('/nowhere/at/all', join(cwd, 'link.md'));
    for (const out of ['mine.md', 'link.md', '.'])
      expect(await writePlan(contextIn(cwd), { title: 'T', out }, 'x')).toMatchObject({
        ok: false,
        cause: 'usage',
        problems: [{ code: 'plan-exists' }],
      });
    expect(readFileSync(join(cwd, 'mine.md'), 'utf8')).toBe('mine');
    const free = await writePlan(contextIn(cwd), { title: 'T', out: 'new/folder/plan.md' }, 'x');
    expect(free).toMatchObject({ ok: true, value: { shown: './new/folder/plan.md' } });
  });

  test('does not follow a link out of the project, and a folder that cannot be written is said', async () => {
    const cwd = emptyFolder();
    symlinkSync(emptyFolder(), join(cwd, '.orchestrator'));
    expect(shownFor(cwd, 'T')).toBe('plan-outside-project');
    const closed = emptyFolder();
    writeFileSync(join(closed, '.orchestrator'), 'a file in the place of the folder');
    expect(await writePlan(contextIn(closed), { title: 'T' }, 'x')).toMatchObject({
      ok: false,
      cause: 'environment',
      problems: [{ code: 'cannot-write' }],
    });
  });
});
