export { type Conversation, startConversation } from './asker.ts';
export type { Unmet } from './generation.ts';
export { type GenerationFlags, haveGenerated, isSwitchedOn } from './generation_run.ts';
export { type Answers, askAnswers } from './wizard.ts';
