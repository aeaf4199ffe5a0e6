export { type NextStep, nextStep } from './plan_export.ts';
export { answerName, EXPORT_README, promptName, promptText } from './prompt_file.ts';
