import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { CommandSetting } from '../../src/cli/commands/declare.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { DOCUMENT_NAMES, documentFaults, FILE_NAMES } from '../support/documents.ts';
import { ranBatch } from '../support/done_batch.ts';
import { answeredPhase, answerOf } from '../support/draft.ts';
import { modelServer } from '../support/generation.ts';
import { goodStream } from '../support/model_server.ts';
import { documentOf, ROOT, run } from '../support/program.ts';
import { putFiles } from '../support/repository.ts';

/** Every command that prints a document, by its words, as the declarations have them. */
const declared = await printingCommands();

async function printingCommands(): Promise<string[]> {
  const program = new Command('orchestrator');
  for (const { name, load } of commands) {
    const { declare } = await load();
    declare(program.command(name), {} as CommandSetting);
  }
  const found: string[] = [];
  const walk = (command: Command, path: readonly string[]): void => {
    if (command.options.some(({ long }) => long === '--json')) found.push(path.join(' '));
    for (const child of command.commands) walk(child, [...path, child.name()]);
  };
  for (const command of program.commands) walk(command, [command.name()]);
  return found;
}

/** The document that a command prints, where it is not called as the command is. */
const CALLED: Readonly<Record<string, string>> = { run: 'run-result', 'batch run': 'batch-status' };

const nameOf = (words: string): string => `orchestrator.${CALLED[words] ?? words.replaceAll(' ', '-')}/1`;

/** What each command is called with to do what it is for, and to fail; in the order in which they are called. */
const CALLS: Readonly<Record<string, { readonly good: string; readonly bad: string }>> = {
  init: { good: '--minimal --dry-run', bad: '--minimal extra' },
  new: { good: 'Fw --goal 3', bad: 'Fw --goal NONE' },
  list: { good: '', bad: '--output plan.md/none' },
  fill: { good: 'Fw --set artifact=a --set standards=b', bad: 'None' },
  run: { good: 'Fw --set artifact=a --set standards=b', bad: 'None' },
  answer: { good: 'Fw', bad: 'None' },
  explain: { good: 'output/Fw/01_PROMPT_TEMPLATE.md', bad: 'none.md' },
  update: { good: 'Fw', bad: 'None' },
  'goals list': { good: '', bad: '--goal-map none.json' },
  'goals show': { good: '3', bad: 'NONE' },
  'goals new': {
    good: 'TRIAGE_BUG --description To-decide --goal-map own_map.json --dry-run',
    bad: '--dry-run',
  },
  'goals check': { good: '', bad: '--goal-map none.json' },
  'goals test': { good: '--update --dir snapshots', bad: '--goal-map none.json' },
  'goals eval': { good: '--cases cases --dry-run', bad: '--cases none' },
  'goals eval new': { good: '3 mine --cases cases', bad: 'NONE mine --cases cases' },
  'components list': { good: '', bad: '--kind none' },
  'components show': { good: 'meticulous_auditor', bad: 'none' },
  'components search': { good: 'audit', bad: 'audit --kind none' },
  'components lint': { good: 'meticulous_auditor', bad: 'none.txt' },
  'components new': { good: 'persona mine.txt --dry-run', bad: 'none mine.txt' },
  'components promote': { good: 'meticulous_auditor --to user --dry-run', bad: 'none --to user' },
  'plan draft': { good: 'Build-it --dry-run', bad: '@none.md' },
  'plan check': { good: 'plan.md', bad: 'none.md' },
  'plan show': { good: 'plan.md', bad: 'none.md' },
  'plan simulate': { good: 'plan.md', bad: 'none.md' },
  'plan import': { good: 'tasks.md --dry-run', bad: 'none.md' },
  'plan normalise': { good: 'plan.md', bad: 'none.md' },
  'batch generate': { good: 'plan.md --dry-run', bad: 'none.md' },
  'batch run': { good: '1 --dry-run', bad: '9' },
  'batch list': { good: '', bad: 'extra' },
  'batch show': { good: '1', bad: '9' },
  'batch status': { good: '1', bad: '9' },
  'batch logs': { good: '1 --phase 1', bad: '9' },
  'batch decisions': { good: '1', bad: '9' },
  'batch stop': { good: '1', bad: '9' },
  'batch retry': { good: '1 --phase 2', bad: '1 --phase 9' },
  'batch merge': { good: '1 --yes', bad: '9' },
  'batch undo': { good: '1 --yes', bad: '9' },
  'batch prune': { good: '1 --yes', bad: '9' },
  'batch archive': { good: '1 --yes', bad: '9' },
  'config list': { good: '', bad: 'extra' },
  'config get': { good: 'model', bad: 'none' },
  'config set': { good: 'model m', bad: 'none m' },
  'config unset': { good: 'model', bad: 'none' },
  'config path': { good: '', bad: 'extra' },
  doctor: { good: '', bad: 'extra' },
  completion: { good: 'bash', bad: 'none' },
};

