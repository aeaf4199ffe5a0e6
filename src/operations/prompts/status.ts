import { type AgentPrompt, maybeGiven, steps } from './agent_prompt.ts';

/** Reports the state of the project. */
export const status: AgentPrompt = {
  name: 'status',
  title: 'Where things stand',
  description: 'Reports the state of plans, batches, frameworks and memory, and a sensible next step.',
  argument: { name: 'about', description: 'A batch’s number or a subject; may be empty' },
  text: (argument) => `${maybeGiven('subject', argument, 'Tell about the whole project.')}

Use the tools of the server \`orchestrator\`; change nothing.

${steps(
  'Call `status`.',
  'Where a batch is running, has failed or is what the user named, call `batch_status` and `batch_decisions` with its number.',
  'Tell in at most ten lines what is done, what runs, what waits for the user, and the one next step. Say what could not be read.',
)}`,
};
