import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FAILING_HOOK, stepsOf } from './support/killed_program.ts';
import { ONE_GOAL } from './support/one_goal.ts';
import { cleanEnvironment, emptyFolder, type Run, run } from './support/program.ts';
import { sampleOf } from './support/seed.ts';

/*
 * A call of these commands that changes the file system fails, each in a run of its own; of every function one, and of all a part
 * that is chosen by the seed of the run, or every one of them (npm run faults): that call alone, that call and all
 * behind it as on a full disk, or the process is killed at it. What is there then is the state before or the state after.
 */

/** Everything below a folder, files with their text and folders with a slash; a lock of the settings is none of it. */
function stateOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths.map((path) => {
      const isFolder = statSync(join(folder, path)).isDirectory();
      return [isFolder ? `${path}/` : path, isFolder ? '' : readFileSync(join(folder, path), 'utf8')];
    }),
  );
}

/** That call alone; that call and all behind it which need room; killed at it. */
type Way = 'ENOSPC' | 'ENOSPC+' | 'SIGKILL';
const ALL: readonly Way[] = ['ENOSPC', 'ENOSPC+', 'SIGKILL'];

/** That something cannot be removed is no failure of what it was for: it is swept another time. */
const REMOVAL = /^(?:rm|rmdir|unlink)Sync /u;

type Case = {
  readonly name: string;
  /** Those of {@link WAYS} that other tests have not. */
  readonly ways: readonly Way[];
  readonly args: readonly string[];
  /** Makes what is there before. */
  readonly prepare: (cwd: string) => Promise<void>;
};

const GOAL_MAP = `${JSON.stringify(ONE_GOAL, null, 2)}\n`;

const NEW = ['new', 'X', '--goal', '1', '--title', 'Before'];

async function framework(cwd: string): Promise<void> {
  writeFileSync(join(cwd, 'goal_map.json'), GOAL_MAP);
  expect(await run(NEW, { cwd })).toMatchObject({ code: 0 });
}

function component(cwd: string, folder: string, text: string): void {
  mkdirSync(join(cwd, folder, 'personas'), { recursive: true });
  writeFileSync(join(cwd, folder, 'personas/mine.txt'), text);
}

const USER = '.config/orchestrator/components';

const CASES: readonly Case[] = [
  { name: 'init', ways: ALL, args: ['init', '--minimal'], prepare: async () => {} },
  { name: 'new', ways: ['ENOSPC', 'ENOSPC+'], args: NEW, prepare: async () => {} },
  {
    name: 'new over another',
    ways: ['ENOSPC'],
    args: [...NEW.slice(0, -1), 'After', '--on-conflict', 'overwrite'],
    prepare: framework,
  },
  {
    name: 'update',
    ways: ['ENOSPC', 'ENOSPC+'],
    args: ['update', 'X', '--title', 'After'],
    prepare: framework,
  },
  {
    name: 'promote to where nothing is',
    ways: ALL,
    args: ['components', 'promote', 'mine', '--to', 'user', '--yes'],
    prepare: async (cwd) => {
      writeFileSync(join(cwd, 'goal_map.json'), GOAL_MAP);
      component(cwd, 'components', 'You guide people.\n');
    },
  },
  {
    name: 'promote over another',
    ways: ALL,
    args: ['components', 'promote', 'mine', '--to', 'user', '--yes'],
    prepare: async (cwd) => {
      writeFileSync(join(cwd, 'goal_map.json'), GOAL_MAP);
      component(cwd, 'components', 'You guide people.\n');
      component(cwd, USER, 'You lead people.\n');
    },
  },
  {
    name: 'promote to a status',
    ways: ['ENOSPC'],
    args: ['components', 'promote', 'mine', '--status', 'tested', '--by', 'me', '--why', 'It held.'],
    prepare: async (cwd) => {
      writeFileSync(join(cwd, 'goal_map.json'), GOAL_MAP);
      component(cwd, 'components', 'You guide people.\n');
    },
  },
  {
    name: 'snapshots',
    ways: ALL,
    args: ['goals', 'test', '--update'],
    prepare: async (cwd) => {
      writeFileSync(join(cwd, 'goal_map.json'), GOAL_MAP);
      expect(await run(['goals', 'test', '--update'], { cwd })).toMatchObject({ code: 0 });
      // One is changed, one missing, and one is of a goal that has gone.
      const other = GOAL_MAP.replaceAll('TRY_IT', 'SEE_IT').replace('To try it', 'To see it');
      writeFileSync(join(cwd, 'goal_map.json'), other);
      expect(await run(['goals', 'test', '--update', '--dir', 'more'], { cwd })).toMatchObject({ code: 0 });
      const both = JSON.parse(GOAL_MAP);
      both.Mine = { SEE_IT: { ...both.Mine.TRY_IT, description: 'To see.' }, NEW_ONE: both.Mine.TRY_IT };
      writeFileSync(join(cwd, 'goal_map.json'), JSON.stringify(both));
      cpSync(join(cwd, 'more'), join(cwd, '.orchestrator/snapshots'), { recursive: true });
    },
  },
  {
    name: 'goals new',
    ways: ALL,
    args: ['goals', 'new', 'TRIAGE', '--description', 'To triage.'],
    prepare: async (cwd) => writeFileSync(join(cwd, 'goal_map.json'), GOAL_MAP),
  },
];

