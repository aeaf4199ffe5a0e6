import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateBatch, validateTask, validateTaskResult } from '../../src/batch/generated/validators.js';
import { readBuiltIn } from '../../src/framework/index.ts';
import { sha256 } from '../../src/platform/index.ts';
import { batchFiles, projectBefore44 } from '../support/batch.ts';
import { GOOD, modelServer, newPlace } from '../support/generation.ts';
import { CANARY } from '../support/model.ts';
import { goodStream } from '../support/model_server.ts';
import {
  cleanEnvironment,
  documentOf,
  emptyFolder,
  MAIN,
  ROOT,
  run,
  runProcess,
  start,
} from '../support/program.ts';
import { accepts } from '../support/seed.ts';
import { everythingIn } from '../support/wizard.ts';

const CASES = join(ROOT, 'tests/cases/batch');

const SMALL = `# Small

## Phases

### Phase 1: Add it
**Goal**: It is there.
**Estimated Hours**: 1
**Files Modified**: src/a.ts
**Dependencies**: None
**Validation Gates**:
- [ ] It works: \`npm test\`
`;

function folderWith(files: Readonly<Record<string, string>>): string {
  const cwd = emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

describe('batch generate', () => {
  test('[promise:batch-generate] numbers the prompts by stage, says so, and names the next command', async () => {
    const cwd = projectBefore44();
    const { code, out, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect({ code, out }).toEqual({
      code: 0,
      out: [
        'Batch 44 Generated:',
        '  Stage 1: PRP-44.1.1',
        '  Stage 2: PRP-44.2.1, PRP-44.2.2 (parallel)',
        '  Stage 3: PRP-44.3.1',
        'Ready for execution: orchestrator batch run 44',
        '',
      ].join('\n'),
    });
    expect(err).toContain('plan.md:17:7: warning: The gate "It reads well" has no command.');
    expect(Object.keys(batchFiles(cwd, 44))).toEqual([
      'PRP-44.1.1.md',
      'PRP-44.2.1.md',
      'PRP-44.2.2.md',
      'PRP-44.3.1.md',
      'batch.json',
      'plan.md',
      'task-1.json',
      'task-2a.json',
      'task-2b.json',
      'task-3.json',
    ]);
  });

  test('--json tells each prompt with its phase and file, and nothing goes elsewhere', async () => {
    const cwd = projectBefore44();
    const ran = await run(['batch', 'generate', 'plan.md', '--json'], { cwd });
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    const document = documentOf(ran);
    expect(document).toMatchObject({ schema: 'orchestrator.batch-generate/1', ok: true, batch: 44 });
    expect((document.prps as unknown[])[1]).toEqual({
      id: 'PRP-44.2.1',
      phase: '2a',
      title: 'Add an endpoint for items',
      stage: 2,
      file: './.orchestrator/batches/44/PRP-44.2.1.md',
    });
    expect(document.problems.map(({ code }) => code)).toEqual(['gate-without-command']);
  });

  test('renders the prompts that are kept, byte for byte, whoever makes them and wherever', async () => {
    for (const env of [{}, { LANG: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' }]) {
      const cwd = projectBefore44();
      expect((await run(['batch', 'generate', 'plan.md'], { cwd, env })).code).toBe(0);
      const { 'plan.md': plan, ...made } = batchFiles(cwd, 44);
      expect(plan).toBe(readFileSync(join(CASES, 'plan.md'), 'utf8'));
      if (accepts('GOLDEN')) keep(made);
      const kept = readdirSync(join(CASES, 'expected')).sort();
      expect(kept).toEqual(Object.keys(made).sort());
      for (const name of kept) expect(made[name]).toBe(readFileSync(join(CASES, 'expected', name), 'utf8'));
    }
  });

  test('writes files of the forms that the schemas give, with the hash of each prompt', async () => {
    const cwd = projectBefore44();
    await run(['batch', 'generate', 'plan.md'], { cwd });
    const files = batchFiles(cwd, 44);
    const manifest = JSON.parse(files['batch.json'] ?? '');
    expect(validateBatch(manifest), JSON.stringify(validateBatch.errors)).toBe(true);
    expect(manifest.plan.sha256).toBe(sha256(files['plan.md'] ?? ''));
    for (const phase of manifest.phases) {
      expect(phase.sha256).toBe(sha256(files[phase.prompt] ?? ''));
      const task = JSON.parse(files[`task-${phase.id}.json`] ?? '');
      expect(validateTask(task), JSON.stringify(validateTask.errors)).toBe(true);
      expect(task).toMatchObject({ prp: phase.prp, files: phase.files, gates: phase.gates });
      const [, example = ''] = /```json\n([\s\S]*?)\n```/u.exec(files[phase.prompt] ?? '') ?? [];
      expect(validateTaskResult(JSON.parse(example))).toBe(true);
      expect(files[phase.prompt]).toContain(`(\`${task.result}\`)`);
    }
  });

  test('refuses a plan with errors, with all of them located, and writes nothing', async () => {
    const wrong = SMALL.replace('**Dependencies**: None', '**Dependencies**: Phase 9').replace(
      '**Goal**: It is there.\n',
      '',
    );
    const cwd = folderWith({ 'plan.md': wrong });
    const { code, out, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.match(/^\.\/plan\.md:\d+:\d+: error:/gmu)).toHaveLength(2);
    const document = documentOf(await run(['batch', 'generate', '--json', 'plan.md'], { cwd }));
    expect(document).toMatchObject({ ok: false, batch: null, prps: [] });
    expect(document.problems).toHaveLength(2);
    expect(everythingIn(cwd)).toEqual(['plan.md']);
  });

  test('exits 2 for a plan that is not there and 1 for an id that no file can be named after', async () => {
    const cwd = folderWith({ 'plan.md': SMALL.replace('Phase 1', `Phase ${'1'.repeat(70)}`) });
    expect((await run(['batch', 'generate', 'no.md'], { cwd })).code).toBe(2);
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('plan.md:5:5: error: The id of the phase has more than 60 characters');
    expect(everythingIn(cwd)).toEqual(['plan.md']);
  });

  test('--dry-run prints what would be written and writes nothing; a plan may come from standard input', async () => {
    const cwd = projectBefore44();
    const before = everythingIn(cwd);
    const dry = await run(['batch', 'generate', 'plan.md', '--dry-run'], { cwd });
    expect(dry.code).toBe(0);
    expect(dry.out).toContain('==> ./.orchestrator/batches/44/PRP-44.1.1.md <==\n---\nprp_id: PRP-44.1.1\n');
    expect(dry.err).toContain('Batch 44 would be written to ./.orchestrator/batches/44: 4 prompts, 10 files');
    const document = documentOf(await run(['batch', 'generate', 'plan.md', '--dry-run', '--json'], { cwd }));
    expect(document).toMatchObject({ ok: true, batch: 44, dryRun: true });
    expect(everythingIn(cwd)).toEqual(before);
    const piped = await run(['batch', 'generate', '-'], { cwd, input: SMALL });
    expect(piped).toMatchObject({ code: 0, err: '' });
    expect(batchFiles(cwd, 44)['plan.md']).toBe(SMALL);
  });

  test('writes a large batch where few files may be open at a time', () => {
    const phase = SMALL.slice(SMALL.indexOf('### Phase 1'));
    const phases = Array.from({ length: 200 }, (_, place) =>
      phase.replace('1: Add it', `${place + 1}: Add part ${place}`).replace('src/a', `src/a${place}`),
    );
    const cwd = folderWith({ 'plan.md': `# Large\n\n## Phases\n\n${phases.join('\n')}` });
    const line = `ulimit -n 128 && exec '${process.execPath}' '${MAIN}' batch generate plan.md`;
    const made = spawnSync('bash', ['-c', line], { cwd, env: cleanEnvironment(cwd), encoding: 'utf8' });
    expect({ status: made.status, err: made.stderr }).toEqual({ status: 0, err: '' });
    expect(Object.keys(batchFiles(cwd, 1))).toHaveLength(402);
  });

  test('--strict takes warnings for errors and writes nothing', async () => {
    const cwd = projectBefore44();
    const before = everythingIn(cwd);
    const { code, err } = await run(['batch', 'generate', 'plan.md', '--strict'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('error: The gate "It reads well" has no command.');
    expect(everythingIn(cwd)).toEqual(before);
    const sound = folderWith({ 'plan.md': SMALL });
    expect((await run(['batch', 'generate', 'plan.md', '--strict'], { cwd: sound })).code).toBe(0);
  });
});

function keep(made: Readonly<Record<string, string>>): void {
  rmSync(join(CASES, 'expected'), { recursive: true, force: true });
  mkdirSync(join(CASES, 'expected'), { recursive: true });
  for (const [name, text] of Object.entries(made)) writeFileSync(join(CASES, 'expected', name), text);
}

describe('a batch number', () => {
  test('is above every one that there ever was: archived, removed, or remembered', async () => {
    const cwd = folderWith({ 'plan.md': SMALL });
    const next = async () =>
      documentOf(await run(['batch', 'generate', 'plan.md', '--json'], { cwd })).batch as number;
    expect([await next(), await next()]).toEqual([1, 2]);
    mkdirSync(join(cwd, '.orchestrator/archive'));
    renameSync(join(cwd, '.orchestrator/batches/2'), join(cwd, '.orchestrator/archive/7'));
    expect(await next()).toBe(8);
    rmSync(join(cwd, '.orchestrator/batches/8'), { recursive: true });
    expect(await next()).toBe(9);
    writeFileSync(join(cwd, '.orchestrator/last_batch'), 'nonsense');
    expect(await next()).toBe(10);
    mkdirSync(join(cwd, '.orchestrator/batches/not-a-number'));
    writeFileSync(join(cwd, '.orchestrator/batches/11'), 'somebody put this here');
    expect(await next()).toBe(12);
    expect(readFileSync(join(cwd, '.orchestrator/last_batch'), 'utf8')).toBe('12\n');
  });

  test('is never given twice: ten at once get ten in a row, each whole', async () => {
    const cwd = folderWith({ 'plan.md': SMALL });
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => runProcess(['batch', 'generate', 'plan.md', '--json'], { cwd })),
    );
    const numbers = runs.map((ran) => documentOf(ran).batch as number).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(readdirSync(join(cwd, '.orchestrator/batches')).sort()).toEqual(numbers.map(String).sort());
    for (const number of numbers)
      expect(JSON.parse(batchFiles(cwd, number)['batch.json'] ?? '')).toMatchObject({ batch: number });
    expect(readFileSync(join(cwd, '.orchestrator/last_batch'), 'utf8')).toBe('10\n');
  });
});

describe('the folder .orchestrator', () => {
  test('keeps what runs leave behind out of git, and leaves the ignores of the user alone', async () => {
    const cwd = folderWith({ 'plan.md': SMALL, '.gitignore': 'mine\n' });
    const git = (...args: string[]) => spawnSync('git', args, { cwd, encoding: 'utf8' }).stdout;
    git('init', '-q');
    await run(['batch', 'generate', 'plan.md'], { cwd });
    const runState = [
      'batches/1/journal.ndjson',
      'batches/1/task-1.result.json',
      'batches/1/logs/1-1.log',
      'batches/1/whatever',
      'worktrees/1-1/src/a.ts',
      'batches/run.lock',
    ];
    for (const file of runState) {
      mkdirSync(join(cwd, '.orchestrator', file, '..'), { recursive: true });
      writeFileSync(join(cwd, '.orchestrator', file), 'x');
    }
    writeFileSync(join(cwd, '.orchestrator/batches/1/report.md'), 'x');
    mkdirSync(join(cwd, '.orchestrator/memory'));
    writeFileSync(join(cwd, '.orchestrator/memory/lessons.md'), 'x');
    const listed = git('ls-files', '--others', '--exclude-standard').trim().split('\n').sort();
    expect(listed).toEqual(['.gitignore', '.orchestrator/memory/lessons.md', 'plan.md']);
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('mine\n');
    appendFileSync(join(cwd, '.orchestrator/.gitignore'), 'also-mine\n');
    await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(readFileSync(join(cwd, '.orchestrator/.gitignore'), 'utf8')).toContain('also-mine\n');
  });

  test('is not taken away by git clean -fd and git stash -u, and an older one is mended', async () => {
    const cwd = folderWith({ 'plan.md': SMALL });
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=u', '-c', 'user.email=u@example.com', ...args], {
        cwd,
        encoding: 'utf8',
      });
    git('init', '-q');
    git('add', 'plan.md');
    git('commit', '-qm', 'first');
    const before = readFileSync(join(CASES, 'gitignore_before_2026-11'), 'utf8');
    mkdirSync(join(cwd, '.orchestrator'));
    writeFileSync(join(cwd, '.orchestrator/.gitignore'), before);
    await run(['batch', 'generate', 'plan.md'], { cwd });
    const made = everythingIn(join(cwd, '.orchestrator'));
    for (const args of [
      ['clean', '-fdq'],
      ['stash', '-u', '-q'],
      ['clean', '-fdq'],
    ]) {
      git(...args);
      expect(everythingIn(join(cwd, '.orchestrator')), args.join(' ')).toEqual(made);
    }
    rmSync(join(cwd, '.orchestrator/batches/1/batch.json'));
    const lost = documentOf(await run(['batch', 'status', '1', '--json'], { cwd }));
    expect(lost.problems).toMatchObject([
      { code: 'batch-unreadable', hint: expect.stringContaining('git restore --source=stash@{0}^3') },
    ]);
  });

  test('is at the top of the work tree; else where one is already, where the goal map is, or here', async () => {
    const placeOf = async (files: Readonly<Record<string, string>>) => {
      const root = folderWith({ 'a/b/plan.md': SMALL, ...files });
      const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd: join(root, 'a/b') });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      return ['.', 'a', 'a/b'].filter((folder) => existsSync(join(root, folder, '.orchestrator/batches/1')));
    };
    const goalMap = readFileSync(join(ROOT, 'goal_map.json'), 'utf8');
    expect(await placeOf({ '.git/HEAD': '', 'a/.orchestrator/x': '', 'a/b/goal_map.json': goalMap })).toEqual(
      ['.'],
    );
    expect(await placeOf({ '.orchestrator/x': '', 'a/goal_map.json': goalMap })).toEqual(['.']);
    expect(await placeOf({ 'a/goal_map.json': goalMap })).toEqual(['a']);
    expect(await placeOf({})).toEqual(['a/b']);
  });

  test('takes paths from the root: a plan with those of a folder below is refused, each path with its place', async () => {
    const plan = (file: string) =>
      SMALL.replace(/\*\*Files Modified\*\*: .*/u, `**Files Modified**: ${file}`);
    const root = folderWith({
      'packages/api/src/a.ts': 'a\n',
      'packages/api/[id]/b.ts': 'b\n',
      'docs/x.md': 'x\n',
    });
    spawnSync('git', ['init', '-q'], { cwd: root });
    const api = join(root, 'packages/api');
    const generate = async (file: string, cwd: string) => {
      writeFileSync(join(api, 'plan.md'), plan(file));
      const path = relative(cwd, join(api, 'plan.md'));
      return run(['batch', 'generate', path, '--json', '--dry-run'], { cwd });
    };
    for (const [file, cwd] of [
      ['src/a.ts', api],
      ['src/new.ts', api],
      ['src/**', api],
      ['`[id]/b.ts`', api],
      ['src/a.ts', root],
    ] as const) {
      const refused = await generate(file, cwd);
      expect(refused.code, file).toBe(1);
      expect(documentOf(refused).problems).toContainEqual(
        expect.objectContaining({ code: 'path-from-folder', hint: expect.stringContaining('packages/api/') }),
      );
    }
    for (const file of ['packages/api/src/a.ts', 'docs/x.md', 'new/file.ts', '**/*.md'])
      expect((await generate(file, api)).code, file).toBe(0);
  });

  test.each(['npm test', 'npm run -s check && npm test', 'bash scripts/try.sh', 'make all'])(
    'runs commands in the root: %s of a folder below is refused with its place, also by plan check',
    async (command) => {
      const root = folderWith({
        'package.json': '{"scripts":{"check":"true"}}',
        'packages/api/package.json': '{"scripts":{"test":"true"}}',
        'packages/api/scripts/try.sh': 'true\n',
        'packages/api/Makefile': 'all:\n',
      });
      spawnSync('git', ['init', '-q'], { cwd: root });
      const api = join(root, 'packages/api');
      for (const verb of [
        ['batch', 'generate', 'plan.md', '--dry-run', '--json'],
        ['plan', 'check', 'plan.md', '--json'],
      ]) {
        writeFileSync(join(api, 'plan.md'), SMALL.replace('npm test', command));
        const refused = await run(verb, { cwd: api });
        expect(refused.code).toBe(1);
        expect(documentOf(refused).problems).toContainEqual(
          expect.objectContaining({
            ...{ code: 'command-from-folder', file: './plan.md', line: expect.any(Number) },
            hint: `Write a command that runs in the root: cd packages/api && ${command}`,
          }),
        );
        writeFileSync(join(api, 'plan.md'), SMALL.replace('npm test', `cd packages/api && ${command}`));
        expect((await run(verb, { cwd: api })).code).toBe(0);
      }
    },
  );

  test('takes any word in a command of a plan in a folder below for what it is', async () => {
    const root = folderWith({ 'packages/api/src/a.ts': 'a\n' });
    spawnSync('git', ['init', '-q'], { cwd: root });
    const api = join(root, 'packages/api');
    const command = 'node check.js constructor toString valueOf __proto__';
    writeFileSync(
      join(api, 'plan.md'),
      SMALL.replace('npm test', command).replace('src/a.ts', 'packages/api/src/a.ts'),
    );
    for (const verb of [
      ['plan', 'check', 'plan.md'],
      ['batch', 'generate', 'plan.md', '--dry-run'],
    ])
      expect((await run(verb, { cwd: api })).code).toBe(0);
  });

  test('says that paths count from the root where a package below has a plan of which nothing tells', async () => {
    const root = folderWith({
      'packages/api/go.mod': 'module api\n',
      'packages/web/a.ts': '',
      'lib/a.ts': '',
    });
    spawnSync('git', ['init', '-q'], { cwd: root });
    const api = join(root, 'packages/api');
    const told = async (file: string) => {
      const plan = SMALL.replace(/\*\*Files Modified\*\*: .*/u, `**Files Modified**: ${file}`).replace(
        'npm test',
        'git diff --check',
      );
      writeFileSync(join(api, 'plan.md'), plan);
      const ran = await run(['plan', 'check', 'plan.md', '--json'], { cwd: api });
      return (documentOf(ran).problems as { code: string; severity: string }[]).map(
        ({ code, severity }) => `${severity} ${code}`,
      );
    };
    expect(await told('new/a.ts')).toEqual(['warning counts-from-root']);
    expect(await told('packages/web/a.ts')).toEqual([]);
    expect(await told('lib/a.ts')).toEqual([]);
    expect(await told('packages/api/new.go')).toEqual([]);
    expect(await told('../web/a.ts')).toEqual(['warning counts-from-root', 'error file-outside']);
  });

  test.each(['\n', '\r\n'])(
    'takes no gate that is only a TODO, whatever stands around it (%j)',
    async (end) => {
      const generate = (gate: string) => {
        const plan = SMALL.replace('It works: `npm test`', gate).replaceAll('\n', end);
        return run(['batch', 'generate', 'plan.md'], { cwd: folderWith({ 'plan.md': plan }) });
      };
      for (const gate of [
        'TODO',
        'Gate: TODO',
        '`TODO`',
        'Gate: `TODO`',
        'Gate: `TODO: command`',
        'It works: `TODO: write one`',
        '**Gate**: `<TODO>`',
        'Gate: `TODO add a command`',
        'TBD',
        'Gate: FIXME: say how',
        '`...`',
        'Gate: `<command>`',
      ]) {
        const { code, out, err } = await generate(gate);
        expect({ gate, code }).toEqual({ gate, code: 1 });
        expect(err).toContain('plan.md:11:7: error: A gate of phase 1 is a TODO.');
        expect(out + err).not.toContain('Ready for execution');
      }
      for (const gate of [
        'Gate: `! grep -rn "FIXME\\|TBD" src`',
        'Gate: `! grep -rn TODO src`',
        'TODO/FIXME triage is over: `! grep -rn FIXME src`',
        'TODO comments are gone: `! grep -rn TODO src`',
        'Gate: `./TODO.sh`',
        'Gate: `TODO=1 make`',
        'Todo lists: `npm test`',
      ])
        expect((await generate(gate)).code, gate).toBe(0);
    },
  );

  test('is no way out of the project', async () => {
    for (const link of ['.orchestrator', '.orchestrator/batches', '.orchestrator/archive']) {
      const cwd = folderWith({ 'plan.md': SMALL });
      const outside = emptyFolder();
      if (link !== '.orchestrator') mkdirSync(join(cwd, '.orchestrator'));
      symlinkSync(outside, join(cwd, link));
      const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
      expect(code).toBe(1);
      expect(err).toContain('A link leads out of the project');
      expect(everythingIn(outside)).toEqual([]);
    }
  });

  test('that cannot be written fails with what to mend, and leaves nothing behind', async () => {
    const cwd = folderWith({ 'plan.md': SMALL, '.orchestrator/batches': 'a file' });
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain(
      '.orchestrator/batches: error: Batches are stored here, but this is not a readable folder',
    );
  });
});

