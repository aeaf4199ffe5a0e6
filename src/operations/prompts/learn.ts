import { type AgentPrompt, given, steps } from './agent_prompt.ts';

/** Keeps what was learned. */
export const learn: AgentPrompt = {
  name: 'learn',
  title: 'Keep what was learned',
  description:
    'Keeps a decision, lesson, failure or convention of this project, with the lines that it rests on.',
  argument: { name: 'fact', description: 'What is to be kept' },
  text: (argument) => `${given('fact', argument)}

Keep it in the project's memory with the tools of the server \`orchestrator\`.

${steps(
  'Call `recall` with its words: if the same is known, or its opposite, tell the user and ask.',
  'Find the lines of code that show it, and read them. What nothing shows is kept as a decision of the user, or not at all.',
  'Call `learn` with one short, plain sentence, its kind (decision, lesson, failure or convention) and cite as path:first-last. When these lines change, the memory counts as stale.',
  'Tell the user what was kept, and where.',
)}`,
};
