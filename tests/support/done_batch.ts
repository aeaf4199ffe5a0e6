import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findProject,
  folderStore,
  mergeAttempt,
  moveHead,
  openRepository,
  prepareHead,
} from '../../src/batch/index.ts';
import type { NewEvent } from '../../src/batch/store/batch_state.ts';
import { createGit } from '../../src/platform/index.ts';
import { runStarted } from './batch_events.ts';
import { cleanEnvironment, run } from './program.ts';
import { asUser, commitOf, copyOfRepository, putFiles, repositoryWith } from './repository.ts';

const PLAN = `# A plan
## Phases
${['1', '2', '3']
  .map(
    (id) => `### Phase ${id}: Part ${id}
**Goal**: Part ${id} works.
**Estimated Hours**: 1
**Complexity**: low
**Files Modified**: part${id}.txt, shared.txt
**Dependencies**: ${id === '3' ? 'Phase 1' : 'None'}
**Implementation Steps**:
1. Write it.
**Validation Gates**:
- [ ] It is there: \`test -f part${id}.txt\`
`,
  )
  .join('\n')}`;

const SHARED = Array.from({ length: 12 }, (_, line) => `${line}\n`);

/** The shared file with the lines of some phases. */
export function sharedWith(...ids: readonly number[]): string {
  return SHARED.map((line, place) => (ids.includes(place / 4 + 1) ? `part ${place / 4 + 1}\n` : line)).join(
    '',
  );
}

/**
 * A repository with batch 1 after a run: three phases, the third of which needs the first. Each adds a file and changes its own
 * line of a shared one.
 *
 * @param done - the merged phases; any other has failed
 * @param second - files of a second commit before the batch
 */
export async function ranBatch(
  done: readonly number[] = [1, 2, 3],
  second: Readonly<Record<string, string>> = {},
) {
  const name = JSON.stringify([done, second]);
  const whole = wholes.get(name) ?? newBatch(done, second);
  wholes.set(name, whole);
  const { cwd: from, ...made } = await whole;
  const cwd = copyOfRepository(from);
  const project = findProject(cwd);
  if (!project.ok) throw new Error('no project');
  return {
    ...made,
    cwd,
    folder: join(cwd, '.orchestrator/batches/1'),
    context: await repositoryContext(cwd),
    project: project.value,
  };
}

/** The batches that were made, each to be copied: a copy takes a tenth of the time of its fifty calls of git. */
const wholes = new Map<string, ReturnType<typeof newBatch>>();

async function repositoryContext(cwd: string) {
  const git = createGit(cleanEnvironment('/nonexistent'));
  const repository = await openRepository(git, cwd);
  if (!repository.ok) throw new Error('no repository');
  return { git, repository: repository.value, signal: new AbortController().signal };
}

async function newBatch(done: readonly number[], second: Readonly<Record<string, string>>) {
  const cwd = repositoryWith({ 'shared.txt': sharedWith(), 'other.txt': 'other\n', 'plan.md': PLAN });
  if (Object.keys(second).length > 0) {
    putFiles(cwd, second);
    asUser(cwd, 'add', '-A');
    asUser(cwd, 'commit', '-q', '-m', 'second');
  }
  const generated = await run(['batch', 'generate', 'plan.md'], { cwd });
  if (generated.code !== 0) throw new Error(generated.err);
  const context = await repositoryContext(cwd);
  const project = findProject(cwd);
  if (!project.ok) throw new Error('no project');
  const prepared = await prepareHead(context, 1);
  const held = await folderStore(cwd).hold(project.value, 1);
  if (!prepared.ok || !held.ok) throw new Error('no batch');
  const { record, folder } = held.value;
  const say = async (event: object) => {
    const said = await record(event as NewEvent);
    if (!said.ok) throw new Error('not said');
  };
  const { base } = prepared.value;
  const { schema: _, ...begun } = runStarted() as { schema?: string };
  await say({ ...begun, base, head: base });
  let head = base;
  const merges: string[] = [];
  for (const id of [1, 2, 3]) {
    const of = { phase: `${id}`, attempt: 1 };
    const attempt = commitOf(cwd, {
      on: base,
      changes: { [`part${id}.txt`]: `${id}\n`, 'shared.txt': sharedWith(id) },
    });
    asUser(cwd, 'update-ref', `refs/orchestrator/batches/1/attempts/${id}-1`, attempt);
    const worktree = `/nonexistent/1-PRP-1-${id}-1`;
    const prp = held.value.manifest.phases.find((phase) => phase.id === `${id}`)?.prp;
    for (const below of ['logs', 'prompts']) mkdirSync(join(folder, below), { recursive: true });
    writeFileSync(join(folder, `logs/${prp}-1.log`), 'log\n');
    writeFileSync(join(folder, `prompts/${prp}-1.md`), 'prompt\n');
    await say({ event: 'attempt-started', ...of, executor: 'x', argv: [], worktree, base, token: `${id}` });
    await say({ event: 'attempt-ended', ...of, how: 'exited', code: 0, signal: null, seconds: 1 });
    await say({ event: 'attempt-pinned', ...of, commit: attempt, files: [] });
    if (!done.includes(id)) {
      if (id === 3) continue;
      await say({ event: 'attempt-failed', ...of, reason: 'gate', evidence: 'red', fingerprint: 'x' });
      await say({ event: 'phase-failed', phase: `${id}`, reason: 'no try is left', decision: null });
      continue;
    }
    const merge = await mergeAttempt(context, { head, attempt, base, message: `${prp}: Part ${id}\n` });
    if (merge.kind !== 'merged') throw new Error(merge.kind);
    await say({ event: 'merge-ready', ...of, commit: merge.commit, parent: head });
    await moveHead(context, { batch: 1, from: head, to: merge.commit });
    await say({ event: 'merged', ...of, commit: merge.commit });
    head = merge.commit;
    merges.push(merge.commit);
  }
  held.value.release();
  return { cwd, base, head, merges };
}
