import type { AgentPrompt } from './agent_prompt.ts';
import { discoverContext } from './discover_context.ts';
import { documentFeature } from './document_feature.ts';
import { executeTask } from './execute_task.ts';
import { interpretState } from './interpret_state.ts';
import { learn } from './learn.ts';
import { orchestrate } from './orchestrate.ts';
import { research } from './research.ts';
import { review } from './review.ts';
import { status } from './status.ts';

export type { AgentPrompt } from './agent_prompt.ts';

/** The prompts, in the order in which clients show them. */
export const agentPrompts: readonly AgentPrompt[] = [
  orchestrate,
  executeTask,
  status,
  review,
  learn,
  discoverContext,
  documentFeature,
  interpretState,
  research,
];
