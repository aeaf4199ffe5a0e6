import { join, resolve } from 'node:path';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import type { PromptFile } from '../../exchange/index.ts';
import {
  displayPath,
  entryKind,
  isFolder,
  readText,
  remedyFor,
  type TextRead,
} from '../../platform/index.ts';

export type PromptFileCode =
  | 'prompt-absent'
  | 'prompt-not-a-file'
  | 'prompt-not-text'
  | 'prompt-too-large'
  | 'prompt-unreadable';

/** The largest prompt file that is read, in bytes: as large as a component may be, without its front matter. */
const LARGEST = 240 * 1024;

/** The main files that make a folder one prompt. */
const MAIN_FILES = ['SKILL.md', 'system.md'];

/**
 * Reads the prompt file that a user names; for a folder that is a skill or a pattern, its main file.
 *
 * @param given - relative to the working directory
 */
export function readPromptFile(cwd: string, given: string): Result<PromptFile, PromptFileCode> {
  const named = resolve(cwd, given);
  const main = isFolder(named)
    ? MAIN_FILES.map((name) => join(named, name)).find((path) => entryKind(path) !== 'absent')
    : undefined;
  const path = main ?? named;
  const file = displayPath(cwd, path);
  const read = readText(path, LARGEST, 'keep');
  return read.kind === 'text' ? success({ file, path, text: read.text }) : unreadable(read, file);
}

function unreadable(
  read: Exclude<TextRead, { readonly kind: 'text' }>,
  file: string,
): Result<never, PromptFileCode> {
  const problem = (code: PromptFileCode, message: string): Problem<PromptFileCode> => ({
    ...{ severity: 'error', code, message, file },
  });
  switch (read.kind) {
    case 'absent':
      return failure('usage', {
        ...problem('prompt-absent', 'There is no such file.'),
        hint: 'Name a prompt file, or the folder of a skill.',
      });
    case 'not-a-file':
      return failure('usage', {
        ...problem('prompt-not-a-file', 'It is neither a file nor a folder with a SKILL.md or a system.md.'),
        hint: 'Name the prompt files in it, as in prompts/*.md.',
      });
    case 'not-text':
      return failure('problems', {
        ...problem('prompt-not-text', `A prompt is UTF-8 text, and ${read.why}.`),
        ...read.at,
        hint: 'Save it as UTF-8, or leave it out.',
      });
    case 'too-large':
      return failure('problems', {
        ...problem(
          'prompt-too-large',
          `It has ${read.bytes} bytes; at most ${read.limit} of a prompt are read.`,
        ),
        hint: 'Remove what is not an instruction: `fill` adds material to a framework.',
      });
    case 'unreadable':
      return failure('environment', {
        ...problem('prompt-unreadable', `It cannot be read: ${read.why}.`),
        ...remedyFor(read.why),
      });
  }
}
