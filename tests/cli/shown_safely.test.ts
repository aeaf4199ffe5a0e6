import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchProject } from '../support/batch_project.ts';
import { Project } from '../support/frameworks.ts';
import { emptyFolder, run } from '../support/program.ts';
import { runInTerminal } from '../support/pty.ts';

/** Sets a title, clears the screen, hides, does the same in 8 bits, reorders. */
const EVIL = '\u001b]0;hijack\u0007\u001b[2J\u001b[8m\u009b31m\u0085\u007f\u202eevil';
const PARTS = ['\u001b]0;hijack', '\u001b[2J', '\u001b[8m', '\u009b', '\u0085', '\u007f', '\u202e'];
/** In JSON nothing of it may stand as it is. */
const RAW = /(?!\n)[\p{Cc}\p{Cf}]/u;

/** What of it reached a terminal in which a command was run. */
async function reached(args: readonly string[], cwd: string): Promise<readonly string[]> {
  const terminal = runInTerminal([...args, '--no-input'], { cwd, columns: 200, rows: 50 });
  await terminal.ends();
  const raw = terminal.raw();
  expect(raw, args.join(' ')).toContain('evil');
  return PARTS.filter((part) => raw.includes(part));
}

const PLAN = `# Shop ${EVIL}

## Phases

### Phase 1: Add ${EVIL}
**Goal**: It is there ${EVIL}.
**Files Modified**: src/a.ts
**Dependencies**: None
**Owner**: ${EVIL}
**Implementation Steps**:
1. Write ${EVIL}.
**Validation Gates**:
- [ ] It works ${EVIL}: \`npm test\`

### Phase 2: Use ${EVIL}
**Goal**: It is used ${EVIL}.
**Estimated Hours**: 1
**Files Modified**: src/a.ts
**Dependencies**: None
**Validation Gates**:
- [ ] It works: \`npm test\`
`;

const LIST = `# Shop ${EVIL}\n\n- [ ] Add ${EVIL}\n- [ ] Use ${EVIL}\n`;

describe('no terminal obeys a plan in', () => {
  test.each([
    ['plan', 'check', 'plan.md'],
    ['plan', 'check', 'plan.md', '--fix', '--dry-run'],
    ['plan', 'show', 'plan.md'],
    ['plan', 'show', 'plan.md', '--as', 'mermaid'],
    ['plan', 'show', 'plan.md', '--as', 'dot'],
    ['plan', 'show', 'plan.md', '--as', 'svg'],
    ['plan', 'normalise', 'plan.md', '--out', '-'],
    ['plan', 'normalise', 'todo.md', '--out', '-', '--explain'],
    ['plan', 'import', 'todo.md', '--dry-run'],
    ['plan', 'import', 'todo.md', '--out', '-'],
    ['batch', 'generate', 'plan.md', '--dry-run'],
  ])('%s %s %s %s %s', async (...args) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'plan.md'), PLAN);
    writeFileSync(join(cwd, 'todo.md'), LIST);
    const given = args.filter((arg) => arg !== undefined);
    expect(await reached(given, cwd)).toEqual([]);
    if (given.some((arg) => arg === '--as' || arg === '-')) return;
    const { out } = await run([...given, '--json'], { cwd });
    expect(out).toContain('evil');
    expect(out).not.toMatch(RAW);
  });
});

describe('no terminal obeys a framework or a goal map in', () => {
  test.each([
    ['fill', 'Audit', '--set', 'artifact=@evil.txt', '--set', 'standards=s'],
    ['fill', 'Audit', '--set', 'artifact=@evil.txt', '--set', 'standards=s', '--as', 'messages'],
    ['explain', 'output/Audit/01_PROMPT_TEMPLATE.md:LINE'],
    ['update', 'Audit', '--dry-run'],
    ['goals', 'list'],
    ['goals', 'show', 'EVIL'],
    ['new', 'Other', '--goal', 'EVIL', '--title', 'T', '--dry-run'],
  ])('%s %s %s', async (...args) => {
    const project = await Project.make();
    expect((await project.run('new', 'Audit', '--goal', '3', '--title', 'T')).code).toBe(0);
    project.edit('output/Audit/01_PROMPT_TEMPLATE.md', '## Protocol', `## Protocol\n${EVIL}`);
    writeFileSync(join(project.cwd, 'evil.txt'), `${EVIL}\n`);
    const map = JSON.parse(readFileSync(join(project.cwd, 'goal_map.json'), 'utf8'));
    const goal = { persona: 'mine.txt', protocol: 'code_review_pass.txt', constraints: [] };
    map.Mine = { EVIL: { description: 'An evil goal.', ...goal } };
    writeFileSync(join(project.cwd, 'goal_map.json'), JSON.stringify(map));
    mkdirSync(join(project.cwd, 'components/personas'), { recursive: true });
    // What reorders text is refused in a component.
    writeFileSync(
      join(project.cwd, 'components/personas/mine.txt'),
      `You are ${EVIL.replace('\u202e', '')}.\n`,
    );
    project.edit('components/personas/meticulous_auditor.txt', 'You weigh', 'You weigh evil things and');
    const lines = project.read('output/Audit/01_PROMPT_TEMPLATE.md').split('\n');
    const line = `${lines.findIndex((text) => text.includes('evil')) + 1}`;
    const given = args.map((arg) => arg.replace('LINE', line));
    expect(await reached(given, project.cwd)).toEqual([]);
    if (given.includes('--as')) return;
    expect((await run([...given, '--json'], { cwd: project.cwd })).out).not.toMatch(RAW);
  });
});

test('what is agreed to shows what looks like a space, and what looks like nothing', async () => {
  const gates = ['\u2800', '\u3164', '\u115f', '\uffa0', '\u00a0', '\u2060', '\u{e0041}', '\u{1d159}'];
  const project = await batchProject([{ gates: gates.map((sign) => `test -s src/${sign}1.txt`) }]);
  const args = project.runArguments().filter((argument) => argument !== '--yes');
  const { code, err } = await project.call(...args);
  expect(code).toBe(2);
  for (const sign of gates) expect(err).toContain(`src/\\u{${sign.codePointAt(0)?.toString(16)}}1.txt`);
});
