export { type Conversation, startConversation } from './asker.ts';
export { type Answers, askAnswers } from './wizard.ts';
