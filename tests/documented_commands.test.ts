import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment, emptyFolder, MAIN, ROOT } from './support/program.ts';

/** The pages whose commands are run, each block in the order in which it stands. */
const PAGES = ['README.md', ...pagesIn('docs')];

/** Commands that are not run here, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm ci && npx orchestrator new Django_Model_Auditor --goal REVIEW_AGAINST_STANDARDS --title "The Django Standards Advocate"':
    'installs; what it writes is tests/sample.test.ts',
  'npm ci && npx orchestrator example --run': 'installs; what it does is tests/tape/example.test.ts',
  'npm ci && npm test': 'these tests',
  'orchestrator batch run 1 --record ../my_tape': 'starts an agent: tests/tape/batches.test.ts',
  'orchestrator batch run 1 --replay ../my_tape --yes': 'of such a run: tests/tape/batches.test.ts',
  'orchestrator run My_Framework --continue "Only the first finding, with its cure"':
    'asks a model: tests/cli/run_continue.test.ts',
  'orchestrator config set apiKey': 'asks for the key, in a terminal: tests/cli/config.test.ts',
  'orchestrator batch run 1 --executor model': 'asks a model: tests/batch_run/model_executor.test.ts',
  "orchestrator batch run 1 --executor 'acp:gemini --acp'":
    'asks an agent: tests/batch_run/acp_names.test.ts',
  'orchestrator batch logs 1 --phase 1': 'of such a run: tests/batch_run/model_executor.test.ts',
  'orchestrator orchestrate "Add a login page [avoid: oauth] [max-time: 4h]"':
    'asks a model: tests/cli/orchestrate.test.ts',
  'orchestrator orchestrate --from requirement.md --execute': 'asks a model: tests/cli/orchestrate.test.ts',
  'orchestrator plan draft --revise plan.md --batch 1 "Log every attempt to log in"':
    'of a batch that was run: tests/cli/orchestrate.test.ts',
  'orchestrator research "How are quantities parsed, and what is refused?"':
    'asks a model: tests/cli/knowledge.test.ts',
  'orchestrator document "converting units"': 'asks a model: tests/cli/knowledge.test.ts',
  'orchestrator batch review 1 --fix --rounds 3 --gate HIGH':
    'of a batch that was run, with an agent: tests/cli/batch_review_fix.test.ts',
  'orchestrator batch run 1': 'asks for consent, in a terminal: tests/batch_run/consent.test.ts',
};

const PLAN = `# Plan: Small

## Phase 1: Say hello

**Goal**: A greeting.
**Files Modified**: hello.txt
**Estimated Duration**: 1 hour

- [ ] It is there: \`test -f hello.txt\`
`;

function pagesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

/** The lines of the blocks that are marked as \`sh\`. */
function blocksOf(page: string): string[][] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gmu)].map(([, block = '']) => block.trim().split('\n'));
}

/** A folder as somebody has it who follows the pages: their files, git, and on the path the program and an agent. */
function place(): { cwd: string; env: Record<string, string> } {
  const home = emptyFolder();
  const [cwd, bin] = [join(home, 'project'), join(home, 'bin')];
  for (const folder of [cwd, bin]) mkdirSync(folder);
  writeFileSync(join(bin, 'orchestrator'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  writeFileSync(join(bin, 'claude'), '#!/bin/sh\ngrep -q "class Model" && echo read\n');
  for (const program of ['orchestrator', 'claude']) chmodSync(join(bin, program), 0o755);
  const env = { ...cleanEnvironment(home), PATH: `${bin}:${process.env.PATH}` };
  const files = {
    'api.yaml': 'openapi: 3.1.0\n',
    'rules.md': '1. No tabs.\n',
    'models.py': 'class Model: pass\n',
  };
  for (const [name, text] of Object.entries({ ...files, 'plan.md': PLAN }))
    writeFileSync(join(cwd, name), text);
  const identity = ['-c', 'user.name=A', '-c', 'user.email=a@b.c'];
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    [...identity, 'commit', '-qm', 'Begin'],
  ])
    execFileSync('git', args, { cwd, env });
  return { cwd, env };
}

test.each(PAGES)(
  'every command in a block of %s works as it is written, or says here where it is tried',
  (page) => {
    const { cwd, env } = place();
    // What the README begins with is there when it goes on.
    const made = ['new', 'Django_Model_Auditor', '--goal', 'REVIEW_AGAINST_STANDARDS', '--no-input'];
    const lines = blocksOf(page)
      .flat()
      .filter((line) => !(line in ELSEWHERE));
    if (lines.length > 0) execFileSync(process.execPath, [MAIN, ...made], { cwd, env, stdio: 'ignore' });
    for (const line of lines) {
      const { status, stderr } = spawnSync('sh', ['-c', line], { cwd, env, input: '', encoding: 'utf8' });
      expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
    }
  },
);

test('what is said to be tried elsewhere stands in a page', () => {
  const said = PAGES.flatMap((page) => blocksOf(page).flat());
  expect(said.length).toBeGreaterThan(12);
  expect(Object.keys(ELSEWHERE).filter((line) => !said.includes(line))).toEqual([]);
});
