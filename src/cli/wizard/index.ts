export { type SignalWatch, watchSignals } from '../terminal/signals.ts';
export { type Conversation, startConversation } from './asker.ts';
export { isSwitchedOn, openFlaggedModel } from './flagged_model.ts';
export type { Unmet } from './generation.ts';
export { haveGenerated } from './generation_run.ts';
export { type Answers, askAnswers } from './wizard.ts';
