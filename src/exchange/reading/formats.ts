import { agent } from './agent.ts';
import { command } from './command.ts';
import { copilotPrompt } from './copilot_prompt.ts';
import { cursorRule } from './cursor_rule.ts';
import { dotprompt } from './dotprompt.ts';
import { fabricPattern } from './fabric_pattern.ts';
import { geminiCommand } from './gemini_command.ts';
import type { ReadingFormat } from './reading_format.ts';
import { skill } from './skill.ts';

/** The formats that are read; those whose files are easiest to recognise come first. */
export const READING_FORMATS: readonly ReadingFormat[] = [
  skill,
  copilotPrompt,
  cursorRule,
  geminiCommand,
  dotprompt,
  fabricPattern,
  agent,
  command,
];
