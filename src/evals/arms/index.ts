export { type ArmWish, DEFAULT_ARMS, readArms } from './arm_name.ts';
export { filePrompt, plainPrompt } from './plain_prompt.ts';
