export { editFile, editText, isSwitchedOn } from '../../operations/index.ts';
export { type Conversation, startConversation } from './asker.ts';
