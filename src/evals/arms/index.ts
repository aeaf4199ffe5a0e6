export { AGAIN, type ArmWish, DEFAULT_ARMS, readArms } from './arm_name.ts';
export { filePrompt, plainPrompt, type ToldValue, toldPrompt } from './plain_prompt.ts';
