import { type AgentPrompt, maybeGiven, steps } from './agent_prompt.ts';

/** Reports what happened since the last time. */
export const interpretState: AgentPrompt = {
  name: 'interpret-state',
  title: 'What happened since last time',
  description: 'Sums up in a few lines what changed since somebody last looked: batches, commits, memory.',
  argument: { name: 'since', description: 'A time, as in 3d or 2026-11-28; since last time when empty' },
  text: (argument) => `${maybeGiven('time', argument, 'Take the time since somebody last looked.')}

Use the tools of the server \`orchestrator\`; change nothing.

${steps(
  'Call `interpret_state`; where the user named a time, with that as `since`, written as 2h, 3d or 2026-11-28.',
  'Where it names a batch that failed or waits, call `batch_decisions` with its number.',
  'Tell in at most ten lines what happened, why as far as that is known, and what the user has to decide.',
)}`,
};
