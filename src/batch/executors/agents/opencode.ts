import { join } from 'node:path';
import { hostsOfKeys } from './hosts_of_keys.ts';
import type { Preset } from './preset.ts';

const OWN = ['.cache/opencode', '.config/opencode', '.local/share/opencode', '.local/state/opencode'];

/**
 * opencode: from its source and documentation, tried with 1.18.33. run takes its message from standard input; edits and commands
 * in the working directory need no approval. Anything it would ask for is refused, and the first refusal ends the run, with code
 * 0. Its shell is not restricted: a command writes wherever the user may. --auto would also grant what is asked for. When its
 * endpoint answers with a limit or a fault it retries and gives up after nine tries; only its own log, which is on standard error
 * then, says so.
 */
export const opencode: Preset = {
  argv: ['opencode', 'run', '--format', 'json', '--print-logs', '--log-level', 'ERROR'],
  ending: 0,
  env: [
    'ANTHROPIC_API_KEY',
    'DO_NOT_TRACK',
    'GEMINI_API_KEY',
    'OPENAI_API_KEY',
    'OPENCODE_API_KEY',
    'OPENCODE_CONFIG',
    'OPENCODE_CONFIG_CONTENT',
    'OPENCODE_CONFIG_DIR',
    'OPENCODE_DISABLE_AUTOUPDATE',
    'OPENCODE_DISABLE_LSP_DOWNLOAD',
    'OPENCODE_DISABLE_MODELS_FETCH',
    'OPENROUTER_API_KEY',
  ],
  promptOn: 'stdin',
  resume: ['--session', '{session}'],
  leaves: ['.opencode'],
  home: { reads: [], writes: OWN, folders: OWN },
  reaches: ({ env, textOf }) => {
    const home = env.HOME ?? '';
    const folder = env.OPENCODE_CONFIG_DIR || join(home, '.config/opencode');
    const settings = [
      env.OPENCODE_CONFIG ?? '',
      join(folder, 'opencode.json'),
      join(folder, 'opencode.jsonc'),
    ]
      .map((file) => (file === '' ? '' : (textOf(file) ?? '')))
      .concat(env.OPENCODE_CONFIG_CONTENT ?? '')
      .map((text) => text.replace(/^\s*\/\/.*$/gmu, ''));
    const addresses = settings.flatMap((text) => [...text.matchAll(/"baseURL"\s*:\s*"([^"]+)"/gu)]);
    const login = textOf(join(home, '.local/share/opencode/auth.json')) ?? '';
    const hosts = hostsOfKeys(env, (provider) => login.includes(`"${provider}"`));
    return [
      // The owner of the address is unknown: a provider with a key may still be reached at its usual host.
      ...addresses.map(([, address = '']) => address),
      ...hosts,
      ...(env.OPENCODE_DISABLE_MODELS_FETCH ? [] : ['models.dev', 'models.opencode.ai']),
    ];
  },
};
