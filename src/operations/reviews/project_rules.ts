import { join } from 'node:path';
import { isWithin, readText } from '../../platform/index.ts';

/** Files in which projects say how work is to be done in them, the most binding first. */
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

/** How much of them is shown, in characters, and the largest file that is read, in bytes. */
const MOST_SHOWN = 24_000;
const LARGEST = 1024 * 1024;

/** The rules that a project has written down, as far as they fit; empty where there are none. Never through a link out of the project. */
export function projectRules(root: string): string {
  let text = '';
  for (const file of FILES) {
    const path = join(root, file);
    const read = isWithin(root, path) ? readText(path, LARGEST) : undefined;
    if (read?.kind === 'text') text += `# ${file}\n${read.text.trim()}\n\n`;
  }
  return text.slice(0, MOST_SHOWN).trimEnd();
}
