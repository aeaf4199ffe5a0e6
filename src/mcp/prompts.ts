import { agentPrompts } from '../operations/index.ts';

/** The prompts that clients are offered. */
export const prompts = agentPrompts;
