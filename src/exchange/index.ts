export { componentId, componentText, tellCut } from './reading/component_text.ts';
export { type KnownPrompt, type PromptFile, readPrompt } from './reading/read_prompt.ts';