describe('the workflow of a phase', () => {
  test('is the one that the plan gives, in the form that needs nobody', async () => {
    const given = SMALL.replace('**Dependencies**', '**Workflow**: DECONSTRUCT_AN_IDEA\n**Dependencies**');
    const cwd = folderWith({ 'plan.md': given });
    const document = documentOf(await run(['batch', 'generate', 'plan.md', '--json'], { cwd }));
    expect(document.problems).toEqual([]);
    const shown = documentOf(await run(['batch', 'show', '1', '--json'], { cwd }));
    expect(shown.phases).toMatchObject([
      { workflow: 'DECONSTRUCT_AN_IDEA', workflowReason: expect.stringMatching(/^named in the plan/u) },
    ]);
  });

  test('with a variant that needs nobody is taken in that form', async () => {
    const cwd = folderWith({ 'guide.md': SMALL.replace('Add it', 'Document the setup') });
    await run(['batch', 'generate', 'guide.md'], { cwd });
    expect(batchFiles(cwd, 1)['PRP-1.1.1.md']).toContain(
      'workflow: "TEACH_OR_EXPLAIN"\nvariant: "document"\n',
    );
  });

  test('every built-in goal has a form for batches, whose prompt waits for nobody and names no phase to stop at', async () => {
    const names = readBuiltIn(ROOT).goals.map(({ name }) => name);
    const phase = SMALL.slice(SMALL.indexOf('### Phase 1'));
    const phases = names.map((name, place) =>
      phase
        .replace('1: Add it', `${place + 1}: Do ${name}`)
        .replace('src/a.ts', `src/${name}.ts`)
        .replace('**Dependencies**', `**Workflow**: ${name}\n**Dependencies**`),
    );
    const cwd = folderWith({ 'plan.md': `# All\n\n## Phases\n\n${phases.join('\n')}` });
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const prompts = Object.entries(batchFiles(cwd, 1)).filter(([name]) => name.startsWith('PRP-'));
    expect(prompts).toHaveLength(names.length);
    for (const [, prompt] of prompts) {
      expect(prompt).not.toMatch(
        /\bwait (?:for|until)\b|\bask the user\b|\b(?:for|await) (?:their |your )?approval\b|\bthen stop\b|\bPhase 1 of the\b/iu,
      );
      expect(prompt).not.toMatch(/^## Request$/mu);
      expect(prompt.trimEnd().split('\n').at(-1)).toMatch(
        /^Now carry out the protocol above for PRP-[\d.]+, and end with the Report\.$/u,
      );
    }
  });
});

/** Protocols by what their text says, whatever they declare. */
const SAYING = {
  approval: 'Write the list, wait for approval, and go on.\n',
  stopping: 'Write the list, then stop.\n',
  asking: 'Where it is open, ask the user which one they want.\n',
  showing: 'Write it, show the draft to the user and go on with what they say.\n',
  lying: '---\nid: x\nkind: protocol\ninteraction: single_pass\n---\nWait for the answer.\n',
  alone_too: 'Never wait for approval; do not ask the user. Report where the code says "then stop".\n',
};

/** A goal map whose goals differ only in how their protocols go on, and the protocols. */
function formsProject(workflow: string): string {
  const protocol = (interaction: string | undefined) =>
    `${interaction === undefined ? '' : `---\nid: x\nkind: protocol\ninteraction: ${interaction}\n---\n`}Go by ${interaction}.\n`;
  const goal = (file: string, variants: Readonly<Record<string, string>> = {}) => ({
    ...{ description: 'To try it.', persona: 'p.txt', protocol: `${file}.txt`, constraints: [] },
    variants: Object.fromEntries(
      Object.entries(variants).map(([name, of]) => [name, { protocol: `${of}.txt` }]),
    ),
  });
  const goals = {
    MADE: goal('single', { first: 'single', batch: 'made' }),
    ALONE: goal('single', { other: 'made' }),
    GATED: goal('gated', { dialogue: 'turns', early: 'single', late: 'made' }),
    WAITING: goal('gated', { dialogue: 'turns' }),
    UNSAID: goal('unsaid', { other: 'single' }),
    ...Object.fromEntries(Object.keys(SAYING).map((name) => [name.toUpperCase(), goal(name)])),
    AVOIDED: goal('approval', { early: 'lying', late: 'made' }),
  };
  return folderWith({
    'goal_map.json': JSON.stringify({ Work: goals }),
    'components/personas/p.txt': 'Who.\n',
    'components/protocols/single.txt': protocol('single_pass'),
    'components/protocols/made.txt': protocol('single_pass').replace('Go by', 'Made to go by'),
    'components/protocols/gated.txt': protocol('gated_phases'),
    'components/protocols/turns.txt': protocol('turn_by_turn'),
    'components/protocols/unsaid.txt': protocol(undefined),
    ...Object.fromEntries(
      Object.entries(SAYING).map(([name, text]) => [`components/protocols/${name}.txt`, text]),
    ),
    'plan.md': SMALL.replace('**Dependencies**', `**Workflow**: ${workflow}\n**Dependencies**`),
  });
}

describe('the form of a workflow in which nobody is needed', () => {
  test.each([
    ['MADE', 'batch', 'Made to go by single_pass.'],
    ['MADE (first)', 'first', '\nGo by single_pass.'],
    ['ALONE', null, '\nGo by single_pass.'],
    ['ALONE (other)', 'other', 'Made to go by single_pass.'],
    ['GATED', 'early', '\nGo by single_pass.'],
    ['UNSAID', null, 'Go by undefined.'],
    ['ALONE_TOO', null, 'Never wait for approval'],
    ['AVOIDED', 'late', 'Made to go by single_pass.'],
  ])('of %s is %j', async (workflow, variant, text) => {
    const cwd = formsProject(workflow);
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const files = batchFiles(cwd, 1);
    expect(JSON.parse(files['task-1.json'] ?? '').workflow).toMatchObject({ variant });
    expect(files['PRP-1.1.1.md']).toContain(text);
  });

  test.each([
    ['WAITING', 'of WAITING, gated.txt, waits for a person (gated phases)'],
    ['GATED (dialogue)', 'of GATED (dialogue), turns.txt, waits for a person (turn by turn)'],
    ['APPROVAL', 'of APPROVAL, approval.txt, waits for a person (it says "wait for")'],
    ['STOPPING', 'of STOPPING, stopping.txt, waits for a person (it says "then stop")'],
    ['ASKING', 'of ASKING, asking.txt, waits for a person (it says "ask the user")'],
    ['SHOWING', 'of SHOWING, showing.txt, waits for a person (it says "show the draft to the user and")'],
    ['LYING', 'of LYING, lying.txt, waits for a person (it says "Wait for")'],
  ])('of %s is not there, which is told at its place', async (workflow, said) => {
    const cwd = formsProject(workflow);
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain(`plan.md:9:15: warning: The protocol ${said}`);
    expect(err).toContain('Give the goal a variant "batch"');
  });

  test('that a plan names and the goal does not have is refused at its place, with what was meant', async () => {
    const cwd = formsProject('GATED (erly)');
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('plan.md:9:15: error: The goal GATED has no variant "erly"');
    expect(err).toContain('Did you mean early?');
  });
});

describe('a component that no layer has', () => {
  const plan = SMALL.replace('**Dependencies**', '**Workflow**: TRY_IT\n**Dependencies**');

  test('leaves a placeholder and a warning, or with --strict nothing', async () => {
    const { cwd, env } = newPlace(null);
    writeFileSync(join(cwd, 'plan.md'), plan);
    const strict = await run(['batch', 'generate', 'plan.md', '--strict'], { cwd, env });
    expect(strict.code).toBe(1);
    expect(strict.err).toContain('error: The required component schema_sceptic.txt was not found.');
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
    const { code, err } = await run(['batch', 'generate', 'plan.md'], { cwd, env });
    expect(code).toBe(0);
    expect(err).toContain('warning: The required component schema_sceptic.txt was not found.');
    const prompt = batchFiles(cwd, 1)['PRP-1.1.1.md'];
    expect(prompt).toContain('TODO(orchestrator)');
    expect(prompt).toContain('{ kind: persona, file: "schema_sceptic.txt", sha256: null }');
  });

  test('is generated once for all phases, saved, and used', async () => {
    const server = await modelServer(CANARY, [goodStream(GOOD.persona)]);
    const { cwd, env } = newPlace(server.baseUrl);
    const second = plan
      .slice(plan.indexOf('### Phase 1'))
      .replace('Phase 1', 'Phase 2')
      .replace('src/a', 'src/b');
    writeFileSync(join(cwd, 'plan.md'), `${plan}\n${second.replace('Add it', 'Add more')}`);
    const describe = ['--describe', 'schema_sceptic.txt=Doubts every table.'];
    const { code, err } = await run(['batch', 'generate', 'plan.md', ...describe], { cwd, env });
    expect(code, err).toBe(0);
    expect(server.requests).toHaveLength(1);
    expect(err).toContain('Saved ./components/personas/schema_sceptic.txt');
    const files = batchFiles(cwd, 1);
    for (const name of ['PRP-1.1.1.md', 'PRP-1.1.2.md']) {
      expect(files[name]).toContain('Schemas are read first.');
      expect(files[name]).not.toContain('TODO(orchestrator)');
    }
    // With the component there, no model is needed, and the prompts are the same.
    const again = await run(['batch', 'generate', 'plan.md', '--strict', ...describe], { cwd, env });
    expect(again.code, again.err).toBe(0);
    expect(server.requests).toHaveLength(1);
    const numberless = (text = '') => text.replaceAll(/PRP-\d+\.|of batch \d+|(?<=id="\w-)\w+/gu, '');
    expect(numberless(batchFiles(cwd, 2)['PRP-2.1.1.md'])).toBe(numberless(files['PRP-1.1.1.md']));
  });
});

describe('batch generate, interrupted while a model writes', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s, writes nothing and ends with %i', async (name, code) => {
    const server = await modelServer(CANARY, [{ kind: 'silence' }]);
    const place = newPlace(server.baseUrl);
    writeFileSync(join(place.cwd, 'plan.md'), SMALL);
    const program = start(['batch', 'generate', 'plan.md', '--json'], place);
    await server.received(1);
    program.signal(name);
    const ended = await program.ended;
    expect(ended).toMatchObject({ code, signal: null, err: '' });
    expect(documentOf(ended)).toMatchObject({
      ...{ ok: false, batch: null, prps: [] },
      problems: [{ code: 'interrupted', message: 'Stopped; nothing was written.' }],
    });
    expect(everythingIn(place.cwd)).toEqual(['goal_map.json', 'plan.md']);
  });
});

describe('a template of the user’s own', () => {
  test('takes the place of the shipped one; a fault in it is located, and nothing is written', async () => {
    const map = readFileSync(join(ROOT, 'goal_map.json'), 'utf8');
    const cwd = folderWith({
      'plan.md': SMALL,
      'goal_map.json': map,
      'templates/prp.md.hbs': '{{prp}} {{titel}}',
    });
    const wrong = await run(['batch', 'generate', 'plan.md'], { cwd });
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('./templates/prp.md.hbs:1:11: error: The template uses "titel"');
    expect(wrong.err).toContain('Did you mean title?');
    expect(existsSync(join(cwd, '.orchestrator'))).toBe(false);
    writeFileSync(join(cwd, 'templates/prp.md.hbs'), '{{prp}}: {{#each goal}}{{text}}{{/each}}');
    expect((await run(['batch', 'generate', 'plan.md'], { cwd })).code).toBe(0);
    expect(batchFiles(cwd, 1)['PRP-1.1.1.md']).toBe('PRP-1.1.1: It is there.\n');
  });
});
