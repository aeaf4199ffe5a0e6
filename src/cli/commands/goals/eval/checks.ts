import type { Problem } from '../../../../diagnostics/index.ts';
import type { CaseChecks } from '../../../../operations/index.ts';
import type { Terminal } from '../../../terminal/index.ts';
import { consentText } from '../../batch/consent.ts';

type CaseCheck = CaseChecks['checks'][number];

/** The checks that a person lets run, and what is told of the others. */
export type AllowedChecks = { readonly checks: readonly CaseCheck[]; readonly problems: readonly Problem[] };

/**
 * Has the programs that cases bring approved, each by its bytes. Without a person, or a flag that says yes, what was not approved
 * before is left out, and that is told: the key alone counts then.
 *
 * @returns the exit code where a person ended it
 */
export async function allowChecks(
  { checks, commands, pending, approvals, problems }: CaseChecks,
  { terminal, yes, json }: { readonly terminal: Terminal; readonly yes: boolean; readonly json: boolean },
): Promise<AllowedChecks | number> {
  if (pending.length === 0 || yes) return { checks, problems };
  const approved = checks.filter(({ command }) => !pending.includes(command));
  const leftOut = { checks: approved, problems: [...problems, ...pending.map(notApproved)] };
  if (json || !terminal.interactive) return leftOut;
  terminal.say(consentText(commands, pending));
  const { startConversation } = await import('../../../wizard/index.ts');
  const conversation = await startConversation(terminal);
  try {
    const answer = await conversation.ask.choice({
      fresh: true,
      harmlessFirst: true,
      message: 'Let them check answers?',
      choices: [
        { value: 'no', label: 'no', description: 'Judge by the key alone.' },
        { value: 'yes', label: 'yes', description: 'Run them, and do not ask again in this project.' },
        { value: 'once', label: 'yes, this once', description: 'Run them, and ask again next time.' },
      ],
    });
    if (answer.kind === 'closed') return conversation.endedBy() ?? 130;
    if (answer.kind !== 'answer' || answer.value === 'no') return leftOut;
    if (answer.value === 'once') return { checks, problems };
    const kept = await approvals.approve(pending);
    const faults = kept.ok
      ? []
      : kept.problems.map((problem) => ({ ...problem, severity: 'warning' as const }));
    return { checks, problems: [...problems, ...faults] };
  } finally {
    conversation.end();
  }
}

function notApproved({ argv: [file = ''] }: CaseChecks['commands'][number]): Problem {
  return {
    severity: 'warning',
    code: 'check-not-approved',
    message: 'The check was not run: nobody has approved it as it stands.',
    file,
    hint: 'Look at it, then run this again in a terminal, or with --yes; --no-checks does without.',
  };
}
