export { blocksText, type PromptBlock } from './blocks.ts';
export { type Dialogue, playDialogue } from './dialogue.ts';
export { jsonRule, schemaOf } from './json_rule.ts';
export {
  isStructured,
  type Lookup,
  makeQuestion,
  type Question,
  type QuestionKind,
  type Reply,
} from './question.ts';
export { isRefusal } from './refusal.ts';
export { schemaFaults } from './schema_faults.ts';
export { repliesOf, type Turn, transcriptText } from './transcript.ts';
