export { editFile, editText, isSwitchedOn, openFlaggedModel } from '../../operations/index.ts';
export { type Conversation, startConversation } from './asker.ts';
