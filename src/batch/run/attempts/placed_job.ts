import { join } from 'node:path';
import { printableLine } from '../../../lib/index.ts';
import { readText, replaceFile } from '../../../platform/index.ts';
import {
  applyOverlay,
  type PlacedJob,
  type PlacedWork,
  type Placement,
} from '../../remote/placements/index.ts';
import { reportFiles } from '../../store/folder/index.ts';
import { namedIn, takeSnapshot } from '../../verify/index.ts';
import { type Attempt, isRemovable, recordOf } from '../parts/attempt.ts';
import type {
  RunBatch,
  RunJournal,
  RunKeeping,
  RunNotes,
  RunPlacements,
  RunRepository,
  RunSettings,
} from '../parts/run.ts';

/** Returns a placement of the run. @throws when there is none of that name: the caller chose it without knowing the run */
export function placementOf({ placements }: RunPlacements, name: string): Placement {
  const found = placements.get(name);
  if (found === undefined) throw new Error(`the run has no place ${name}`);
  return found;
}

/**
 * Makes the job of an attempt at a placement: it is sent there, and its result is copied over the worktree here when it is over.
 */
export function placedJob(run: RunKeeping, attempt: Attempt, placement: Placement): PlacedJob {
  return {
    async begin(command, ears, signal) {
      const before = await filesHere(run, attempt);
      if (typeof before !== 'string') return { kind: 'not-started', why: before.why };
      const read = readText(attempt.files.prompt, MAX_PROMPT);
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
        // This side ends it first, as long as it is running.
        hardSeconds: Math.ceil((hardMs + graceMs) / 1_000) + 60,
        logBytes: logBytes * 4,
      };
      return placement.begin(work, ears, signal);
    },
    bring: (end) => bring(run, attempt, placement, end),
  };
}

/** Returns the files a phase declares by name: whether git ignores them must show here as it would for a local attempt. */
function declaredFor({ repository, rules }: RunRepository & RunSettings, { phase }: Attempt): string[] {
  if (phase.filesExpected === true) return [];
  const brought = new Set([...rules.links, ...rules.copies].map((path) => `${repository.prefix}${path}`));
  return namedIn(phase.files, repository.prefix).filter((path) => !brought.has(path) && !path.includes('\n'));
}

/**
 * Makes the job of an attempt that an earlier run began at a placement: its end counts as this attempt's, and it is not started
 * again.
 */
export function resumedPlacedJob(
  run: RunBatch & RunRepository & RunSettings,
  attempt: Attempt,
  placement: Placement,
): PlacedJob {
  return {
    async begin(_command, ears, signal) {
      const work = { ...nameThere(run, attempt), base: attempt.base };
      return { kind: 'started', attempt: await placement.takeOver(work, ears, signal) };
    },
    bring: (end) => bring(run, attempt, placement, end),
  };
}

/** Removes what an attempt left at a placement, once its work is kept here. */
export async function tidyPlacement(
  run: RunJournal & RunNotes,
  attempt: Attempt,
  placement: Placement,
): Promise<void> {
  if (isHere(run, attempt)) await tidyThere(run, placement, [attempt.token]);
}

/**
 * Whether the work an attempt did there is here: its end is recorded once that has been copied, regardless of where it is judged.
 */
function isHere(run: RunJournal, attempt: Pick<Attempt, 'phase' | 'number'>): boolean {
  const recorded = recordOf(run, attempt.phase.id).attempts[attempt.number - 1];
  return recorded?.ended !== undefined || isRemovable(run, attempt);
}

/** The earlier attempts at the same phase at that placement: they are over and must not get in its way. */
function olderTokens(run: RunJournal, { phase, number }: Attempt, { name }: Placement): string[] {
  return recordOf(run, phase.id)
    .attempts.filter((each) => each.number < number && each.place === name)
    .map(({ token }) => token);
}

/** Removes what attempts of earlier runs have left at placements. A placement that cannot be reached is left to the next run. */
export async function sweepPlacements(run: RunJournal & RunPlacements & RunNotes): Promise<void> {
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
  { note, reported }: RunNotes,
  placement: Placement,
  tokens: readonly string[],
): Promise<void> {
  const why = await placement.tidy(tokens);
  const name = `not tidied at ${placement.name}`;
  if (why === undefined || reported.has(name)) return;
  reported.add(name);
  const message = `Files of attempts at ${placement.name} may still be there: ${printableLine(why)}`;
  note({
    severity: 'warning',
    code: 'place-not-tidied',
    message,
    hint: 'The next run of the batch removes it.',
  });
}

function nameThere(
  { batch }: RunBatch,
  { phase, number, token }: Attempt,
): Pick<PlacedWork, 'batch' | 'prp' | 'attempt' | 'token'> {
  return { batch: batch.number, prp: phase.prp, attempt: number, token };
}

/**
 * Returns the worktree's content as a commit: its base or, if a setup wrote files that git does not ignore, a commit with those
 * on top.
 */
async function filesHere(
  run: RunRepository & RunSettings,
  attempt: Attempt,
): Promise<string | { readonly why: string }> {
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
  run: RunRepository & RunSettings,
  attempt: Attempt,
  placement: Placement,
  { commit, result }: { readonly commit: string | undefined; readonly result: Buffer | undefined },
): Promise<string | undefined> {
  if (commit === undefined) return undefined;
  const { git, repository } = run;
  const { worktree } = attempt;
  // Compares with the current content, not the earlier one: an earlier run may have been killed while doing the same.
  const before = await filesHere(run, attempt);
  if (typeof before !== 'string') return before.why;
  const context = { git, commonDir: repository.commonDir, top: worktree.path };
  const laid = await applyOverlay(context, { before, commit });
  if (!laid.ok) return laid.problems[0]?.message ?? "the attempt's work there cannot be fetched";
  if (laid.value.length > 0) {
    const folders = laid.value.slice(0, 5).map(printableLine).join(', ');
    return `Folders at ${placement.name} are repositories of their own (git init), and their files could not be fetched: ${folders}. Remove the folder .git in them.`;
  }
  const { result: name } = reportFiles(attempt.phase);
  if (result !== undefined) await replaceFile(join(worktree.project, name), result.toString('utf8'));
  return undefined;
}

/** Far above the size of any prompt, in bytes. */
const MAX_PROMPT = 16 * 1024 * 1024;
