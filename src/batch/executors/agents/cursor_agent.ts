import type { Preset } from './preset.ts';

/**
 * cursor-agent: from its documentation of print mode; not tried. Without --force changes are only proposed. --trust as of
 * 2026.09.02: without it, it ends in a folder that nobody has trusted, such as a fresh worktree.
 */
export const cursorAgent: Preset = {
  argv: ['cursor-agent', '-p', '--force', '--trust', '--output-format', 'stream-json'],
  ending: 0,
  env: ['CURSOR_API_KEY', 'DO_NOT_TRACK'],
  promptOn: 'stdin',
  resume: ['--resume', '{session}'],
  leaves: ['.cursor'],
  home: { reads: [], writes: ['.config/cursor', '.cursor'], folders: ['.config/cursor', '.cursor'] },
  reaches: () => ['*.cursor.com', '*.cursor.sh', 'cursor.com'],
};
