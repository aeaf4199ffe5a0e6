import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import { documentOf, emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';
import { repositoryWith } from '../support/repository.ts';
import { FAKE_AGENT } from '../support/shell_agent.ts';

const TASK = 'Write a greeting page for visitors';

/** A pattern whose only phase writes a file, and has a fallback. */
function greeting(id: string): string {
  return `schema: orchestrator.pattern/1
id: ${id}
name: Greeting page
description: A page that greets visitors.
domain: web
keywords: [greeting page, visitors]
inputs:
  - { name: file, describe: the file of the page, example: greeting.txt }
phases:
  - id: page
    title: Write {{file}}
    goal: "{{file}} greets whoever comes."
    hours: 1
    files: ["{{file}}"]
    steps: [Write the greeting]
    gates: [{ text: It greets, command: "grep -q done {{file}} || sh -c 'echo nobody is greeted; exit 1'" }]
    fallback: codex
issues:
  - { id: no-greeting, what: The page says something else, signs: [nobody is greeted], fix: Write the word done first. }
`;
}

/** A project with two patterns that say the same, an agent that always gets it wrong, and one on the path that does not. */
function place(attempts: readonly (readonly object[])[]) {
  const cwd = repositoryWith({ 'README.md': 'A project.\n' });
  const [aside, home] = [emptyFolder(), emptyFolder()];
  const patterns = join(cwd, '.orchestrator/patterns');
  mkdirSync(patterns, { recursive: true });
  for (const id of ['greeting-a', 'greeting-b']) writeFileSync(join(patterns, `${id}.yaml`), greeting(id));
  const agent = (name: string, script: object) => {
    const file = join(aside, `${name}.json`);
    writeFileSync(file, JSON.stringify(script));
    return `${process.execPath} ${FAKE_AGENT} ${file}`;
  };
  const bin = join(aside, 'bin');
  mkdirSync(bin);
  const codex = agent('codex', { default: [[{ work: 'done by' }]] });
  writeFileSync(join(bin, 'codex'), `#!/bin/sh\nexec ${codex}\n`);
  chmodSync(join(bin, 'codex'), 0o755);
  const env = { HOME: home, PATH: `${bin}:${process.env.PATH}` };
  const executor = agent('own', { default: attempts });
  const call = (...args: readonly string[]) => run(args, { cwd, env });
  const journal = (batch: number): BatchEvent[] =>
    readFileSync(join(cwd, `.orchestrator/batches/${batch}/journal.ndjson`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BatchEvent);
  return { cwd, env, executor, call, journal };
}

type MatchDocument = {
  readonly matches: readonly {
    readonly pattern: { readonly id: string; readonly record: Readonly<Record<string, unknown>> };
  }[];
};

async function ranking(call: ReturnType<typeof place>['call']) {
  const matched = await call('patterns', 'match', TASK, '--json');
  const { matches } = JSON.parse(matched.out) as MatchDocument;
  return matches.map(({ pattern: { id, record } }) => [id, record.runs, record.stage]);
}

const WRONG = [{ write: { 'greeting.txt': 'wrong\n' } }];

describe('a requirement for which there are patterns', () => {
  test('[promise:patterns-story] is shown them, becomes the plan of the one that is picked, is saved by its fallback, and the next match knows', async () => {
    const { cwd, env, executor, call, journal } = place([WRONG]);
    expect(await ranking(call)).toEqual([
      ['project/greeting-a', 0, 'untried'],
      ['project/greeting-b', 0, 'untried'],
    ]);
    const terminal = runInTerminal(['orchestrate', TASK, '--show-patterns', '--input', 'file=greeting.txt'], {
      cwd,
      columns: 160,
      env,
    });
    await terminal.asks('Which pattern should give the plan?', 'project/greeting-a');
    terminal.type('\u001b[B', '\r');
    expect((await terminal.ends()).code).toBe(0);
    const [plan = ''] = readdirSync(join(cwd, '.orchestrator/plans'));
    expect(readFileSync(join(cwd, '.orchestrator/plans', plan), 'utf8')).toContain(
      '- id: project/greeting-b\n',
    );
    const ran = await call(
      ...[
        'orchestrate',
        TASK,
        '--execute',
        '--yes',
        '--json',
        '--executor-command',
        executor,
        '--retries',
        '0',
      ],
    );
    expect(documentOf(ran)).toMatchObject({ ok: true, batch: 1, counts: { done: 1, total: 1 } });
    const rungs = journal(1).flatMap((event) =>
      event.event === 'attempt-started' ? [[event.executor, event.rung, event.fixes]] : [],
    );
    expect(rungs).toEqual([
      ['command', undefined, undefined],
      ['command', 'known-fix', ['no-greeting']],
      ['codex', 'fallback', undefined],
    ]);
    const prompt = readFileSync(join(cwd, '.orchestrator/batches/1/prompts/PRP-1.1.1-2.md'), 'utf8');
    expect(prompt).toContain('- The page says something else. What has helped: Write the word done first.');
    const [file = ''] = readdirSync(join(cwd, '.orchestrator/outcomes'));
    const lines = readFileSync(join(cwd, '.orchestrator/outcomes', file), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      {
        pattern: 'project/greeting-b',
        result: 'success',
        phases: [{ phase: '1', state: 'done', tries: 3, helped: 'fallback' }],
        issues: [{ id: 'no-greeting', phase: '1', overcome: true }],
      },
    ]);
    expect(await ranking(call)).toEqual([
      ['project/greeting-b', 1, 'discovered'],
      ['project/greeting-a', 0, 'untried'],
    ]);
    // Run again it has nothing to do, and counts once.
    await call('batch', 'run', '1', '--yes');
    expect((await ranking(call))[0]).toEqual(['project/greeting-b', 1, 'discovered']);
  });

  test('whose known fix helps needs no fallback', async () => {
    const { executor, call, journal } = place([WRONG, [{ work: 'done by' }]]);
    const used = await call(
      'patterns',
      'use',
      'greeting-a',
      '--input',
      'file=greeting.txt',
      '--out',
      'plan.md',
    );
    expect(used.code).toBe(0);
    const ran = await call(
      ...['orchestrate', '--execute', 'plan.md', '--yes', '--json', '--executor-command', executor],
    );
    expect(documentOf(ran)).toMatchObject({ ok: true });
    expect(journal(1).filter(({ event }) => event === 'attempt-started')).toMatchObject([
      {},
      { rung: 'known-fix', fixes: ['no-greeting'] },
    ]);
    const shown = await call('patterns', 'show', 'greeting-a', '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ issues: [{ id: 'no-greeting', runs: 1, overcome: 1 }] });
  });

  test('[promise:patterns-alternative] whose alternative helps is told it once, when whoever carries it out has no try left', async () => {
    const { cwd, executor, call, journal } = place([WRONG, WRONG, [{ work: 'done by' }]]);
    const file = join(cwd, '.orchestrator/patterns/greeting-a.yaml');
    const other = "    alternative: 'Take the page {{file}} from the template of the house.'\n";
    const text = readFileSync(file, 'utf8')
      .replace('    fallback: codex\n', other)
      .replace(/issues:[\s\S]*$/u, '');
    writeFileSync(file, text);
    const plan = async (name: string, ...more: readonly string[]) =>
      (await call('patterns', 'use', 'greeting-a', '--input', 'file=greeting.txt', '--out', name, ...more))
        .code;
    expect(await plan('plan.md')).toBe(0);
    const ran = await call(
      ...[
        'orchestrate',
        '--execute',
        'plan.md',
        '--yes',
        '--json',
        '--executor-command',
        executor,
        '--retries',
        '1',
      ],
    );
    expect(documentOf(ran)).toMatchObject({ ok: true });
    expect(
      journal(1).flatMap((event) =>
        event.event === 'attempt-started' ? [[event.executor, event.rung]] : [],
      ),
    ).toEqual([
      ['command', undefined],
      ['command', 'retry'],
      ['command', 'alternative'],
    ]);
    const prompt = (attempt: number) =>
      readFileSync(join(cwd, `.orchestrator/batches/1/prompts/PRP-1.1.1-${attempt}.md`), 'utf8');
    expect(prompt(3)).toContain(
      'stay the same:\n\nTake the page greeting.txt from the template of the house.\n',
    );
    expect(prompt(2)).not.toContain('template of the house');
    expect((await call('batch', 'report', '1')).out).toContain('an alternative from the pattern: 1');

    // What is to be avoided is no way out, and where the other way fails as well a person is asked.
    expect(await plan('avoiding.md', '--constraint', 'avoid: template')).toBe(0);
    const generated = await call('batch', 'generate', 'avoiding.md');
    expect(generated.err).toContain('was left out, since it names "template", which is to be avoided.');
    const never = place([WRONG]);
    writeFileSync(join(never.cwd, '.orchestrator/patterns/greeting-a.yaml'), text);
    await never.call('patterns', 'use', 'greeting-a', '--input', 'file=greeting.txt', '--out', 'plan.md');
    await never.call(
      ...[
        'orchestrate',
        '--execute',
        'plan.md',
        '--yes',
        '--executor-command',
        never.executor,
        '--retries',
        '0',
      ],
    );
    expect(
      never.journal(1).flatMap((event) => (event.event === 'attempt-started' ? [event.rung] : [])),
    ).toEqual([undefined, 'alternative']);
    expect(never.journal(1).map(({ event }) => event)).toContain('phase-failed');
  });
});
