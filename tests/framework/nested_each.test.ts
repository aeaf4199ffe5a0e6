import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf, emptyFolder, run } from '../support/program.ts';

/** A goal with so many constraints, and a template of the user's. */
function project(constraints: number, template: string): string {
  const cwd = emptyFolder();
  const names = Array.from({ length: constraints }, (_, index) => `c${index}.txt`);
  const parts = { persona: 'empathetic_guide.txt', protocol: 'explain_once_pass.txt', constraints: names };
  writeFileSync(
    join(cwd, 'goal_map.json'),
    JSON.stringify({ Mine: { BIG: { description: 'Big.', ...parts } } }),
  );
  mkdirSync(join(cwd, 'components/constraints'), { recursive: true });
  mkdirSync(join(cwd, 'templates'));
  for (const name of names) writeFileSync(join(cwd, 'components/constraints', name), `Keep ${name}.\n`);
  writeFileSync(join(cwd, 'templates/01_PROMPT_TEMPLATE.md.hbs'), template);
  return cwd;
}

/** The list of limits, within itself so many times. */
function nested(depth: number): string {
  const opened = Array.from({ length: depth }, (_, step) => `{{#each ${'../'.repeat(step)}limits}}`);
  return `# {{title}}\n{{persona}}\n${opened.join('')}{{name}} ${'{{/each}}'.repeat(depth)}\n{{protocol}}\n`;
}

test.each([3, 4, 6])(
  'a template that goes through a list within itself %i deep is refused, and not waited for',
  async (depth) => {
    const cwd = project(200, nested(depth));
    const ran = await run(['new', 'X', '--goal', '1', '--json'], { cwd });
    expect(ran.code).toBe(1);
    expect(documentOf(ran).problems).toMatchObject([
      {
        code: 'template-failed',
        file: './templates/01_PROMPT_TEMPLATE.md.hbs',
        message: expect.stringContaining('lists within lists'),
      },
    ]);
  },
);

test.each([
  [900, 1],
  [60, 2],
])('one that goes through %i limits, %i deep, is rendered', async (constraints, depth) => {
  const ran = await run(['new', 'X', '--goal', '1'], { cwd: project(constraints, nested(depth)) });
  expect(ran.code, ran.err).toBe(0);
});
