import { failure, type Problem } from '../../../../diagnostics/index.ts';
import { printableLine } from '../../../../lib/index.ts';
import { type RetriedPhases, retryPhases } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import {
  type CommandSetting,
  type CommonOptions,
  collect,
  type Declare,
  withCommonOptions,
} from '../../declare.ts';

const SCHEMA = 'orchestrator.batch-retry/1' as const;

type RetryFlags = CommonOptions & {
  readonly phase?: readonly string[];
  readonly rebase?: boolean;
  readonly dryRun?: boolean;
};

/** Declares `batch retry`: gives failed phases another round of tries. */
export const declareRetry: Declare = (batch, setting) => {
  const verb = batch.command('retry').description('have failed phases tried again, with the next run');
  withCommonOptions(verb, [
    'orchestrator batch retry 44 --phase 2a',
    'orchestrator batch retry 44 --phase 2a --phase 2b',
    'orchestrator batch retry 44 --phase PRP-44.2.1 --rebase --json',
  ])
    .argument('<batch>', 'the number of the batch')
    .option('--phase <id>', 'the phase, by its id in the plan or as PRP-44.2.1 (repeatable)', collect)
    .option('--rebase', 'have what has not begun start with what came to your branch since')
    .option('--dry-run', 'say what would be tried again; change nothing')
    .action((number: string, flags: RetryFlags) => retryAction(number, flags, setting));
};

async function retryAction(
  number: string,
  { json = false, phase = [], rebase = false, dryRun = false }: RetryFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const retried =
    phase.length === 0 && !rebase
      ? failure('usage', NOTHING_NAMED)
      : await retryPhases(context, number, { phases: phase, rebase, dryRun });
  if (!retried.ok)
    return finish(reportFailure(retried, { terminal, json, schema: SCHEMA, empty: { dryRun } }));
  const { warnings: problems, batch, freed, rebase: moved = null } = retried.value;
  const phases = retried.value.phases.map((each) => ({ id: each.phase.id, attempts: each.attempts }));
  if (json) {
    // The first on its own too: those who know no more than one look there.
    const [first] = phases;
    const one = { phase: first?.id ?? null, attempts: first?.attempts ?? null };
    terminal.out(
      jsonDocument(SCHEMA, { ok: true, dryRun, batch, ...one, phases, freed, rebase: moved, problems }),
    );
  } else {
    terminal.say(problemsText(problems, terminal.colours));
    terminal.out(retriedText(retried.value, dryRun));
  }
  finish(0);
}

const NOTHING_NAMED: Problem = {
  severity: 'error',
  code: 'phase-missing',
  message: 'Nothing is named that is to be tried again.',
  hint: 'Name a phase with --phase; --rebase alone has the batch take over what came to your branch.',
};

function retriedText({ batch, phases, freed, rebase }: RetriedPhases, dryRun: boolean): string {
  const lines = phases.map(({ phase: { id, prp, title } }) => {
    const waits = dryRun ? 'would wait again' : 'waits again';
    return `Phase ${id} (${prp}: ${printableLine(title)}) ${waits}.\n`;
  });
  const others =
    freed.length === 0 ? '' : `So ${dryRun ? 'would' : 'do'} those that were blocked: ${freed.join(', ')}.\n`;
  const taken =
    rebase === undefined
      ? ''
      : rebase.from === rebase.to
        ? 'The batch has everything that your branch has.\n'
        : `The batch ${dryRun ? 'would take' : 'took'} your branch over; what has not begun starts at ${rebase.to.slice(0, 12)}.\n`;
  const next = dryRun ? '' : `Next: orchestrator batch run ${batch}\n`;
  return `${taken}${lines.join('')}${others}${next}`;
}
