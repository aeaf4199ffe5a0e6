import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXPORT_RULES, type Exported } from '../support/export_rules.ts';
import { documentOf, emptyFolder, ROOT, run } from '../support/program.ts';

const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'schemas/export.base.schema.json'), 'utf8')) as object;

describe('[promise:export-rules] every goal, a component of each kind, and the prompts of MCP', () => {
  let wanted: string[];

  beforeAll(async () => {
    const { goals } = documentOf(
      await run(['goals', 'list', '--json'], { cwd: emptyFolder() }),
      'orchestrator.goals-list/1',
    );
    wanted = [
      ...goals.map(({ name }) => name),
      ...['meticulous_auditor', 'code_review_pass', 'define_terms_on_first_use'],
      'mcp-prompts',
    ];
    expect(wanted.length).toBeGreaterThan(14);
  });

  test.each(Object.keys(EXPORT_RULES))('as %s keep to the rules of that form', async (form) => {
    const cwd = emptyFolder();
    const faults: [string, string[]][] = [];
    const bases = new Ajv().compile(SCHEMA);
    for (const name of wanted) {
      const ran = await run(['export', name, '--as', form, '--yes', '--json'], { cwd });
      expect([name, ran.code]).toEqual([name, 0]);
      const { files } = documentOf(ran, 'orchestrator.export/1');
      // The nine prompts are as many exports of a file or more each.
      for (const own of name === 'mcp-prompts' ? inFolders(files, form) : [files]) {
        const found =
          EXPORT_RULES[form]?.(own.map(({ file, text }) => ({ file: asIs(cwd, file, text), text }))) ?? [];
        if (found.length > 0) faults.push([own[0]?.file ?? name, found]);
      }
    }
    expect(faults).toEqual([]);
    const kept = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.export.json'),
    );
    expect(kept.length).toBeGreaterThanOrEqual(wanted.length);
    for (const path of kept) {
      const isBase = bases(JSON.parse(readFileSync(join(cwd, path), 'utf8')));
      expect([path, isBase, bases.errors ?? []]).toEqual([path, true, []]);
    }
  });
});

/** The files of several exports, each by itself. */
function inFolders(files: readonly Exported[], form: string): Exported[][] {
  const groups = new Map<string, Exported[]>();
  const lists = files.filter(({ file }) => file.endsWith('/marketplace.json'));
  for (const each of files.filter((file) => !lists.includes(file))) {
    const key =
      form === 'plugin'
        ? (/plugins\/([^/]+)\//u.exec(each.file)?.[1] ?? '')
        : form === 'promptfoo'
          ? dirname(each.file)
          : each.file;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].map((own) => [...own, ...lists.slice(-1)]);
}

/** What is told is what stands there. */
function asIs(cwd: string, file: string, text: string): string {
  if (!file.endsWith('/marketplace.json'))
    expect([file, readFileSync(join(cwd, file), 'utf8')]).toEqual([file, text]);
  return file;
}

test('a persona by itself has a turn of the user in forms that are sent as they are, and is read back as the same', async () => {
  const cwd = emptyFolder();
  const made = documentOf(
    await run(['export', 'meticulous_auditor', '--as', 'dotprompt', '--yes', '--json'], { cwd }),
  );
  const [file] = made.files as { file: string; text: string }[];
  expect(file?.text).toMatch(/\{\{role "user"\}\}\n\{\{request\}\}\n$/u);
  const back = documentOf(
    await run(['import', file?.file ?? '', '--name', 'read_back', '--dry-run', '--json'], { cwd }),
  );
  expect(back.problems).toEqual([]);
  const [persona, ...others] = back.components as { kind: string; text: string }[];
  expect([persona?.kind, others]).toEqual(['persona', []]);
  const shipped = readFileSync(join(ROOT, 'components/personas/meticulous_auditor.txt'), 'utf8');
  const bodyOf = (text: string) => text.replace(/^---\n[\s\S]*?\n---\n/u, '').trim();
  expect(bodyOf(persona?.text ?? '')).toBe(bodyOf(shipped));
});

test('several exports into one file are all there: entries of a list of plugins, and blocks of AGENTS.md', async () => {
  const cwd = emptyFolder();
  for (const form of ['plugin', 'agents-md']) {
    const ran = await run(['export', 'mcp-prompts', '--as', form, '--yes', '--json'], { cwd });
    expect([form, ran.code]).toEqual([form, 0]);
    const again = documentOf(await run(['export', 'mcp-prompts', '--as', form, '--yes', '--json'], { cwd }));
    expect((again.files as { outcome: string }[]).filter(({ outcome }) => outcome !== 'unchanged')).toEqual(
      [],
    );
  }
  const list = JSON.parse(readFileSync(join(cwd, 'plugins/.claude-plugin/marketplace.json'), 'utf8')) as {
    plugins: { name: string }[];
  };
  const blocks = readFileSync(join(cwd, 'AGENTS.md'), 'utf8').match(/^<!-- orchestrator:prompt-[a-z-]+/gmu);
  expect([list.plugins.map(({ name }) => name), new Set(blocks).size]).toEqual([['orchestrator'], 9]);
});

test('the prompts of MCP are one plugin with a command for each, which update keeps current with edits by hand', async () => {
  const cwd = emptyFolder();
  await run(['export', 'mcp-prompts', '--as', 'plugin', '--yes'], { cwd });
  await run(['export', '3', '--as', 'plugin', '--yes'], { cwd });
  const commands = join(cwd, 'plugins/orchestrator/commands');
  expect(readdirSync(commands).sort()).toEqual([
    ...['discover-context.md', 'document-feature.md', 'execute-task.md', 'interpret-state.md', 'learn.md'],
    ...['orchestrate.md', 'research.md', 'review.md', 'status.md'],
  ]);
  const list = JSON.parse(readFileSync(join(cwd, 'plugins/.claude-plugin/marketplace.json'), 'utf8'));
  expect(list).toMatchObject({ plugins: [{ name: 'orchestrator' }, { name: 'review-against-standards' }] });
  const status = join(commands, 'status.md');
  const made = readFileSync(status, 'utf8');
  expect(made).toContain('$ARGUMENTS');
  writeFileSync(status, `${made}\nMine.\n`);
  rmSync(join(commands, 'learn.md'));
  const updated = await run(['update', 'plugins/orchestrator', '--json'], { cwd });
  expect(updated).toMatchObject({ code: 0 });
  expect(readdirSync(commands)).toContain('learn.md');
  expect(readFileSync(status, 'utf8')).toBe(`${made}\nMine.\n`);
});

test.each([
  [
    ['export', 'REVIEW_AGAINST_STANDARD', '--as', 'skill', '--dry-run'],
    'Did you mean REVIEW_AGAINST_STANDARDS?',
  ],
  [['export', 'meticulous_auditr', '--as', 'skill', '--dry-run'], 'Did you mean meticulous_auditor?'],
  [['export', '3', '--as', 'skil', '--dry-run'], 'Did you mean skill? The forms are: skill, agent,'],
  [['learn', 'Use pnpm', '--kind', 'decsion'], 'Did you mean decision?'],
  [['learn', 'Use pnpm', '--kind', 'zzz'], '`orchestrator learn --help` shows what there is.'],
])('a typo in %j gets a suggestion', async (args, hint) => {
  const ran = await run(args, { cwd: emptyFolder() });
  expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(hint)]);
});
