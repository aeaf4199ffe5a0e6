import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { chooseGoal, type GoalChoiceCode } from '../../framework/index.ts';
import type { OperationContext } from '../context.ts';
import { type ModelRequestCode, openFlaggedModel } from '../flagged_model.ts';
import type { Port } from '../port.ts';
import type { Workspace } from '../workspace.ts';
import type { NewEvent } from './new_event.ts';
import type { NewRequest } from './new_request.ts';
import type { Proposal } from './proposal.ts';
import { proposeFramework } from './propose_framework.ts';

/** The context of a proposal. */
type Proposing = {
  readonly context: OperationContext;
  readonly workspace: Workspace;
  readonly request: NewRequest;
  /** The framework's name, if given. */
  readonly name: string | undefined;
  /** Whether questions follow, so that a sentence without a matching goal is not an error. */
  readonly mayGoOn: boolean;
  readonly port: Port<NewEvent>;
};

type ProposeAnswersCode =
  | GoalChoiceCode
  | ModelRequestCode
  | 'empty-sentence'
  | 'long-sentence'
  | 'no-goal-fits';

/**
 * Has answers proposed for a sentence, and shows them before anything is written.
 *
 * @returns `null` if no goal fits and questions follow; `closed` when a signal ended it
 */
export async function proposeAnswers(
  sentence: string,
  { context, workspace, request, name, mayGoOn, port }: Proposing,
): Promise<Proposal | null | Failure<ProposeAnswersCode> | 'closed'> {
  if (sentence.trim() === '') return failure('usage', EMPTY_SENTENCE);
  if (sentence.length > LONGEST_SENTENCE) return failure('usage', longSentence(sentence));
  const goal = request.goal === undefined ? undefined : chooseGoal(workspace.goalMap, request.goal);
  if (goal && !goal.ok) return goal;
  const open = request.generate ? await openFlaggedModel(context, request) : undefined;
  if (open && 'cause' in open) return open;
  const model = open?.kind === 'ready' ? open : undefined;
  if (model) await port.show({ kind: 'proposing', model: model.settings.model });
  const { signal } = port;
  const proposed = await proposeFramework(workspace, { sentence, goal: goal?.value, model, signal });
  if (signal.aborted) return 'closed';
  const { proposal, nearest, notes } = proposed;
  await port.show({ kind: 'problems', problems: notes });
  if (proposal) {
    await port.show({ kind: 'proposed', proposal, sentence, given: givenOf(request, name, proposal) });
    return proposal;
  }
  const none = noGoalFits(nearest);
  if (!mayGoOn) return failure('usage', none);
  await port.show({ kind: 'problems', problems: [{ ...none, severity: 'note' }] });
  return null;
}

/** The names of answers that the person gave; settings proposed for another variant are not used either, so they count too. */
function givenOf(
  { variant, set = [] }: NewRequest,
  name: string | undefined,
  proposal: Proposal,
): readonly string[] {
  const isOther = variant !== undefined && variant !== proposal.variant;
  return [
    ...(name === undefined ? [] : ['name']),
    ...(variant === undefined ? [] : ['variant']),
    ...set.map((one) => one.split('=', 1)[0] ?? ''),
    ...(isOther ? Object.keys(proposal.settings) : []),
  ];
}

const EMPTY_SENTENCE: Problem<'empty-sentence'> = {
  severity: 'error',
  code: 'empty-sentence',
  message: '--from is empty.',
  hint: 'Describe the work: --from "review my models against our house rules"',
};

/** In UTF-16 code units. A longer text is material, and says little about the task. */
const LONGEST_SENTENCE = 10_000;

function longSentence({ length }: string): Problem<'long-sentence'> {
  return {
    severity: 'error',
    code: 'long-sentence',
    message: `The sentence about the work has ${length} characters; at most ${LONGEST_SENTENCE} are allowed.`,
    hint: 'Say in a sentence or two what is to be done; add the text to work on with `orchestrator fill`.',
  };
}

/** The problem when no goal matches the sentence; names the nearest ones. */
function noGoalFits(nearest: readonly { readonly name: string; readonly description: string }[]) {
  const listed = nearest.map(({ name, description }) => `${name} (${description.replace(/\.$/u, '')})`);
  return {
    severity: 'error',
    code: 'no-goal-fits' as const,
    message: 'No goal fits that sentence.',
    hint: `The nearest are: ${listed.join('; ')}. Name one with --goal, or use other words.`,
  } satisfies Problem;
}
