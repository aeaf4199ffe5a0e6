export { isSwitchedOn } from '../../operations/index.ts';
export { type SignalWatch, watchSignals } from '../terminal/signals.ts';
export { type Conversation, startConversation } from './asker.ts';
export type { Unmet } from './generation.ts';
export {
  type GenerationFlags,
  haveGenerated,
  type ModelFlags,
  openFlaggedModel,
} from './generation_run.ts';
export { type Answers, askAnswers } from './wizard.ts';
