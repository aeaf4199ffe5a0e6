import { join } from 'node:path';
import { Command } from 'commander';
import type { CommandSetting } from '../../src/cli/commands/declare.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { batchProject } from './batch_project.ts';
import { ranBatch } from './done_batch.ts';
import { answeredPhase, answerOf } from './draft.ts';
import { modelServer } from './generation.ts';
import { goodStream } from './model_server.ts';
import { emptyFolder } from './program.ts';
import { putFiles } from './repository.ts';

/** Every command that prints a document, by its words, from the declarations. */
export const declared = await printingCommands();

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

/** The arguments with which each command succeeds and fails, in the order of the calls. */
export const CALLS: Readonly<Record<string, { readonly good: string; readonly bad: string }>> = {
  'mcp install': { good: '--client claude --dry-run', bad: '--client none' },
  init: { good: '--minimal --dry-run', bad: '--minimal extra' },
  discover: { good: '--dry-run', bad: '--budget huge' },
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
  'components stats': { good: '', bad: '--library none' },
  'components lint': { good: 'meticulous_auditor', bad: 'none.txt' },
  'components new': { good: 'persona mine.txt --dry-run', bad: 'none mine.txt' },
  'components promote': { good: 'meticulous_auditor --to user --dry-run', bad: 'none --to user' },
  import: { good: 'commands/check.md --dry-run', bad: 'plan.md' },
  export: { good: 'Fw --as skill --dry-run', bad: 'None --as skill' },
  'plan draft': { good: 'Build-it --dry-run', bad: '@none.md' },
  'plan check': { good: 'plan.md', bad: 'none.md' },
  'plan show': { good: 'plan.md', bad: 'none.md' },
  'plan simulate': { good: 'plan.md', bad: 'none.md' },
  'plan import': { good: 'tasks.md --dry-run', bad: 'none.md' },
  'plan normalise': { good: 'plan.md', bad: 'none.md' },
  'patterns list': { good: '', bad: 'extra' },
  'patterns show': { good: 'rest-api', bad: 'none' },
  'patterns match': { good: 'security-audit', bad: '@none.md' },
  'patterns check': { good: '--all', bad: 'none.yaml' },
  'patterns use': { good: 'rest-api --input resource=orders --out from_pattern.md', bad: 'none' },
  'patterns learn': { good: '1 --id learned --dry-run', bad: '9' },
  'patterns export': { good: 'rest-api --out bundle.json', bad: 'none' },
  'patterns import': { good: 'bundle.json', bad: 'none.json' },
  'batch generate': { good: 'plan.md --dry-run', bad: 'none.md' },
  'batch run': { good: '1 --dry-run', bad: '9' },
  'batch export': {
    good: '1 --as github-actions --prepare true',
    bad: '9 --as github-actions --prepare true',
  },
  'batch submit': { good: '1 --to there --dry-run --executor-command true', bad: '9 --collect' },
  'batch attempt': { good: '1 1 --yes --executor-command AGENT', bad: '9 1' },
  'batch import': { good: '1 . --yes', bad: '9 .' },
  'batch list': { good: '', bad: 'extra' },
  'batch show': { good: '1', bad: '9' },
  'batch status': { good: '1', bad: '9' },
  'batch logs': { good: '1 --phase 1', bad: '9' },
  'batch report': { good: '1', bad: '9' },
  'batch results': { good: '1', bad: '9' },
  'batch update-context': { good: '1 --dry-run', bad: '9' },
  'batch watch': { good: '1', bad: '9' },
  'batch stats': { good: '', bad: 'extra' },
  'batch decisions': { good: '1', bad: '9' },
  'batch review': { good: '1', bad: '9' },
  'batch stop': { good: '1', bad: '9' },
  'batch retry': { good: '1 --phase 2 --dry-run', bad: '1 --phase 9' },
  'batch answer': { good: '1 2 Try-it-otherwise', bad: '9 1 text' },
  'batch merge': { good: '1 --yes', bad: '9' },
  'batch undo': { good: '1 --yes', bad: '9' },
  'batch prune': { good: '1 --yes', bad: '9' },
  'batch archive': { good: '1 --yes', bad: '9' },
  review: { good: '', bad: 'none..none' },
  orchestrate: { good: 'Build-it', bad: '@none.md' },
  'execute-task': { good: 'Say-hello to-all --no-gate --plan-only', bad: '@none.md --no-gate' },
  research: { good: 'plan', bad: '@none.md' },
  document: { good: 'plan', bad: '@none.md' },
  status: { good: '', bad: '--goal-map none.json' },
  'interpret-state': { good: '--since 3d', bad: '--since yesterday' },
  learn: { good: 'It-works', bad: 'It-works --cite none.ts:1' },
  'memory list': { good: '--all', bad: 'extra' },
  'memory search': { good: 'works', bad: '' },
  'memory show': { good: 'it-works', bad: 'none' },
  'memory check': { good: '', bad: 'extra' },
  'memory publish': { good: '--dry-run', bad: '--budget none' },
  'memory forget': { good: 'it-works --yes', bad: 'none --yes' },
  'catalog add': { good: '. --name own', bad: 'none' },
  'catalog list': { good: '', bad: 'extra' },
  'catalog search': { good: 'check', bad: 'check --kind none' },
  'catalog show': { good: 'check', bad: 'none' },
  'catalog update': { good: '', bad: 'none' },
  'catalog remove': { good: 'own', bad: 'none' },
  'config list': { good: '', bad: 'extra' },
  'config get': { good: 'model', bad: 'none' },
  'config set': { good: 'model m', bad: 'none m' },
  'config unset': { good: 'model', bad: 'none' },
  'config path': { good: '', bad: 'extra' },
  doctor: { good: '', bad: 'extra' },
  example: { good: '', bad: 'plan.md' },
  completion: { good: 'bash', bad: 'none' },
};

