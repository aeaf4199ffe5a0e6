export { type Conversation, startConversation } from './asker.ts';
export { generateMissing, type Unmet } from './generation.ts';
export { type Answers, askAnswers } from './wizard.ts';
