import { join } from 'node:path';
import { presetOf } from '../../agents/presets.ts';
import type { Quirk } from './quirk.ts';

const preset = presetOf('codex');

/**
 * codex-acp, tried with 0.16.0. It does nothing until it is told how to log in, and keeps the key it finds then. In `auto` it
 * works in its folder and asks for the rest; it starts read-only. The usage it reports is the content of its window, not what it
 * used.
 */
export const codex: Quirk = {
  name: 'codex',
  command: ['codex-acp'],
  isStartedBy: ([program = '']) => /(?:^|\/)codex-acp$/u.test(program),
  env: [...(preset?.env ?? []), 'OPENAI_API_KEY'],
  home: preset?.home ?? { reads: [], writes: [] },
  reaches: preset?.reaches ?? (() => []),
  leaves: preset?.leaves ?? [],
  modes: ['auto'],
  authenticate: ({ env }) => {
    if (env.CODEX_API_KEY) return 'codex-api-key';
    return env.OPENAI_API_KEY ? 'openai-api-key' : undefined;
  },
  doubts({ env, textOf }) {
    const key = ['CODEX_API_KEY', 'OPENAI_API_KEY'].find((name) => env[name]);
    const file = join(env.CODEX_HOME || join(env.HOME ?? '', '.codex'), 'auth.json');
    if (key === undefined) return [];
    const isThere = textOf(file) !== undefined;
    return [
      {
        severity: 'warning',
        code: 'key-kept',
        message: `codex-acp writes the key of ${key} to ${file}${isThere ? ', over the login that is there' : ''}, and codex uses it from then on.`,
        hint: `To keep it apart: export CODEX_HOME=… before the run, or log in with codex and unset ${key}.`,
      },
    ];
  },
};
