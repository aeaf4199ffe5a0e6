import { join } from 'node:path';
import type { Problem } from '../../diagnostics/index.ts';
import { revealHidden, withoutHtmlComments, withoutMarks } from '../../lib/index.ts';
import { isWithin, readText } from '../../platform/index.ts';
import { MADE_VISIBLE, type UnseenTextCode, unseenText } from '../filling/unseen_text.ts';

/** Files in which projects state their working rules, the most binding first. */
const FILES = [
  'AGENTS.md',
  'CLAUDE.md',
  'GEMINI.md',
  '.github/copilot-instructions.md',
  '.cursorrules',
  'CONTRIBUTING.md',
  'docs/style.md',
  'STYLE.md',
];

/** The most of them that is shown, in characters, and the largest file that is read, in bytes. */
const MAX_SHOWN = 24_000;
const LARGEST = 1024 * 1024;

/** A project's written rules, and the parts of them that are hidden from human readers. */
export type ProjectRules = {
  /** As much as fits, without hidden text; empty if there are none. */
  readonly text: string;
  readonly problems: readonly Problem<UnseenTextCode>[];
};

/** Reads a project's written rules; never through a link out of the project. */
export function projectRules(root: string): ProjectRules {
  let text = '';
  const problems: Problem<UnseenTextCode>[] = [];
  for (const file of FILES) {
    const path = join(root, file);
    const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
    if (read?.kind !== 'text') continue;
    text += `# ${file}\n${revealHidden(withoutHtmlComments(read.text)).trim()}\n\n`;
    problems.push(...unseenText([{ file, text: withoutMarks(read.text) }], {}, String, MADE_VISIBLE));
  }
  return { text: text.slice(0, MAX_SHOWN).trimEnd(), problems };
}
