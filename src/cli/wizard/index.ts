export { editText, isSwitchedOn, openFlaggedModel } from '../../operations/index.ts';
export { type SignalWatch, watchSignals } from '../terminal/signals.ts';
export { type Conversation, startConversation } from './asker.ts';
