import type { ExecutorCommand } from './command.ts';

/**
 * Coding agents whose command lines are known: each works unattended, may edit files in its working directory and run commands
 * there, and ends when it is done. Each sees its own credentials and settings, and nobody else's.
 *
 * Whatever an agent asks a person for is refused or granted by a flag, since nobody can be asked. The flags of claude,
 * gemini, aider and cursor-agent let it run any command without asking; only codex comes with a sandbox of its own. A user
 * who wants less gives the agent a command line of its own in the settings, under the same name or another.
 */
export const PRESETS: Readonly<Record<string, Omit<ExecutorCommand, 'name'>>> = {
  // https://code.claude.com/docs/en/cli-reference and /env-vars: -p reads the prompt from standard input (since 0.2); acceptEdits
  // and --permission-mode since 1.0. bypassPermissions instead, because acceptEdits refuses every command it is not told of.
  claude: {
    argv: ['claude', '-p', '--permission-mode', 'bypassPermissions'],
    env: [
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'ANTHROPIC_BASE_URL',
      'ANTHROPIC_MODEL',
      'AWS_BEARER_TOKEN_BEDROCK',
      'AWS_PROFILE',
      'AWS_REGION',
      'CLAUDE_CODE_OAUTH_TOKEN',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
      'CLAUDE_CONFIG_DIR',
      'ANTHROPIC_VERTEX_PROJECT_ID',
      'CLOUD_ML_REGION',
    ],
    promptOn: 'stdin',
  },
  // https://developers.openai.com/codex/noninteractive: exec never asks; `-` takes the prompt from standard input;
  // --sandbox workspace-write replaces --full-auto, which warns of itself since 0.110 or so.
  codex: {
    argv: ['codex', 'exec', '--sandbox', 'workspace-write', '--color', 'never', '-'],
    env: ['CODEX_API_KEY', 'CODEX_HOME', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
    promptOn: 'stdin',
  },
};