test.each(CASES)(
  '[promise:all-or-nothing] $name leaves the old state or the new, whichever call fails',
  async ({ name, args, ways, prepare }) => {
    const before = emptyFolder();
    await prepare(before);
    const after = emptyFolder();
    cpSync(before, after, { recursive: true });
    const { ended, steps } = await stepsOf(args, after);
    expect(ended).toMatchObject({ code: 0 });
    expect(steps.length).toBeGreaterThan(4);
    const states = { old: stateOf(before), new: stateOf(after) };
    const wrong: string[] = [];
    for (const way of ways) {
      const places = steps
        .map((step, index) => ({ step, at: index + 1 }))
        .filter(({ step }) => way === 'SIGKILL' || !REMOVAL.test(step));
      const kindOf = ({ step }: { step: string }) => step.split(' ')[0] ?? '';
      const tried = sampleOf(places, { name: `${name} ${way}`, kindOf, share: 0.1 });
      for (const { step, at } of tried) {
        const fault = await faultOf({ args, before, states, way, at });
        if (fault !== undefined) wrong.push(`${way} at ${at}, ${step}: ${fault}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  600_000,
);

/** What is not right where one call fails; `undefined` where all is. */
async function faultOf({
  args,
  before,
  states,
  way,
  at,
}: {
  readonly args: readonly string[];
  readonly before: string;
  readonly states: Readonly<Record<'old' | 'new', Record<string, string>>>;
  readonly way: Way;
  readonly at: number;
}): Promise<string | undefined> {
  const cwd = emptyFolder();
  cpSync(before, cwd, { recursive: true });
  const env = { NODE_OPTIONS: FAILING_HOOK, FAIL_AT: String(at), FAIL_HOW: way };
  const failed = await run(args, { cwd, env });
  // A process that was killed can take nothing away: whoever comes next does.
  if (way !== 'SIGKILL') {
    const told = toldWrong(way, failed, stateOf(cwd), states);
    if (told !== undefined) return told;
  }
  const again = await run(args, { cwd, env: cleanEnvironment(cwd) });
  const isDone = way === 'SIGKILL' || failed.code === 0 || isSame(stateOf(cwd), states.new);
  if (again.code !== 0 && !isDone) return `the second run ended with ${again.code}: ${again.err}`;
  const now = stateOf(cwd);
  return isSame(now, states.new) ? undefined : `after the second run: ${difference(now, states.new)}`;
}

function toldWrong(
  way: Way,
  { code, err }: Run,
  now: Record<string, string>,
  states: Readonly<Record<'old' | 'new', Record<string, string>>>,
): string | undefined {
  if (isSame(now, states.new))
    return code === 0 || code === 3 ? undefined : `whole, but ended with ${code}: ${err}`;
  // Where taking it back fails too, that is said, and whoever comes next settles it.
  if (way === 'ENOSPC+' && code === 3 && err.includes('It is half done')) return undefined;
  if (!isSame(now, states.old)) return `ended with ${code}, between: ${difference(now, states.old)}: ${err}`;
  if (code !== 3) return `as it was, but ended with ${code}: ${err}`;
  return /^\S+: error: .*ENOSPC|no space/mu.test(err) ? undefined : `no place or no reason: ${err}`;
}

function isSame(a: Record<string, string>, b: Record<string, string>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function difference(a: Record<string, string>, b: Record<string, string>): string {
  const paths = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((path) => a[path] !== b[path]);
  return paths
    .map((path) =>
      a[path] === undefined ? `no ${path}` : b[path] === undefined ? `also ${path}` : `other ${path}`,
    )
    .join(', ');
}
