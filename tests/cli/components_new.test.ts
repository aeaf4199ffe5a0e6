import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkAnswer, KINDS } from '../../src/framework/index.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

/** A folder with a goal map, so that it is a project. */
async function project(): Promise<string> {
  const cwd = emptyFolder();
  await run(['init'], { cwd });
  return cwd;
}

/** So many words a component of each kind has once it is filled in. */
const WORDS = { persona: 80, protocol: 120, constraint: 25 } as const;

/** A text with every marked place filled in: those of its front matter briefly, those below with all the words together. */
function filled(text: string, words: number): string {
  const [front = '', body = ''] = text.split(/(?<=\n---\n)/u);
  const mark = /TODO\(orchestrator\): [^":\n]*/gu;
  const each = Math.ceil(words / (body.match(mark) ?? []).length);
  const sentence = Array.from({ length: each }, (_, at) => `so${at}`).join(' ');
  return front.replace(mark, 'what it is') + body.replace(mark, sentence);
}

describe('components new', () => {
  test.each(KINDS)(
    '[promise:new-component] writes a %s that is one once its marked places are filled',
    async (kind) => {
      const cwd = await project();
      const { code, out } = await run(['components', 'new', kind, 'my_own'], { cwd });
      expect({ code, out }).toEqual({ code: 0, out: `./components/${kind}s/my_own.txt\n` });
      const path = join(cwd, 'components', `${kind}s`, 'my_own.txt');
      const source = readFileSync(path, 'utf8');
      const show = async () =>
        documentOf(await run(['components', 'show', 'my_own', '--json'], { cwd })).components as {
          text: string;
          metadata: Record<string, unknown>;
        }[];
      const [asMade] = await show();
      expect(asMade?.metadata).toMatchObject({ id: 'my_own', kind, origin: 'hand', status: 'draft' });
      expect(checkAnswer(kind, asMade?.text ?? '', 'single_pass').ok).toBe(false);
      writeFileSync(path, filled(source, WORDS[kind]));
      const [asFilled] = await show();
      expect(checkAnswer(kind, asFilled?.text ?? '', 'single_pass')).toMatchObject({ ok: true });
    },
  );

  test('writes to the project, to --library, and without a project to the user', async () => {
    const cwd = await project();
    mkdirSync(join(cwd, 'mine'));
    const layerOf = async (folder: string, ...flags: string[]) =>
      documentOf(await run(['components', 'new', 'persona', 'a', '--json', ...flags], { cwd: folder }));
    expect(await layerOf(cwd)).toMatchObject({ ok: true, component: { layer: 'project', hides: false } });
    await layerOf(cwd, '--library', 'mine');
    expect(existsSync(join(cwd, 'mine/personas/a.txt'))).toBe(true);
    const home = emptyFolder();
    expect(await layerOf(home)).toMatchObject({ component: { layer: 'user' } });
    expect(existsSync(join(home, '.config/orchestrator/components/personas/a.txt'))).toBe(true);
  });

  test('never writes over a file that is there, whatever it is', async () => {
    const cwd = await project();
    await run(['components', 'new', 'persona', 'a.md'], { cwd });
    writeFileSync(join(cwd, 'components/personas/a.md'), 'Mine.');
    symlinkSync('/nowhere', join(cwd, 'components/personas/b.txt'));
    for (const name of ['a.md', 'b']) {
      const { code, out, err } = await run(['components', 'new', 'persona', name], { cwd });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('is there already');
    }
    expect(readFileSync(join(cwd, 'components/personas/a.md'), 'utf8')).toBe('Mine.');
  });

  test('says when it stands before another layer’s', async () => {
    const { err } = await run(['components', 'new', 'persona', 'meticulous_auditor'], {
      cwd: await project(),
    });
    expect(err).toContain('It takes precedence over the meticulous_auditor.txt of another layer.');
  });

  test.each(['../x', '/etc/x', 'a b', '', '.hidden', 'x.html', 'a\u001b[31m', 'x'.repeat(200)])(
    'refuses the name %j',
    async (name) => {
      const cwd = await project();
      const { code, err } = await run(['components', 'new', 'persona', name], { cwd });
      expect(code).toBe(2);
      expect(err).not.toContain('\u001b');
      expect(readdirSync(cwd).sort()).toEqual(['.orchestrator', 'goal_map.json']);
    },
  );

  test('refuses an unknown kind, and a library that a link leads out of', async () => {
    const cwd = await project();
    expect((await run(['components', 'new', 'persnoa', 'a'], { cwd })).code).toBe(2);
    const outside = emptyFolder();
    symlinkSync(outside, join(cwd, 'components'));
    const { code, err } = await run(['components', 'new', 'persona', 'a'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('leads out of the library');
    expect(readdirSync(outside)).toEqual([]);
  });

  test('with --dry-run prints the file and writes nothing', async () => {
    const cwd = await project();
    const { out, err } = await run(['components', 'new', 'constraint', 'a', '--dry-run'], { cwd });
    expect(out).toMatch(/^---\nid: a\nkind: constraint\n/u);
    expect(err).toContain('Would create ./components/constraints/a.txt');
    expect(existsSync(join(cwd, 'components'))).toBe(false);
  });

  test('opens the editor only when asked, and only where a person is', async () => {
    const cwd = await project();
    const env = { EDITOR: 'echo edited >>' };
    await run(['components', 'new', 'persona', 'a', '--edit'], { cwd, env });
    expect(readFileSync(join(cwd, 'components/personas/a.txt'), 'utf8')).not.toContain('edited');
    const terminal = runInTerminal(['components', 'new', 'persona', 'b', '--edit'], { cwd, env });
    expect((await terminal.ends()).code).toBe(0);
    expect(readFileSync(join(cwd, 'components/personas/b.txt'), 'utf8')).toMatch(/edited\n$/u);
  });
});
