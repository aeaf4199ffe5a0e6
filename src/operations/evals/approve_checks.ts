import type { Failure, Problem } from '../../diagnostics/index.ts';
import { interrupted } from '../interrupted.ts';
import type { Port } from '../port.ts';
import type { CaseCheck, CaseChecks } from './case_checks.ts';

/** The programs of cases that check answers; pending ones have to be approved. */
export type ChecksEvent = { readonly kind: 'checks' } & Pick<CaseChecks, 'commands' | 'pending'>;

/** The checks that may run, and problems about the others. */
export type AllowedChecks = { readonly checks: readonly CaseCheck[]; readonly problems: readonly Problem[] };

/**
 * Has the programs of cases approved by a person, each by its bytes. Without a person or an advance yes, programs not approved
 * before are left out, with a problem for each: only the key counts for those cases.
 *
 * @returns a failure if the person quit
 */
export async function approveChecks(
  { checks, commands, pending, approvals, problems }: CaseChecks,
  port: Pick<Port<ChecksEvent>, 'canAsk' | 'choice' | 'show'>,
  { yes }: { readonly yes: boolean },
): Promise<AllowedChecks | Failure<'interrupted'>> {
  if (pending.length === 0 || yes) return { checks, problems };
  const approved = checks.filter(({ command }) => !pending.includes(command));
  const leftOut = { checks: approved, problems: [...problems, ...pending.map(notApproved)] };
  if (!(await port.canAsk())) return leftOut;
  await port.show({ kind: 'checks', commands, pending });
  const answer = await port.choice({
    fresh: true,
    harmlessFirst: true,
    message: 'Let them check answers?',
    choices: [
      { value: 'no', label: 'no', description: 'Judge by the key alone.' },
      { value: 'yes', label: 'yes', description: 'Run them, and do not ask again in this project.' },
      { value: 'once', label: 'yes, this once', description: 'Run them, and ask again next time.' },
    ],
  });
  if (answer.kind === 'closed') return interrupted('Stopped; no check was run.');
  if (answer.kind === 'back' || answer.value === 'no') return leftOut;
  if (answer.value === 'once') return { checks, problems };
  const kept = await approvals.approve(pending);
  const faults = kept.ok
    ? []
    : kept.problems.map((problem) => ({ ...problem, severity: 'warning' as const }));
  return { checks, problems: [...problems, ...faults] };
}

function notApproved({ argv: [file = ''] }: CaseChecks['commands'][number]): Problem<'check-not-approved'> {
  return {
    severity: 'warning',
    code: 'check-not-approved',
    message: 'The check was not run: nobody has approved its present version.',
    file,
    hint: 'Review it, then run this again in a terminal or with --yes; --no-checks skips it.',
  };
}
