import { join } from 'node:path';
import type { Machine, Prepared, Preset } from './preset.ts';

/**
 * Gemini CLI, tried with 0.61.0. --approval-mode has replaced --yolo since August 2025. --skip-trust exists since 0.39.1, and has
 * been needed since: it ends in a folder that nobody has trusted, such as a fresh worktree. It works unattended when standard
 * input is no terminal. It prints its actions before its end only with stream-json.
 */
export const gemini: Preset = {
  argv: ['gemini', '--approval-mode', 'yolo', '--skip-trust', '--output-format', 'stream-json'],
  ending: 0,
  env: [
    'DO_NOT_TRACK',
    'GEMINI_API_KEY',
    'GEMINI_CLI_HOME',
    'GEMINI_MODEL',
    'GEMINI_TELEMETRY_ENABLED',
    'GOOGLE_API_KEY',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GOOGLE_CLOUD_LOCATION',
    'GOOGLE_CLOUD_PROJECT',
    'GOOGLE_GEMINI_BASE_URL',
    'GOOGLE_GENAI_USE_VERTEXAI',
    'GOOGLE_VERTEX_BASE_URL',
  ],
  promptOn: 'stdin',
  resume: ['--resume', '{session}'],
  leaves: ['.gemini'],
  home: { reads: [], writes: ['.gemini'], folders: ['.gemini'] },
  reaches: ({ env, textOf }) => {
    const own = textOf(join(env.GEMINI_CLI_HOME || (env.HOME ?? ''), '.gemini', '.env')) ?? '';
    const [, named] =
      /^\s*(?:export\s+)?GOOGLE_(?:GEMINI|VERTEX)_BASE_URL\s*=\s*["']?([^\s"']+)/mu.exec(own) ?? [];
    if (env.GOOGLE_GEMINI_BASE_URL || env.GOOGLE_VERTEX_BASE_URL) return named === undefined ? [] : [named];
    const place = env.GOOGLE_CLOUD_LOCATION;
    return [
      // A logged-in user's requests go to the usual hosts nevertheless.
      ...(named === undefined ? [] : [named]),
      ...['generativelanguage.googleapis.com', 'cloudcode-pa.googleapis.com', 'oauth2.googleapis.com'],
      ...(env.GOOGLE_GENAI_USE_VERTEXAI
        ? ['aiplatform.googleapis.com', ...(place ? [`${place}-aiplatform.googleapis.com`] : [])]
        : []),
    ];
  },
  prepare,
};

/** Where another address is named, its own settings have to say what the key is for; else it ends with code 41. */
function prepare({ env, textOf }: Machine): Prepared {
  if (!env.GOOGLE_GEMINI_BASE_URL) return {};
  const settings = join(env.GEMINI_CLI_HOME || (env.HOME ?? ''), '.gemini', 'settings.json');
  if (textOf(settings)?.includes('"selectedType"')) return {};
  return {
    doubts: [
      {
        severity: 'warning',
        code: 'variable-unread',
        message:
          'GOOGLE_GEMINI_BASE_URL is set, and gemini ends with "Invalid auth method selected" where its settings do not say how it logs in.',
        hint: `With a key: {"security":{"auth":{"selectedType":"gemini-api-key"}}} in ${settings}`,
      },
    ],
  };
}
