import type { Problem } from '../../diagnostics/index.ts';

const SAID = {
  'export-outside': [
    'A link on the way leads out of the folder; nothing was written.',
    'Remove the link, or name the folder that is meant with --to.',
  ],
  'export-foreign': [
    'A file is there that was not exported; it was left as it is.',
    'Move it away, or name another folder with --to.',
  ],
  'export-edited': [
    'It was exported and edited by hand since, and what it was then is not known any more; it was left as it is.',
    'Copy the edits to what it was exported from, move the file away, and export again; or name another folder with --to.',
  ],
  'export-conflict': [
    'An edit by hand and what is new touch the same lines; nothing was written.',
    'Make these lines say what the new text says (export with --to another folder to see it), or keep the edits: --keep-edits',
  ],
  'export-block-edited': [
    'The block was edited by hand since it was written; nothing was written.',
    'Copy the edits to what it was exported from, or move them out of the block; then delete the block and export again.',
  ],
  'export-block-broken': [
    'The block needs exactly one mark at its beginning and one at its end; nothing was written.',
    'Delete the block with both of its marks, and export again.',
  ],
  'export-no-list': [
    'It is not a list of plugins, so nothing was put into it.',
    'Fix it or move it away, or name another folder with --to.',
  ],
  'export-changed': ['It has changed since it was looked at; nothing was written.', 'Run it again.'],
} as const;

/** An obstacle to an export. */
export type ExportObstacle = keyof typeof SAID;

/** The problem that reports an obstacle to an export. */
export function exportProblem(code: ExportObstacle, file: string): Problem<ExportObstacle> {
  const [message, hint] = SAID[code];
  return { severity: 'error', code, message, file, hint };
}
