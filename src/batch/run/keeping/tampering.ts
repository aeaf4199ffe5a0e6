import { currentAttempt } from '../../store/state/index.ts';
import {
  markRepository,
  type RepositoryMark,
  type TamperingFinding,
  tamperingSince,
} from '../../verify/index.ts';
import { type Attempt, giveUp } from '../parts/attempt.ts';
import type { RunJournal, RunKeeping, RunNotes, RunTermination } from '../parts/run.ts';
import { pinWork } from './pin_work.ts';
import { recordCheck } from './record_check.ts';

/**
 * Checks that everything outside the worktree is unchanged. A change to what git executes stops the batch; an attempt's change to
 * the user's files fails the attempt; anything else is reported.
 */
export type Watch = {
  /** Called when the executor is over, before git touches its work. Recorded like a gate. */
  readonly afterWork: () => Promise<boolean>;
  /** Called when gates are over, because they run the attempt's code. Recorded if red. */
  readonly afterGates: () => Promise<boolean>;
};

/**
 * Starts to watch a repository, before an attempt's work or before its gates. If something changed, the attempt is left as it is:
 * a person has to look first.
 *
 * @returns `undefined` when the repository cannot be read, which ends the run
 */
export async function watchRepository(
  run: RunKeeping & RunTermination,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Watch | undefined> {
  const { git, repository } = run;
  const { worktree, token } = attempt;
  const marked = await markRepository({ git, repository, worktree, token, signal });
  if (marked.ok) {
    return {
      afterWork: () => isUntouched(run, attempt, { before: marked.value, after: 'work' }),
      afterGates: () => isUntouched(run, attempt, { before: marked.value, after: 'gates' }),
    };
  }
  if (!signal.aborted) run.halt(...marked.problems);
  return undefined;
}

async function isUntouched(
  run: RunKeeping & RunTermination,
  attempt: Attempt,
  { before, after }: { readonly before: RepositoryMark; readonly after: 'work' | 'gates' },
): Promise<boolean> {
  const { git, repository, reported } = run;
  const { worktree, token } = attempt;
  const { signal } = new AbortController();
  const since = await tamperingSince(before, { git, repository, worktree, token, signal });
  if (!since.ok) {
    // Nothing that could not be checked is trusted; the next run checks again.
    run.halt(...since.problems);
    return false;
  }
  const findings = since.value;
  const grave = findings.filter(({ stop }) => stop);
  const own = findings.filter(({ fails }) => fails);
  // Findings that another attempt has reported are not repeated, and no other attempt fails for them.
  const isKnown = grave.length > 0 && grave.every((finding) => reported.has(nameOf(finding)));
  const ran = whoRan(run, attempt);
  for (const finding of findings)
    report(run, finding, finding.by === 'attempt' ? `Phase ${attempt.phase.id}` : ran);
  if (isKnown) {
    // Git does not touch its work before a person has looked: the next run keeps it.
    await giveUp(run, attempt, 'interrupted', 'The run was ended.');
    return false;
  }
  const isFine = grave.length === 0 && own.length === 0;
  if (after === 'gates' && isFine) return true;
  if (!(await recordCheck(run, attempt, 'tampering', isFine))) return false;
  if (isFine) return true;
  const evidence = [...grave, ...own].map(({ message }) => message).join('\n');
  if (grave.length > 0) {
    run.halt({
      severity: 'error',
      code: 'repository-tampered',
      message: `${ran}, what git itself runs was changed, so the batch stops here: ${grave.map(({ message }) => message).join('\n')}`,
      hint: 'Check and fix it, then run the batch again. All finished work is kept.',
    });
  } else await pinWork(run, attempt);
  await giveUp(run, attempt, 'tampering', evidence);
  return false;
}

/** Names the phases that were active meanwhile, as the beginning of a sentence. */
function whoRan({ logbook }: RunJournal, { phase }: Attempt): string {
  const others = logbook
    .state()
    .phases.filter((record) => record.phase.id !== phase.id && currentAttempt(record) !== undefined)
    .map((record) => record.phase.id);
  return others.length === 0
    ? `While phase ${phase.id} ran`
    : `While phases ${[phase.id, ...others].join(', ')} ran`;
}

/** Reports a finding, once per run. */
function report({ reported, note }: RunNotes, finding: TamperingFinding, who: string): void {
  if (reported.has(nameOf(finding))) return;
  reported.add(nameOf(finding));
  note({ severity: 'warning', code: 'repository-changed', message: `${who}: ${finding.message}` });
}

function nameOf({ kind, what, message }: TamperingFinding): string {
  return `${kind} ${what} ${message}`;
}
