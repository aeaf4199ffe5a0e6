import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BatchStatus } from '../../src/batch/generated/batch.status.ts';
import { type BatchProject, batchProject, ownFile } from '../support/batch_project.ts';
import { start } from '../support/program.ts';
import { count, figure, LONG, quickAgent } from '../support/torture.ts';

const KILLS = count(300, 6);
const PHASES = 20;
const CONCURRENCY = 3;

/** How long a run is left alone before it is killed, at most, in milliseconds: a whole batch takes longer. */
const LONGEST = 2_500;

type Tally = { kills: number; batches: number; repeated: number; most: number; unreadable: number };

test(`${KILLS} times killed at a random moment and run again, a batch loses nothing and merges nothing twice`, {
  timeout: LONG,
}, async () => {
  const tally: Tally = { kills: 0, batches: 0, repeated: 0, most: 0, unreadable: 0 };
  const lane = async () => {
    while (tally.kills < KILLS) await tortureBatch(tally);
  };
  await Promise.all(Array.from({ length: count(2, 1) }, lane));
  figure(
    `kills: ${tally.kills} SIGKILLs in ${tally.batches} batches of ${PHASES} phases, ${CONCURRENCY} at a time`,
  );
  figure(
    '  phases lost 0, merged twice 0, processes left 0, worktrees left 0, user’s tree identical each time',
  );
  figure(`  unreadable states: ${tally.unreadable}`);
  const each = (tally.repeated / tally.kills).toFixed(2);
  figure(`  attempts repeated: ${tally.repeated}, ${each} for each kill, ${tally.most} at most`);
  expect(tally.unreadable).toBe(0);
  expect(tally.most).toBeLessThanOrEqual(CONCURRENCY);
});

/** Runs one batch to its end, killing whoever runs it again and again. */
async function tortureBatch(tally: Tally): Promise<void> {
  const project = await batchProject(wideAndDeep());
  const args = [...quickAgent(project, 'sleep 0.05'), '--concurrency', `${CONCURRENCY}`];
  const before = project.users();
  tally.batches += 1;
  let done = new Set<string>();
  for (;;) {
    const isLast = tally.kills >= KILLS;
    const running = start(args, { cwd: project.folder, env: project.environment() });
    if (!isLast) {
      await Promise.race([pause(Math.random() * LONGEST), running.ended]);
      running.signal('SIGKILL');
    }
    const { code, signal, out, err } = await running.ended;
    const isOver = signal === null;
    if (!isOver) tally.kills += 1;
    else expect({ code, err, out: code === 0 ? '' : out }).toEqual({ code: 0, err: '', out: '' });
    const status = await statusOf(project, tally);
    const now = new Set(status?.phases.flatMap(({ id, state }) => (state === 'done' ? [id] : [])));
    // What was done stays done.
    expect([...done].filter((id) => !now.has(id))).toEqual([]);
    done = now;
    expect(project.users()).toEqual(before);
    if (isOver) break;
  }
  expect(done.size).toBe(PHASES);
  const subjects = project.merged();
  expect(subjects).toHaveLength(PHASES);
  expect(new Set(subjects).size).toBe(PHASES);
  const result = project.result();
  for (let id = 1; id <= PHASES; id += 1) expect(result[ownFile(id)]).toBe(`done by ${id}\n`);
  expect(project.worktrees()).toEqual([]);
  expect(project.processes()).toEqual([]);
  const { events, most } = repeats(project);
  tally.repeated += events;
  tally.most = Math.max(tally.most, most);
}

/** Four phases that need nothing, each the root of a diamond with a tail. */
function wideAndDeep(): { readonly after: readonly string[] }[] {
  return Array.from({ length: PHASES }, (_, place) => {
    const [root, step] = [Math.floor(place / 5) * 5 + 1, place % 5];
    const after = [[], [0], [0], [1, 2], [3]][step] ?? [];
    return { after: after.map((each) => `${root + each}`) };
  });
}

async function statusOf(project: BatchProject, tally: Tally): Promise<BatchStatus | undefined> {
  const { code, out } = await project.call('batch', 'status', '1', '--json');
  const status = parsed(out);
  if (code !== 0 || status?.ok !== true) {
    tally.unreadable += 1;
    figure(`  unreadable: exit code ${code}, ${out.slice(0, 500)}`);
  }
  return status;
}

function parsed(text: string): BatchStatus | undefined {
  try {
    return JSON.parse(text) as BatchStatus;
  } catch {
    return undefined;
  }
}

/** How many attempts had to be made again, and how many of them after one run. */
function repeats(project: BatchProject): { readonly events: number; readonly most: number } {
  const ofRuns: number[] = [];
  for (const event of project.journal()) {
    if (event.event === 'run-started') ofRuns.push(0);
    if (event.event === 'attempt-failed') ofRuns.push((ofRuns.pop() ?? 0) + 1);
  }
  return { events: ofRuns.reduce((sum, one) => sum + one, 0), most: Math.max(...ofRuns) };
}
