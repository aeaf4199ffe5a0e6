import { type Failure, failure, type Problem } from '../../../diagnostics/index.ts';
import { printableLine } from '../../../lib/index.ts';
import { chooseGoal, type Proposal, proposeFramework, type Workspace } from '../../../operations/index.ts';
import { problemsText } from '../../terminal/index.ts';
import { openFlaggedModel, type SignalWatch, watchSignals } from '../../wizard/index.ts';
import type { CommandSetting } from '../declare.ts';
import type { NewFlags } from './new_flags.ts';
import { proposalText } from './new_report.ts';

/** What proposing needs to know of the run that it is part of. */
export type ProposalSetting = {
  readonly workspace: Workspace;
  readonly flags: NewFlags;
  readonly setting: CommandSetting;
  /** Whether questions follow, so that a sentence for which no goal fits is no end. */
  readonly mayGoOn: boolean;
  readonly say: (text: string) => void;
  /** Told who listens for signals while a model is waited for, and when nobody does any more. */
  readonly onWatch: (watch: SignalWatch | undefined) => void;
};

/**
 * Has answers proposed for a sentence, and shows them before anything is written.
 *
 * @returns `null` where no goal fits and questions follow; `stopped` when a signal ended it
 */
export async function proposeFor(
  sentence: string,
  { workspace, flags, setting, mayGoOn, say, onWatch }: ProposalSetting,
): Promise<Proposal | null | Failure | 'stopped'> {
  const { colours } = setting.terminal;
  if (sentence.trim() === '') return failure('usage', EMPTY_SENTENCE);
  const goal = flags.goal === undefined ? undefined : chooseGoal(workspace.goalMap, flags.goal);
  if (goal && !goal.ok) return goal;
  const open = flags.generate ? await openFlaggedModel(setting.context, flags) : undefined;
  if (open && 'cause' in open) return open;
  const model = open?.kind === 'ready' ? open : undefined;
  if (model) say(`Asking ${printableLine(model.settings.model)} what fits ...\n`);
  const watch = watchSignals();
  onWatch(watch);
  const request = { sentence, goal: goal?.value, model, signal: watch.signal };
  const { proposal, nearest, notes } = await proposeFramework(workspace, request);
  if (watch.endedBy() !== undefined) return 'stopped';
  watch.end();
  onWatch(undefined);
  say(problemsText(notes, colours));
  if (proposal) {
    say(proposalText(proposal, sentence));
    return proposal;
  }
  const none = noGoalFits(nearest);
  if (!mayGoOn) return failure('usage', none);
  say(problemsText([{ ...none, severity: 'note' }], colours));
  return null;
}

const EMPTY_SENTENCE: Problem = {
  severity: 'error',
  code: 'empty-sentence',
  message: '--from is empty.',
  hint: 'Say what the work is: --from "review my models against our house rules"',
};

/** Nothing of what the sentence says is a goal's; which come nearest. */
function noGoalFits(nearest: readonly { readonly name: string; readonly description: string }[]) {
  const listed = nearest.map(({ name, description }) => `${name} (${description.replace(/\.$/u, '')})`);
  return {
    severity: 'error',
    code: 'no-goal-fits',
    message: 'No goal fits that sentence.',
    hint: `The nearest are: ${listed.join('; ')}. Name one with --goal, or put it in other words.`,
  } satisfies Problem;
}
