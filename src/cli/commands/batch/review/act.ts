import { printableLine, shellWord } from '../../../../lib/index.ts';
import {
  type BatchReviewEvent,
  type BatchReviewRequest,
  readBand,
  reviewBatch,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { EXIT_CODES } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';
import { showReview } from '../../review/text.ts';
import { figuresOf } from '../../run_options.ts';
import { consentText } from '../consent_text.ts';
import { showGenerate } from '../generate/text.ts';
import type { BatchRunFlags } from '../run/act.ts';
import { RunText } from '../run/text.ts';

/** Flags of `batch review`. */
export type BatchReviewFlags = CommonOptions &
  Omit<BatchReviewRequest, 'batch' | 'gate' | 'run'> & { readonly gate?: string } & Pick<
    BatchRunFlags,
    RunFlag
  >;

type RunFlag = (typeof RUN_FLAGS)[number];

const RUN_FLAGS = [
  'executor',
  'executorCommand',
  'executorEnv',
  'concurrency',
  'retries',
  'sandbox',
  'setup',
  'hard',
  'budgetTokens',
] as const satisfies readonly (keyof BatchRunFlags)[];

/** Carries the command out. */
export async function reviewAction(
  batch: string,
  { json, gate, ...flags }: BatchReviewFlags,
  setting: CommandSetting,
): Promise<void> {
  // Each round has a run to show.
  let run = new RunText(json ?? false, setting);
  try {
    await runVerb<'orchestrator.batch-review/1', BatchReviewEvent>(setting, {
      schema: 'orchestrator.batch-review/1',
      json,
      asks: json !== true,
      isConsent: true,
      isLongRun: true,
      // Results known by then are shown all the same.
      exitCode: ({ ok }, port) => port.endedBy() ?? (ok ? 0 : EXIT_CODES.problems),
      call: async (port) => {
        const band = readBand(gate);
        if (!band.ok) return band;
        const aside = {
          ...port,
          choice: (question: Parameters<typeof port.choice>[0]) => run.aside(() => port.choice(question)),
        };
        return reviewBatch(setting.context, { ...wishesOf(flags), batch, gate: band.value }, aside);
      },
      show(event, screen) {
        if (event.kind === 'run') return run.show(event.event, screen);
        if (event.kind === 'commands') return screen.say(consentText(event.commands, event.pending));
        if (event.kind === 'trying') return screen.say(tryingText(event));
        if (event.kind === 'waiting' || event.kind === 'waited') return screen.wait(event);
        if (event.kind === 'fix-plan') return screen.inform(fixText(event.plan));
        if (event.kind === 'reviewed') return showReview(event, screen);
        if (event.kind === 'rounds-ended') return screen.inform(endText(event));
        if (event.kind !== 'round') return showGenerate(event, screen);
        run.end();
        run = new RunText(json ?? false, setting);
        return screen.inform(`\nRound ${event.round}: ${printableLine(event.file)}\n`);
      },
      problemsToShow: (problems) => run.untold(problems),
    });
  } finally {
    run.end();
  }
}

/** Flags with those of a run grouped, if there are any. */
function wishesOf(
  flags: Omit<BatchReviewFlags, 'json' | 'gate'>,
): Omit<BatchReviewRequest, 'batch' | 'gate'> {
  const isOfRun = (name: string) => (RUN_FLAGS as readonly string[]).includes(name);
  const entries = Object.entries(flags);
  const run = Object.fromEntries(entries.filter(([name]) => isOfRun(name))) as Pick<BatchRunFlags, RunFlag>;
  const others = Object.fromEntries(entries.filter(([name]) => !isOfRun(name))) as typeof flags;
  return Object.keys(run).length === 0 ? others : { ...others, run: figuresOf(run) };
}

function endText({ why, merge }: Extract<BatchReviewEvent, { kind: 'rounds-ended' }>): string {
  const commands = merge.map((batch) => `  orchestrator batch merge ${batch}\n`).join('');
  return `\n${why}\n${merge.length === 0 ? '' : `To merge it into your branch, in this order:\n${commands}`}`;
}

function tryingText({ phase, hunks }: Extract<BatchReviewEvent, { kind: 'trying' }>): string {
  return `Removing ${hunks === 1 ? 'a hunk' : `${hunks} hunks`} of ${phase} and running its gates again ...\n`;
}

function fixText({ file, phases }: Extract<BatchReviewEvent, { kind: 'fix-plan' }>['plan']): string {
  const count = phases === 1 ? 'a phase' : `${phases} phases`;
  const path = printableLine(file);
  return `\nA plan of ${count} that fixes it: ${path}\n  orchestrator batch generate ${shellWord(path)}\n`;
}
