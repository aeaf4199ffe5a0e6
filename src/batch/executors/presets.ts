import type { ExecutorCommand } from './command.ts';

/** How a coding agent is started whose command line is known. */
export type Preset = Omit<ExecutorCommand, 'name'>;

/**
 * Coding agents whose command lines are known: each works unattended, edits files in its working directory, and ends when it
 * is done. Each sees the names of its own credentials and settings, and nobody else's.
 *
 * Nobody can be asked, so whatever an agent would ask for is granted or refused beforehand. claude, gemini and cursor-agent
 * know only "ask" or "grant everything"; codex has a sandbox, opencode refuses what leads out of the working directory, and
 * aider only edits. Who wants it otherwise gives the agent a command line of his own in the settings, under its name or
 * another.
 */
export const PRESETS: Readonly<Record<string, Preset>> = {
  // Of its documentation of scripting and of options, 2025. It is kept from committing, from .gitignore and from keeping a history,
  // which would count as changes; its folder .aider.tags.cache.v4 still does, unless the project ignores it.
  aider: {
    argv: [
      'aider',
      '--yes-always',
      '--no-auto-commits',
      '--no-gitignore',
      '--no-check-update',
      '--no-pretty',
      '--chat-history-file',
      '/dev/null',
      '--input-history-file',
      '/dev/null',
      '--message-file',
      '{prp}',
    ],
    env: [
      'AIDER_MODEL',
      'AIDER_WEAK_MODEL',
      'ANTHROPIC_API_KEY',
      'DEEPSEEK_API_KEY',
      'GEMINI_API_KEY',
      'OPENAI_API_BASE',
      'OPENAI_API_KEY',
      'OPENROUTER_API_KEY',
    ],
    promptOn: 'argument',
  },
  // Of the command line reference and the list of variables of Claude Code 2.1. acceptEdits would refuse every command, the
  // gates' own among them. It refuses bypassPermissions to root.
  claude: {
    argv: ['claude', '-p', '--permission-mode', 'bypassPermissions'],
    env: [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_MODEL',
      'ANTHROPIC_VERTEX_PROJECT_ID',
      'AWS_BEARER_TOKEN_BEDROCK',
      'AWS_PROFILE',
      'AWS_REGION',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
      'CLAUDE_CONFIG_DIR',
      'CLOUD_ML_REGION',
    ],
    promptOn: 'stdin',
  },
  // Of the documentation of non-interactive mode: exec never asks, `-` is standard input, and --sandbox workspace-write takes the
  // place of --full-auto, which is deprecated in 2026. Without --sandbox it can write nothing.
  codex: {
    argv: ['codex', 'exec', '--sandbox', 'workspace-write', '-'],
    env: ['CODEX_ACCESS_TOKEN', 'CODEX_API_KEY', 'CODEX_HOME', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    promptOn: 'stdin',
  },
  // Of the documentation of print mode: without --force changes are only proposed. --trust as of 2026.09.02: without it, it
  // ends in a folder that nobody has trusted, which a fresh worktree is.
  'cursor-agent': {
    argv: ['cursor-agent', '-p', '--force', '--trust'],
    env: ['CURSOR_API_KEY'],
    promptOn: 'stdin',
  },
  // --approval-mode since August 2025, in the place of --yolo. --skip-trust since 0.39.1, and needed since then: in a folder that
  // nobody has trusted, which a fresh worktree is, it ends. It works unattended when standard input is no terminal.
  gemini: {
    argv: ['gemini', '--approval-mode', 'yolo', '--skip-trust'],
    env: [
      'GEMINI_API_KEY',
      'GEMINI_MODEL',
      'GOOGLE_API_KEY',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'GOOGLE_CLOUD_LOCATION',
      'GOOGLE_CLOUD_PROJECT',
      'GOOGLE_GENAI_USE_VERTEXAI',
    ],
    promptOn: 'stdin',
  },
  // Of the source and the documentation of 1.1: run takes its message from standard input, edits and commands in the working directory need no
  // approval, and what would be asked for is refused. --auto would grant that too.
  opencode: {
    argv: ['opencode', 'run'],
    env: [
      'ANTHROPIC_API_KEY',
      'GEMINI_API_KEY',
      'OPENAI_API_KEY',
      'OPENCODE_API_KEY',
      'OPENCODE_CONFIG',
      'OPENCODE_CONFIG_DIR',
      'OPENROUTER_API_KEY',
    ],
    promptOn: 'stdin',
  },
};
