import type { ReportDocument, ReportPhase } from '../../batch/index.ts';
import { LONGEST_FACT, LONGEST_PROOF_COMMAND } from '../../context/index.ts';
import { printableLine } from '../../lib/index.ts';

/** A fact about a batch that is worth keeping. */
export type BatchFact = {
  readonly kind: 'decision' | 'lesson' | 'failure';
  readonly text: string;
  /** A command that shows whether it still holds. */
  readonly prove: string | undefined;
};

/** The most facts from one batch; further ones are reported as left out. */
export const MAX_BATCH_FACTS = 50;

/**
 * Lessons from a batch: phases that failed and why, phases that needed another try and what helped, and a person's decisions.
 * Successes are in the code, and agents' statements about themselves do not count.
 */
export function batchFacts({ batch, phases }: Pick<ReportDocument, 'batch' | 'phases'>): BatchFact[] {
  return phases.flatMap((phase) => factOf(phase, batch));
}

function factOf(phase: ReportPhase, batch: number | null): BatchFact[] {
  const { title, state, reason, rung, attempts, statements } = phase;
  const name = `"${printableLine(title).slice(0, 200)}" (phase ${phase.id} of batch ${batch})`;
  if (state === 'failed') {
    const red = statements.find(({ holds, evidence }) => holds === false && evidence?.command)?.evidence
      ?.command;
    return [fact('failure', `${name} failed: ${printableLine(reason ?? 'no attempts were left')}`, red)];
  }
  if (state !== 'done' || rung === null || rung === 'first') return [];
  const cause = attempts.find((attempt) => attempt.cause !== null)?.cause;
  const green = statements.find(({ holds, evidence }) => holds === true && evidence?.command)?.evidence
    ?.command;
  const why = printableLine(cause ?? 'the reason is unknown');
  if (rung === 'answer')
    return [
      fact(
        'decision',
        `A person had ${name} retried after it failed (${why}), and then it succeeded.`,
        green,
      ),
    ];
  const executor = printableLine(attempts.at(-1)?.executor ?? '');
  const helped = rung === 'retry' ? 'a retry with the evidence helped' : `the fallback ${executor} helped`;
  return [
    fact('lesson', `${name} needed ${attempts.length} attempts; the first failed: ${why}; ${helped}.`, green),
  ];
}

function fact(kind: BatchFact['kind'], text: string, command: string | null | undefined): BatchFact {
  const isUsable =
    typeof command === 'string' && command.trim() !== '' && command.length <= LONGEST_PROOF_COMMAND;
  const whole = text.length > LONGEST_FACT ? `${text.slice(0, LONGEST_FACT - 1)}…` : text;
  return { kind, text: whole, prove: isUsable ? command : undefined };
}