const OWN_MAP =
  '{ "Mine": { "TRY_IT": { "description": "To try.", "persona": "meticulous_auditor.txt", "protocol": "code_review_pass.txt", "constraints": [] } } }\n';

const TASKS = '# Tasks\n\n- [ ] Write the parser in src/parse.ts\n- [ ] Test it in tests/parse.test.ts\n';

const planned = answeredPhase('1', {
  workflow: null,
  gates: [{ text: 'It is there', command: 'test -f src/part_1.js' }],
});

/** A model's answer about the plan. */
function knowledge() {
  const evidence = [{ path: 'plan.md', from: 1, to: 1, quote: '# A plan' }];
  return goodStream(JSON.stringify({ statements: [{ text: 'There is a plan.', evidence }], open: [] }));
}

/** A project with something for every command, another whose batch is done, and a model that answers. */
export async function place() {
  const { cwd } = await ranBatch([1, 3]);
  const server = await modelServer(null, [
    goodStream('## Findings\nNone found.\n'),
    ({ body }) => (JSON.stringify(body).includes('knowledge_answer') ? knowledge() : answerOf([planned])),
  ]);
  putFiles(cwd, {
    'tasks.md': TASKS,
    'commands/check.md': '---\ndescription: Checks it.\n---\nCheck $ARGUMENTS.\n',
    'own_map.json': OWN_MAP,
    'cases/REVIEW_AGAINST_STANDARDS/bill/request.md': 'Please check this bill.\n',
    'cases/REVIEW_AGAINST_STANDARDS/bill/materials/bill.md': 'Two chairs at 40 make 90.\n',
    'cases/REVIEW_AGAINST_STANDARDS/bill/inputs.json':
      '{ "artifact": "@materials/bill.md", "standards": "Sums add up." }\n',
    'cases/REVIEW_AGAINST_STANDARDS/bill/key.md': '1. [core] Says that two chairs at 40 make 80.\n',
  });
  const { cwd: done } = await ranBatch();
  const { folder: fresh, aside } = await batchProject([{}]);
  const home = emptyFolder();
  putFiles(home, { '.config/orchestrator/config.json': '{ "places": { "there": { "slurm": {} } } }\n' });
  return {
    ...{ cwd, done, fresh, agent: join(aside, 'fake_agent'), server },
    env: { HOME: home, OPENAI_BASE_URL: server.baseUrl, ORCHESTRATOR_MODEL: 'test-model' },
  };
}
