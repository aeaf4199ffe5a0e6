import { hostsOfKeys } from './hosts_of_keys.ts';
import type { Preset } from './preset.ts';

/**
 * aider, from its documentation of scripting and of options, 2025; not tried. It only edits. It is kept from committing, from
 * .gitignore and from writing a history, which would count as changes.
 */
export const aider: Preset = {
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
  ending: 2,
  env: [
    'AIDER_ANALYTICS',
    'AIDER_ANALYTICS_DISABLE',
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
  leaves: ['.aider*'],
  home: { reads: ['.aider.conf.yml'], writes: ['.aider'], folders: ['.aider'] },
  reaches: ({ env }) => hostsOfKeys(env).filter((host) => host !== 'api.openai.com' || !env.OPENAI_API_BASE),
};
