import { parse, TomlError } from 'smol-toml';
import type { Problem } from '../../diagnostics/index.ts';
import { stemOf } from './field_text.ts';
import { GEMINI_MARKS } from './marks.ts';
import type { ReadingFormat, ReadingProblemCode } from './reading_format.ts';

/** Commands of the Gemini CLI, in TOML: https://geminicli.com/docs/cli/custom-commands */
export const geminiCommand: ReadingFormat = {
  name: 'gemini-command',
  called: 'a command of the Gemini CLI',
  marks: GEMINI_MARKS,
  recognise: ({ path }) => (/\.toml$/iu.test(path) ? 'its name ends with .toml' : undefined),
  read({ file, path, text }) {
    const read = tomlOf(text, file);
    const prompt = typeof read.values.prompt === 'string' ? read.values.prompt : '';
    const description = typeof read.values.description === 'string' ? read.values.description : '';
    return {
      name: stemOf(path),
      description: description.replace(/\s+/gu, ' ').trim(),
      parts: [{ kind: 'protocol', text: prompt, reason: 'a command says what to do' }],
      used: ['prompt', 'description'],
      problems: [...read.problems, ...(read.problems.length === 0 && prompt === '' ? [noPrompt(file)] : [])],
    };
  },
};

type Toml = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem<ReadingProblemCode>[];
};

function tomlOf(text: string, file: string): Toml {
  try {
    return { values: parse(text), problems: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const why = (error.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /u, '');
    const message = `It is not valid TOML: ${why}.`;
    const { line, column } = error;
    return {
      values: {},
      problems: [{ severity: 'error', code: 'prompt-syntax', message, file, line, column }],
    };
  }
}

function noPrompt(file: string): Problem<ReadingProblemCode> {
  const message = 'It has no prompt, so it is not a command of the Gemini CLI.';
  return { severity: 'error', code: 'prompt-syntax', message, file, hint: 'Give a file with prompt = "…".' };
}
