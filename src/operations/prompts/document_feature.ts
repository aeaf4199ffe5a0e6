import { type AgentPrompt, given, steps } from './agent_prompt.ts';

/** Writes a page on a feature. */
export const documentFeature: AgentPrompt = {
  name: 'document-feature',
  title: 'Document a feature',
  description: 'Writes a page on a feature, each statement with the lines that show it.',
  argument: { name: 'feature', description: 'The feature' },
  text: (argument) => `${given('feature', argument)}

${steps(
  'Call `discover` of the server `orchestrator` for the layout. Call `recall` with the feature’s name.',
  'Find the code of the feature and its tests, and read them. State only what you have read.',
  'Write what it does, how it is used (an example that works), its limits, and where its code is. Put path:line behind each statement.',
  'Check every path and line once more, and leave out what you cannot show.',
  'Show it to the user, and ask where it is to be saved. If it holds a decision worth keeping, offer `learn`.',
)}`,
};
