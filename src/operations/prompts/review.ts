import { type AgentPrompt, maybeGiven, steps } from './agent_prompt.ts';

/** Reviews the work of a batch. */
export const review: AgentPrompt = {
  name: 'review',
  title: 'Review a batch',
  description: 'Goes through what a batch did, phase by phase, with its gates and changes.',
  argument: { name: 'batch', description: 'The batch’s number; the newest when empty' },
  text: (argument) => `${maybeGiven('batch', argument, 'Take the newest batch.')}

Review it with the tools of the server \`orchestrator\`. Change nothing.

${steps(
  'Call `batches` where it is not clear which batch is meant.',
  'Call `batch_status` with its number, and `batches` with it for what each phase was to do.',
  'Call `review` with its number, for the findings in its changes and what its gates prove, and `batch_decisions` for what failed, with its evidence.',
  'For each phase that is done compare its goal with the files that it changed, and read those changes (`git show` of the commit that it was merged as). A gate that was green before the change proves little: say so.',
  'Report: for each phase done as asked, done in part, or not done, with file and line. The user decides what is merged.',
  'If something was learned that would have helped, offer to keep it with `learn`.',
)}`,
};
