import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../src/cli/commands/index.ts';
import { emptyFolder } from './program.ts';

const CONFIG_VERBS = ['list', 'get', 'set', 'unset', 'path', 'help'];

/** The words offered for a line of settings, among others. */
export const SETTINGS = [
  'model',
  'baseUrl',
  'apiKey',
  'apiKeyCommand',
  'timeoutSeconds',
  'idleTimeoutSeconds',
];

/** Typed lines, and everything that must be offered for each. */
export const LINES: readonly [line: string, words: readonly string[]][] = [
  ['orchestrator ', [...commands.filter(({ hidden }) => !hidden).map(({ name }) => name), 'help']],
  ['orchestrator co', ['components', 'config', 'completion']],
  ['orchestrator config ', CONFIG_VERBS],
  ['orchestrator goals sh', ['show']],
  ['orchestrator new --on', ['--on-conflict']],
  ['orchestrator --go', ['--goal', '--goal-map']],
  ['orchestrator new --on-conflict ', ['ask', 'keep', 'overwrite', 'merge']],
  ['orchestrator new --goal ', ['MY_REVIEW', 'MY_RELEASE']],
  ['orchestrator new X --json --goal MY_REV', ['MY_REVIEW']],
  ['orchestrator goals show MY_REL', ['MY_RELEASE']],
  ['orchestrator new --persona my_', ['my_persona.txt']],
  ['orchestrator components show meti', ['meticulous_auditor.txt']],
  ['orchestrator components lint my_', ['my_persona.txt']],
  ['orchestrator components lint meticulous_auditor.txt my_', ['my_persona.txt']],
  ['orchestrator components promote my_', ['my_persona.txt']],
  ['orchestrator components promote my_persona.txt --to ', ['user', 'project']],
  ['orchestrator components promote my_persona.txt --status ', ['tested', 'gold']],
  ['orchestrator components new ', ['persona', 'protocol', 'constraint']],
  ['orchestrator components new protocol ', ['not_written_yet.txt']],
  [
    'orchestrator explain ',
    ['output/My_Framework/00_PERSONA.md', 'output/My_Framework/01_PROMPT_TEMPLATE.md'],
  ],
  ['orchestrator components list --kind ', ['persona', 'protocol', 'constraint']],
  ['orchestrator new My_F', ['My_Framework']],
  ['orchestrator fill My_', ['My_Framework']],
  ['orchestrator run My_F', ['My_Framework']],
  ['orchestrator fill My_Framework --as ', ['text', 'messages', 'openai']],
  ['orchestrator update My_F', ['My_Framework']],
  ['orchestrator components promote --from-framework My_F', ['My_Framework']],
  ['orchestrator config set ti', ['timeoutSeconds']],
  ['orchestrator config get ', SETTINGS],
  ['orchestrator completion ', ['bash', 'zsh', 'fish']],
];

/** A project with its own goals, a component, a framework, and names that a shell must not run. */
export function completionProject(): string {
  const cwd = emptyFolder();
  const goal = {
    description: 'd: with a colon $(touch ran)',
    persona: 'my_persona.txt',
    protocol: 'explain_once_pass.txt',
  };
  const goals = {
    MY_REVIEW: { ...goal, constraints: [] },
    MY_RELEASE: { ...goal, constraints: ['not_written_yet.txt'] },
  };
  writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify({ Mine: goals }));
  mkdirSync(join(cwd, 'components/personas'), { recursive: true });
  writeFileSync(join(cwd, 'components/personas/my_persona.txt'), 'Mine.');
  for (const name of ['My_Framework', '$(touch ran)', '`touch ran`', 'a;touch ran', "it's: x"]) {
    mkdirSync(join(cwd, 'output', name), { recursive: true });
    writeFileSync(join(cwd, 'output', name, 'framework.lock.json'), '{}');
  }
  mkdirSync(join(cwd, 'a_folder'));
  return cwd;
}