const OWN_MAP =
  '{ "Mine": { "TRY_IT": { "description": "To try.", "persona": "meticulous_auditor.txt", "protocol": "code_review_pass.txt", "constraints": [] } } }\n';

const TASKS = '# Tasks\n\n- [ ] Write the parser in src/parse.ts\n- [ ] Test it in tests/parse.test.ts\n';

/** A project with something for every command, and a model that answers. */
async function place() {
  const { cwd } = await ranBatch([1, 3]);
  const server = await modelServer(null, [
    goodStream('## Findings\nNone found.\n'),
    answerOf([answeredPhase('1')]),
  ]);
  putFiles(cwd, {
    'tasks.md': TASKS,
    'own_map.json': OWN_MAP,
    'cases/REVIEW_AGAINST_STANDARDS/bill/request.md': 'Please check this bill.\n',
    'cases/REVIEW_AGAINST_STANDARDS/bill/materials/bill.md': 'Two chairs at 40 make 90.\n',
    'cases/REVIEW_AGAINST_STANDARDS/bill/inputs.json':
      '{ "artifact": "@materials/bill.md", "standards": "Sums add up." }\n',
    'cases/REVIEW_AGAINST_STANDARDS/bill/key.md': '1. [core] Says that two chairs at 40 make 80.\n',
  });
  return { cwd, server, env: { OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' } };
}

describe('the --json document', () => {
  test('of every command that is declared has a schema, and there is no schema beside those', () => {
    expect(Object.keys(CALLS).toSorted()).toEqual(declared.toSorted());
    const names = new Set([...declared.map(nameOf), 'orchestrator.usage/1']);
    expect(DOCUMENT_NAMES.toSorted()).toEqual([...names].toSorted());
  });

  test('is called as no file format is', () => {
    expect(FILE_NAMES.length).toBeGreaterThan(8);
    expect(DOCUMENT_NAMES.filter((name) => FILE_NAMES.includes(name))).toEqual([]);
  });

  test('[promise:documents] of every command fits its schema, with what it is for, on failure, and with a wrong option', async () => {
    const { cwd, server, env } = await place();
    const wrong: unknown[] = [];
    for (const [words, { good, bad }] of Object.entries(CALLS)) {
      const tries = [
        [good, true],
        [bad, false],
        ['--bogus', false],
      ] as const;
      await Promise.all(
        tries.map(async ([given, isGood]) => {
          const args = [...words.split(' '), ...given.split(' ').filter(Boolean), '--json'];
          const ran = await run(args, { cwd, env });
          const document = JSON.parse(ran.out) as Record<string, unknown>;
          const { schema, ok, problems } = document;
          const faults = documentFaults(document);
          // What a doctor finds depends on the machine.
          const isAsMeant = (words === 'doctor' && isGood) || (ok === isGood && (ran.code === 0) === isGood);
          if (faults !== '' || schema !== nameOf(words) || !isAsMeant)
            wrong.push({ command: args.join(' '), code: ran.code, schema, ok, faults, problems });
        }),
      );
    }
    expect(wrong).toEqual([]);
    await server.close();
  }, 120_000);

  test('of a group without a verb, and of no command at all, is that of usage', async () => {
    const cwd = ROOT;
    for (const args of [['batch'], ['batch', 'bogus'], ['plan'], ['bogus'], ['config', '--bogus']]) {
      const ran = await run([...args, '--json'], { cwd });
      expect([args, ran.code, documentOf(ran).schema]).toEqual([args, 2, 'orchestrator.usage/1']);
    }
  });
});
