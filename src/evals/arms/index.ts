export { AGAIN, type ArmRequest, DEFAULT_ARMS, readArms } from './arm_name.ts';
export { filePrompt, plainPrompt, type StatedValue, statedPrompt } from './plain_prompt.ts';
