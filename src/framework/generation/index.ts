export { checkAnswer } from './check_answer.ts';
export { chooseExample } from './choose_example.ts';
export { type ComponentBrief, componentPrompt, repairPrompt } from './component_prompt.ts';
export { checkDescription, deriveDescription } from './describe.ts';
export { type Provenance, printComponent } from './print_component.ts';
