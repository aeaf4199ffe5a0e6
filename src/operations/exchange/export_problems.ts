import type { Problem } from '../../diagnostics/index.ts';

const SAID = {
  'export-outside': [
    'A link in the path leads out of the folder; nothing was written.',
    'Remove the link, or give the intended folder with --to.',
  ],
  'export-foreign': [
    'A file that was not exported is already there; it was left as it is.',
    'Move it away, or name another folder with --to.',
  ],
  'export-edited': [
    'It was edited by hand after the export, and the exported version is no longer known; it was left as it is.',
    'Copy the edits to what it was exported from, move the file away, and export again; or name another folder with --to.',
  ],
  'export-conflict': [
    'A manual edit and the new text touch the same lines; nothing was written.',
    'Change these lines to the new text (export with --to to another folder to see it), or keep the edits: --keep-edits',
  ],
  'export-block-edited': [
    'The block was edited by hand after it was written; nothing was written.',
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
  'export-changed': ['It has changed since it was read; nothing was written.', 'Run it again.'],
} as const;

/** An obstacle to an export. */
export type ExportObstacle = keyof typeof SAID;

/** The problem that reports an obstacle to an export. */
export function exportProblem(code: ExportObstacle, file: string): Problem<ExportObstacle> {
  const [message, hint] = SAID[code];
  return { severity: 'error', code, message, file, hint };
}
