import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Project } from '../support/frameworks.ts';
import { emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

const AUDITOR = 'components/personas/meticulous_auditor.txt';

test('[promise:hidden-text] a component that hides text is not used, and the place is told', async () => {
  const project = await Project.make();
  project.edit(AUDITOR, 'You weigh', 'You\u{e0069}\u{e0067} weigh\u200b');
  const line =
    project
      .read(AUDITOR)
      .split('\n')
      .findIndex((text) => text.includes('weigh')) + 1;
  const { code, err } = await project.run('new', 'Y', '--goal', '3', '--title', 'T');
  expect(code).toBe(1);
  expect(err).toContain(
    `./${AUDITOR}:${line}:4: error: It holds text that is not seen: a tag character, U+E0069.`,
  );
  expect(err).toContain(': a character of no width, U+200B.');
});

test('what instruction files hide is written out in what a model is told', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'AGENTS.md'), '# Rules\nUse tabs.\u{e0049}\u{e0047} And\u200b go.\n');
  writeFileSync(join(cwd, 'package.json'), '{ "name": "x" }');
  const { readInstructions } = await import('../../src/context/documents.ts');
  expect(readInstructions(cwd)).toEqual([
    { file: 'AGENTS.md', text: '# Rules\nUse tabs.\\u{e0049}\\u{e0047} And\\u{200b} go.\n' },
  ]);
});

test('new --dry-run shows a terminal no sequence of a component’s, and a file every byte of it', async () => {
  const cwd = emptyFolder();
  const goal = { description: 'd', persona: 'mine.txt', protocol: 'code_review_pass.txt', constraints: [] };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: { ONE: goal } }));
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  const text = 'You are \u001b]0;hijack\u0007one \u001b[2J\u009b31m who asks.';
  writeFileSync(join(cwd, 'components/personas/mine.txt'), text);
  const args = ['new', 'A', '--goal', 'ONE', '--title', 'T', '--dry-run'];
  const terminal = runInTerminal(args, { cwd });
  expect((await terminal.ends()).code).toBe(0);
  expect(terminal.raw()).toContain('You are one  who asks.');
  for (const part of ['\u001b]0;hijack', '\u001b[2J', '\u009b'])
    expect(terminal.raw().includes(part), JSON.stringify(part)).toBe(false);
  expect((await run(args, { cwd })).out).toContain(text);
  const { out } = await run(['components', 'show', 'mine.txt', '--json'], { cwd });
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  expect(out).toContain('\\u009b31m');
});

test('a full disk, or what the system refuses, is no bug of the program’s', async () => {
  const cwd = emptyFolder();
  writeFileSync(
    join(cwd, 'break.cjs'),
    "const path = require('node:path'); const { resolve } = path; path.resolve = (...parts) => { if (parts.includes('break-here')) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: '/full/file' }); return resolve(...parts); };",
  );
  const env = { NODE_OPTIONS: `--require ${join(cwd, 'break.cjs')}` };
  const { code, err } = await run(['goals', 'list', '--goal-map', 'break-here'], { cwd, env });
  expect(code).toBe(3);
  expect(err).not.toContain('bug');
  expect(err).toContain('/full/file: error: This machine could not do it: no space left on device.');
});
