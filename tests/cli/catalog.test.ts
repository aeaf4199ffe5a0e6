import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { marketplace } from '../support/marketplace.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { asUser, putFiles, repositoryWith } from '../support/repository.ts';

const KEPT = '.config/orchestrator/catalog';

async function added() {
  const [cwd, folder] = [emptyFolder(), marketplace()];
  await run(['catalog', 'add', folder], { cwd });
  return { cwd, folder };
}

describe('catalog', () => {
  test('a folder is added, found in, shown, read again and forgotten; the folder itself stays as it is', async () => {
    const { cwd, folder } = await added();
    const list = documentOf(await run(['catalog', 'list', '--json'], { cwd }));
    expect(list.sources).toMatchObject([
      { name: 'toolshed', folder, isThere: true, plugins: 8, agents: 3, skills: 2, commands: 1 },
    ]);
    const found = await run(['catalog', 'search', 'slow', 'SQL', 'query'], { cwd });
    expect(found.out.split('\n')[0]).toBe('agent database-kit:query-tuner@toolshed  (slow, sql, query)');
    const shown = await run(['catalog', 'show', 'query-tuner'], { cwd });
    expect(shown.out).toContain('  goes with: database-kit:table-designer@toolshed\n');
    expect(shown.out).toContain('You read query plans.');
    putFiles(folder, {
      'plugins/web-kit/agents/late.md': '---\nname: late\ndescription: Came later\n---\nx\n',
    });
    const again = documentOf(await run(['catalog', 'update', '--json'], { cwd }));
    expect(again).toMatchObject({ ok: true, sources: [{ agents: 4 }] });
    expect((await run(['catalog', 'remove', 'toolshed'], { cwd })).code).toBe(0);
    expect(readdirSync(join(cwd, KEPT))).toEqual([]);
    expect(existsSync(join(folder, 'plugins/web-kit/agents/late.md'))).toBe(true);
    expect(existsSync('/tmp/hooked')).toBe(false);
  });

  test('nothing fits is said, with what comes nearest', async () => {
    const { cwd } = await added();
    const none = await run(['catalog', 'search', 'bake', 'a', 'cake', 'with', 'tables'], { cwd });
    expect(none).toMatchObject({ code: 0, out: '' });
    expect(none.err).toMatch(
      /^Nothing fits\. The nearest is database-kit:table-designer@toolshed, which has only "tables"\./mu,
    );
  });

  test('a former name is told, a wrong one guessed, a folder that is gone keeps what is known', async () => {
    const { cwd, folder } = await added();
    const former = await run(['catalog', 'show', 'sql-kit'], { cwd });
    expect(former).toMatchObject({ code: 0, err: 'note: sql-kit is now called database-kit.\n' });
    const typo = await run(['catalog', 'show', 'query-tunner'], { cwd });
    expect(typo).toMatchObject({ code: 2 });
    expect(typo.err).toContain('Did you mean query-tuner?');
    rmSync(folder, { recursive: true });
    const update = documentOf(await run(['catalog', 'update', '--json'], { cwd }));
    expect(update).toMatchObject({ ok: false, sources: [] });
    expect(update.problems[0]?.message).toBe(`The folder of toolshed, ${folder}, is gone; its entries stay.`);
    expect((await run(['catalog', 'list'], { cwd })).out).toContain('(gone)');
    expect((await run(['catalog', 'show', 'query-tuner', '--json'], { cwd })).out).toContain(
      '"catalog-file-gone"',
    );
  });

  test('what another version has indexed is read again by update, and told until then', async () => {
    const { cwd } = await added();
    const file = join(cwd, KEPT, 'toolshed.json');
    const index = readFileSync(file, 'utf8');
    writeFileSync(file, index.replace(/catalog-index\/\d+/u, 'catalog-index/1'));
    const told = await run(['catalog', 'search', 'slow', 'SQL', 'query'], { cwd });
    expect(told.err).toContain('catalog update');
    expect(await run(['catalog', 'update'], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(index);
  });

  test('what another version has indexed is a source like any other: listed, not replaced unseen, and forgotten', async () => {
    const { cwd, folder } = await added();
    const file = join(cwd, KEPT, 'toolshed.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/catalog-index\/\d+/u, 'catalog-index/1'));
    const list = await run(['catalog', 'list'], { cwd });
    expect(list.out).toContain('toolshed: unusable until it is read again');
    expect(list.err).not.toContain('The catalogue is empty');
    const other = await run(['catalog', 'add', marketplace(), '--name', 'Toolshed'], { cwd });
    expect(other).toMatchObject({ code: 2 });
    expect(other.err).toContain(`Toolshed is already in the catalogue, from ${folder}.`);
    const search = await run(['catalog', 'search', 'slow'], { cwd });
    expect(search.err).toContain('error: Nothing in the catalogue can be used.');
    const show = await run(['catalog', 'show', 'query-tuner'], { cwd });
    expect(show).toMatchObject({ code: 2 });
    expect(show.err).toContain('toolshed, cannot be used');
    const unknown = await run(['catalog', 'remove', 'shed'], { cwd });
    expect(unknown.err).toContain('There is toolshed.');
    rmSync(folder, { recursive: true });
    const update = await run(['catalog', 'update'], { cwd });
    expect(update).toMatchObject({ code: 1 });
    expect(update.err).toContain(
      `The folder of toolshed, ${folder}, is gone; none of its entries can be used.`,
    );
    expect(update.err).not.toMatch(/`orchestrator catalog update` reads/u);
    expect(await run(['catalog', 'remove', 'toolshed'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringContaining('Removed toolshed'),
    });
    expect(readdirSync(join(cwd, KEPT))).toEqual([]);
  });

  test('two sources of one name are kept apart, and a damaged part is told', async () => {
    const { cwd } = await added();
    const other = marketplace();
    const second = await run(['catalog', 'add', other], { cwd });
    expect(second).toMatchObject({ code: 2 });
    expect(second.err).toContain('--name');
    expect((await run(['catalog', 'add', other, '--name', 'shed two'], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, KEPT, 'toolshed.json'), '{ "format": "orchestrator.catalog-index/2" ');
    const found = await run(['catalog', 'search', 'slow', 'SQL', 'query'], { cwd });
    expect(found.err).toContain('of another version, or damaged');
    expect(found.out).toContain('query-tuner@shed two');
  });
});

describe('**Plugin** in a plan', () => {
  const plan = (plugin: string) =>
    `# Speed\n\n## Phases\n\n### Phase 1: Index\n\n**Goal**: The report is quick.\n**Estimated Hours**: 1\n**Files**: db.sql\n**Dependencies**: None\n**Plugin**: ${plugin}\n\n**Gates**:\n- [ ] \`test -f db.sql\`\n`;

  test('its text stands in the prompt as data, with where it comes from', async () => {
    const folder = marketplace();
    const cwd = repositoryWith({ 'plan.md': plan('query-tuner') });
    await run(['catalog', 'add', folder], { cwd });
    expect((await run(['batch', 'generate', 'plan.md'], { cwd })).code).toBe(0);
    const batch = join(cwd, '.orchestrator/batches/1');
    const prompt = readFileSync(
      join(batch, readdirSync(batch).find((name) => name.startsWith('PRP-')) ?? ''),
      'utf8',
    );
    expect(prompt).toMatch(
      /the agent database-kit:query-tuner@toolshed \(plugins\/database-kit\/agents\/query-tuner\.md\)[^\n]*\n\n<plugin id="[^"]+">\nYou read query plans\./u,
    );
    const manifest = JSON.parse(readFileSync(join(batch, 'batch.json'), 'utf8')) as {
      phases: { plugin?: { id: string } }[];
    };
    expect(manifest.phases[0]?.plugin?.id).toBe('database-kit:query-tuner@toolshed');
  });

  test('what its text hides is told at its place, and stands in no prompt unseen', async () => {
    const folder = marketplace();
    const file = 'plugins/database-kit/agents/query-tuner.md';
    putFiles(folder, {
      [file]: '---\nname: query-tuner\ndescription: x\u200b\n---\nYou read\u200b plans. <!-- and more -->\n',
    });
    const cwd = repositoryWith({ 'plan.md': plan('query-tuner') });
    await run(['catalog', 'add', folder], { cwd });
    const shown = await run(['catalog', 'show', 'query-tuner'], { cwd });
    expect(shown.out).toContain('You read\\u{200b} plans. <!-- and more -->');
    expect(shown.out).not.toContain('\u200b');
    expect(shown.err).toMatch(/query-tuner\.md:3:15: warning: There is hidden text here: .*U\+200B/u);
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(code).toBe(0);
    expect(err).toMatch(
      /query-tuner\.md:3:15: warning: There is hidden text here: a character of no width, U\+200B, and 1 more\. In prompts it/u,
    );
    expect(err).toMatch(
      /query-tuner\.md:5:18: warning: There is an HTML comment here, which prompts leave out/u,
    );
    const batch = join(cwd, '.orchestrator/batches/1');
    const prompts = readdirSync(batch).filter((name) => name.startsWith('PRP-'));
    const prompt = prompts.map((name) => readFileSync(join(batch, name), 'utf8')).join('');
    expect(prompt).toContain('You read\\u{200b} plans.');
    expect(prompt).not.toMatch(/\u200b|and more/u);
  });

  test.each([
    ['query-tunner', 'Did you mean query-tuner?'],
    ['far-away', 'git -C far checkout abcdef0123456789'],
    ['database-kit', 'Name one: database-kit:query-tuner@toolshed, database-kit:table-designer@toolshed'],
  ])('%s is refused at its place, with what to do', async (name, told) => {
    const folder = marketplace();
    const cwd = repositoryWith({ 'plan.md': plan(name) });
    await run(['catalog', 'add', folder], { cwd });
    const refused = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('plan.md:11:');
    expect(refused.err).toContain(told);
    expect(existsSync(join(cwd, '.orchestrator/batches/1'))).toBe(false);
  });
});

describe('**Executor**: plugin:NAME', () => {
  const plan = (executor: string) =>
    `# Style\n\n## Phases\n\n### Phase 1: Format\n\n**Goal**: It is tidy.\n**Estimated Hours**: 1\n**Files**: tidy.txt\n**Dependencies**: None\n**Executor**: ${executor}\n\n**Gates**:\n- [ ] \`test -s tidy.txt\`\n`;
  const PROGRAM = '#!/bin/sh\ngrep -c "It is tidy" > tidy.txt\n';

  /** A project with such a plan as batch 1, and a catalogue whose plugin brings these programs. */
  async function place(executor: string, programs: Readonly<Record<string, string>>) {
    const folder = marketplace();
    const files = Object.entries(programs).map(([name, text]) => [`plugins/database-kit/bin/${name}`, text]);
    // What the folder brings that is no program is taken out of the way.
    rmSync(join(folder, 'plugins/database-kit/bin'), { recursive: true, force: true });
    putFiles(folder, Object.fromEntries(files) as Record<string, string>);
    for (const [path = ''] of files) chmodSync(join(folder, path), 0o755);
    const cwd = repositoryWith({ 'plan.md': plan(executor) });
    await run(['catalog', 'add', folder], { cwd });
    expect((await run(['batch', 'generate', 'plan.md'], { cwd })).code).toBe(0);
    return { cwd, folder, bin: join(folder, 'plugins/database-kit/bin') };
  }

  test('[promise:plugin-executor] its program carries the phase out after consent that shows it, and is asked about again when it has changed', async () => {
    const { cwd, bin } = await place('plugin:database-kit', { tidy: PROGRAM });
    const refused = await run(['batch', 'run', '1'], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(join(bin, 'tidy'));
    expect(refused.err).toMatch(
      /a program of the plugin database-kit@toolshed, as it is now \([0-9a-f]{12}\)/u,
    );
    expect(existsSync(join(cwd, '.orchestrator/worktrees'))).toBe(false);
    // A yes in a terminal is kept, and holds for these files.
    const asked = runInTerminal(['batch', 'run', '1'], { cwd, columns: 200 });
    await asked.asks('Let them run?', 'no', 'yes');
    asked.type('2', '\r');
    expect(await asked.ends()).toMatchObject({ code: 0 });
    expect(asUser(cwd, 'show', 'orchestrator-batch-1:tidy.txt').trim()).toMatch(/^[1-9]/u);
    await run(['batch', 'generate', 'plan.md'], { cwd });
    writeFileSync(join(bin, 'lib.sh'), 'true\n');
    const again = documentOf(await run(['batch', 'run', '2', '--json'], { cwd }));
    expect(again.problems.map(({ code }) => code)).toContain('not-approved');
    rmSync(join(bin, 'lib.sh'));
    expect((await run(['batch', 'run', '2', '--json'], { cwd })).code).toBe(0);
  });

  test.each([
    ['plugin:nothing-here', {}, /the catalogue has no "nothing-here"/u],
    ['plugin:far-away', {}, /is stored elsewhere: [\s\S]*Get it first: /u],
    ['plugin:query-tuner', {}, /is an agent, which is text: it gives instructions, and cannot be run/u],
    ['plugin:web-kit', {}, /has no program in its bin\/ to start/u],
    [
      'plugin:database-kit',
      { one: PROGRAM, two: PROGRAM },
      /has several programs[\s\S]*plugin:database-kit@toolshed#one/u,
    ],
    ['plugin:database-kit#three', { one: PROGRAM }, /has no program "three"/u],
  ])('%s is refused with the reason, and nothing is started', async (executor, programs, why) => {
    const { cwd } = await place(executor, programs);
    const ran = await run(['batch', 'run', '1', '--yes'], { cwd });
    expect([ran.code, ran.err]).toEqual([2, expect.stringMatching(why)]);
    expect(existsSync(join(cwd, '.orchestrator/batches/1/journal.ndjson'))).toBe(false);
  });

  test('a program that is a link, or has one beside it, is not started', async () => {
    const { cwd, bin } = await place('plugin:database-kit', { tidy: PROGRAM });
    symlinkSync('/bin/sh', join(bin, 'sh'));
    const ran = await run(['batch', 'run', '1', '--yes'], { cwd });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('it is not started')]);
  });
});
