import { join } from 'node:path';
import { printableLine } from '../../lib/index.ts';
import { readText, replaceFile } from '../../platform/index.ts';
import { layOver, type PlacedJob, type PlacedWork, type Placement } from '../placements/index.ts';
import { reportFiles } from '../store/folder/index.ts';
import { namedIn, takeSnapshot } from '../verify/index.ts';
import { type Attempt, isLeavable, recordOf } from './attempt.ts';
import type { Run } from './types.ts';

/** A placement of the run. @throws when there is none of that name: what chose it did not know the run */
export function placementOf({ placements }: Pick<Run, 'placements'>, name: string): Placement {
  const found = placements.get(name);
  if (found === undefined) throw new Error(`the run has no place ${name}`);
  return found;
}

/** How an attempt is worked on at a placement: sent there, and laid over its worktree here when it is over. */
export function placedJob(run: Run, attempt: Attempt, placement: Placement): PlacedJob {
  return {
    async begin(command, ears, signal) {
      const before = await filesHere(run, attempt);
      if (typeof before !== 'string') return { kind: 'not-started', why: before.why };
      const read = readText(attempt.files.prompt, MOST_PROMPT);
      if (read.kind !== 'text') return { kind: 'not-started', why: 'its prompt cannot be read' };
      const prompt = read.text;
      const { result, heartbeat } = reportFiles(attempt.phase);
      const { hardMs, graceMs, logBytes } = run.rules.limits;
      await tidyThere(run, placement, olderTokens(run, attempt, placement));
      const work: PlacedWork = {
        ...command,
        ...nameThere(run, attempt),
        base: before,
        prefix: run.repository.prefix,
        resultName: result,
        heartbeatName: heartbeat,
        prompt,
        needs: attempt.phase.needs ?? [],
        declared: declaredFor(run, attempt),
        // This side ends it first, as long as it is there.
        hardSeconds: Math.ceil((hardMs + graceMs) / 1_000) + 60,
        logBytes: logBytes * 4,
      };
      return placement.begin(work, ears, signal);
    },
    bring: (end) => bring(run, attempt, placement, end),
  };
}

/** What a phase declares by name: that git ignores it is to be seen here as it would be of an attempt here. */
function declaredFor({ repository, rules }: Run, { phase }: Attempt): string[] {
  if (phase.filesExpected === true) return [];
  const brought = new Set([...rules.links, ...rules.copies].map((path) => `${repository.prefix}${path}`));
  return namedIn(phase.files, repository.prefix).filter((path) => !brought.has(path) && !path.includes('\n'));
}

/** An attempt that a run before this one began there: its end is this attempt's, and nobody starts it again. */
export function takenOverJob(run: Run, attempt: Attempt, placement: Placement): PlacedJob {
  return {
    async begin(_command, ears, signal) {
      const work = { ...nameThere(run, attempt), base: attempt.base };
      return { kind: 'started', attempt: await placement.takeOver(work, ears, signal) };
    },
    bring: (end) => bring(run, attempt, placement, end),
  };
}

/** Removes what an attempt had at a placement, once what it did is kept here. */
export async function leaveThere(run: Run, attempt: Attempt, placement: Placement): Promise<void> {
  if (isHere(run, attempt)) await tidyThere(run, placement, [attempt.token]);
}

/** Whether what an attempt did there is here: its end is written down when that has been brought, whoever judges it. */
function isHere(run: Run, attempt: Pick<Attempt, 'phase' | 'number'>): boolean {
  const told = recordOf(run, attempt.phase.id).attempts[attempt.number - 1];
  return told?.ended !== undefined || isLeavable(run, attempt);
}

/** The attempts at the same phase that were there before this one: they are over, and must not come in its way. */
function olderTokens(run: Run, { phase, number }: Attempt, { name }: Placement): string[] {
  return recordOf(run, phase.id)
    .attempts.filter((each) => each.number < number && each.place === name)
    .map(({ token }) => token);
}

/** Removes what attempts of runs before this one have left at placements. One that can't be reached is asked by the next run. */
export async function sweepPlaces(run: Run): Promise<void> {
  const { logbook, placements } = run;
  const left = new Map<string, string[]>();
  for (const { phase, attempts } of logbook.state().phases) {
    for (const { number, place, token } of attempts) {
      if (place === undefined || !isHere(run, { phase, number })) continue;
      left.set(place, [...(left.get(place) ?? []), token]);
    }
  }
  for (const { place, token } of logbook.state().returned ?? [])
    left.set(place, [...(left.get(place) ?? []), token]);
  for (const [name, tokens] of left) {
    const placement = placements.get(name);
    if (placement !== undefined) await tidyThere(run, placement, tokens);
  }
}

async function tidyThere(
  { note, told }: Run,
  placement: Placement,
  tokens: readonly string[],
): Promise<void> {
  const why = await placement.tidy(tokens);
  const name = `not tidied at ${placement.name}`;
  if (why === undefined || told.has(name)) return;
  told.add(name);
  const message = `What attempts had at ${placement.name} may still be there: ${printableLine(why)}`;
  note({
    severity: 'warning',
    code: 'place-not-tidied',
    message,
    hint: 'The next run of the batch removes it.',
  });
}

function nameThere(
  { batch }: Run,
  { phase, number, token }: Attempt,
): Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token'> {
  return { batch: batch.number, prp: phase.prp, attempt: number, token };
}

/** What the worktree has, as a commit: its base, or where a setup wrote files that git does not ignore, those on top of it. */
async function filesHere(run: Run, attempt: Attempt): Promise<string | { readonly why: string }> {
  const { git, repository, rules } = run;
  const { phase, worktree, base } = attempt;
  const { result, heartbeat } = reportFiles(phase);
  const left = [result, heartbeat, ...rules.links, ...rules.copies];
  const { signal } = new AbortController();
  const taken = await takeSnapshot(
    { git, repository, worktree, signal },
    {
      base,
      left: left.map((path) => `${repository.prefix}${path}`),
      message: `${phase.prp}: as attempt ${attempt.number} begins\n`,
    },
  );
  if (taken.ok) return taken.value.commit ?? base;
  return { why: taken.problems[0]?.message ?? 'the worktree cannot be read' };
}

async function bring(
  run: Run,
  attempt: Attempt,
  placement: Placement,
  { commit, result }: { readonly commit: string | undefined; readonly result: Buffer | undefined },
): Promise<string | undefined> {
  if (commit === undefined) return undefined;
  const { git, repository } = run;
  const { worktree } = attempt;
  // What it has now, and not what it had: a run before this one may have been killed while it did the same.
  const before = await filesHere(run, attempt);
  if (typeof before !== 'string') return before.why;
  const ground = { git, commonDir: repository.commonDir, top: worktree.path };
  const laid = await layOver(ground, { before, commit });
  if (!laid.ok) return laid.problems[0]?.message ?? 'what the attempt left there cannot be brought';
  if (laid.value.length > 0) {
    const folders = laid.value.slice(0, 5).map(printableLine).join(', ');
    return `Folders at ${placement.name} are repositories of their own (git init), and their files could not be brought: ${folders}. Remove the folder .git in them.`;
  }
  const { result: name } = reportFiles(attempt.phase);
  if (result !== undefined) await replaceFile(join(worktree.project, name), result.toString('utf8'));
  return undefined;
}

/** Far more than any prompt has, in bytes. */
const MOST_PROMPT = 16 * 1024 * 1024;
