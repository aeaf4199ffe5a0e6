import type { MarkRule } from './reading_format.ts';

/** Text that Claude Code interprets: https://code.claude.com/docs/en/slash-commands */
export const CLAUDE_MARKS: readonly MarkRule[] = [
  {
    code: 'prompt-inclusion',
    pattern: /(?<![^\s])!`[^`\n]+`/gu,
    what: 'a command whose output Claude Code inserts',
  },
  {
    code: 'prompt-inclusion',
    pattern: /(?<![^\s])@(?:[\w~-]*[./][\w./~-]*\w)/gu,
    what: 'a file that Claude Code inserts',
  },
  {
    code: 'prompt-argument',
    pattern: /\$ARGUMENTS(?:\[\d+\])?|(?<![\w\\$])\$\d(?![\d.,])/gu,
    what: 'an argument of the command',
  },
];

/** Text that VS Code interprets: https://code.visualstudio.com/docs/copilot/customization/prompt-files */
export const COPILOT_MARKS: readonly MarkRule[] = [
  { code: 'prompt-inclusion', pattern: /#file:[^\s)]+/gu, what: 'a file that Copilot inserts' },
  {
    code: 'prompt-argument',
    pattern: /\$\{(?:input|selection|selectedText|file|fileBasename|workspaceFolder)[^}\n]*\}/gu,
    what: 'a variable of VS Code',
  },
];

/** Text that Cursor interprets: https://cursor.com/docs/context/rules */
export const CURSOR_MARKS: readonly MarkRule[] = [
  {
    code: 'prompt-inclusion',
    pattern: /(?<![^\s])@(?:[\w~-]*[./][\w./~-]*\w)|\(mdc:[^)\n]+\)/gu,
    what: 'a file that Cursor inserts',
  },
];

/** Text that the Gemini CLI interprets: https://geminicli.com/docs/cli/custom-commands */
export const GEMINI_MARKS: readonly MarkRule[] = [
  { code: 'prompt-inclusion', pattern: /!\{[^}\n]*\}/gu, what: 'a command that the Gemini CLI runs' },
  { code: 'prompt-inclusion', pattern: /@\{[^}\n]*\}/gu, what: 'a file that the Gemini CLI inserts' },
  { code: 'prompt-argument', pattern: /\{\{args\}\}/gu, what: 'the arguments of the command' },
];

/** Handlebars in Dotprompt: https://google.github.io/dotprompt/reference/template */
export const HANDLEBARS_MARKS: readonly MarkRule[] = [
  { code: 'prompt-inclusion', pattern: /\{\{>[^}\n]*\}\}/gu, what: 'another prompt that is inserted' },
  {
    code: 'prompt-argument',
    pattern: /(?<!\\)\{\{(?![>!]|\s*role\s+"(?:system|user)")[^}\n]*\}\}/gu,
    what: 'a placeholder of the template',
  },
];

/** Text that Fabric interprets: https://github.com/danielmiessler/Fabric */
export const FABRIC_MARKS: readonly MarkRule[] = [
  {
    code: 'prompt-inclusion',
    pattern: /\{\{plugin:[^}\n]*\}\}/gu,
    what: 'something that a Fabric plugin inserts',
  },
  { code: 'prompt-argument', pattern: /\{\{(?!plugin:)[^}\n]*\}\}/gu, what: 'a variable of Fabric' },
];
