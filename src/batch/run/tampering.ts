import { currentAttempt } from '../store/state/index.ts';
import {
  markRepository,
  type RepositoryMark,
  type TamperingFinding,
  tamperingSince,
} from '../verify/index.ts';
import { type Attempt, giveUp } from './attempt.ts';
import { pinWork } from './pin_work.ts';
import { recordCheck } from './record_check.ts';
import type { Run } from './types.ts';

/**
 * Looks whether what lies outside of the worktree is as it was. A change of what git runs stops the batch; what an attempt changed
 * of the user's fails the attempt; all else is told.
 */
export type Watch = {
  /** When the executor is over, and before anything of it is looked at with git. It is written down like a gate. */
  readonly afterWork: () => Promise<boolean>;
  /** When gates are over, which run what the attempt wrote. Written down where it is red. */
  readonly afterGates: () => Promise<boolean>;
};

/**
 * Begins to watch a repository, before an attempt's work or before its gates. Where something changed, the attempt is left as
 * it is: a person has to look first.
 *
 * @returns `undefined` when the repository can't be looked at, which ends the run
 */
export async function watchRepository(
  run: Run,
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
  run: Run,
  attempt: Attempt,
  { before, after }: { readonly before: RepositoryMark; readonly after: 'work' | 'gates' },
): Promise<boolean> {
  const { git, repository, told } = run;
  const { worktree, token } = attempt;
  const { signal } = new AbortController();
  const since = await tamperingSince(before, { git, repository, worktree, token, signal });
  if (!since.ok) {
    // Nothing of it is believed that could not be looked at; the next run looks again.
    run.halt(...since.problems);
    return false;
  }
  const findings = since.value;
  const grave = findings.filter(({ stop }) => stop);
  const own = findings.filter(({ fails }) => fails);
  // What another attempt has told of is not told of again, and nobody else pays for it.
  const isKnown = grave.length > 0 && grave.every((finding) => told.has(nameOf(finding)));
  const ran = whoRan(run, attempt);
  for (const finding of findings)
    tell(run, finding, finding.by === 'attempt' ? `Phase ${attempt.phase.id}` : ran);
  if (isKnown) {
    // Nothing of it is looked at with git before a person was there: the next run keeps it.
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
      hint: 'Look at it, put it right, then run the batch again. Everything that was done is kept.',
    });
  } else await pinWork(run, attempt);
  await giveUp(run, attempt, 'tampering', evidence);
  return false;
}

/** The phases during which something happened, as the beginning of a sentence. */
function whoRan({ logbook }: Run, { phase }: Attempt): string {
  const others = logbook
    .state()
    .phases.filter((record) => record.phase.id !== phase.id && currentAttempt(record) !== undefined)
    .map((record) => record.phase.id);
  return others.length === 0
    ? `While phase ${phase.id} ran`
    : `While phases ${[phase.id, ...others].join(', ')} ran`;
}

/** Tells of what was found, once in a run. */
function tell({ told, note }: Run, finding: TamperingFinding, who: string): void {
  if (told.has(nameOf(finding))) return;
  told.add(nameOf(finding));
  note({ severity: 'warning', code: 'repository-changed', message: `${who}: ${finding.message}` });
}

function nameOf({ kind, what, message }: TamperingFinding): string {
  return `${kind} ${what} ${message}`;
}
