export { checkAnswer } from './check_answer.ts';
export { checkDescription, deriveDescription } from './describe.ts';
export { chooseExample } from './example.ts';
export { type Provenance, printComponent } from './file.ts';
export { type ComponentBrief, componentPrompt, repairPrompt } from './prompt.ts';
