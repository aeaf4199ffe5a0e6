import { join } from 'node:path';
import type { Machine, Prepared, Preset } from './preset.ts';

/**
 * Codex: of its documentation of non-interactive mode, tried with 0.171.0. exec never asks, `-` is standard input, and --sandbox
 * workspace-write takes the place of --full-auto, which is deprecated in 2026. Without --sandbox it can write nothing.
 */
export const codex: Preset = {
  argv: ['codex', 'exec', '--sandbox', 'workspace-write', '--json', '-'],
  ending: 1,
  env: ['CODEX_ACCESS_TOKEN', 'CODEX_API_KEY', 'CODEX_HOME', 'DO_NOT_TRACK'],
  mayCopy: ['OPENAI_API_KEY'],
  promptOn: 'stdin',
  resume: ['resume', '{session}'],
  leaves: ['.codex'],
  home: { reads: [], writes: ['.codex'] },
  reaches: ({ env, textOf }) => {
    const home = env.CODEX_HOME || join(env.HOME ?? '', '.codex');
    const named = [
      ...(textOf(join(home, 'config.toml')) ?? '').matchAll(/base_url\s*=\s*["']([^"']+)["']/gu),
    ];
    const usual = ['api.openai.com', 'auth.openai.com', 'chatgpt.com'];
    return [
      ...named.map(([, address = '']) => address),
      ...(env.OPENAI_BASE_URL || named.length > 0 ? [] : usual),
    ];
  },
  prepare,
};

/**
 * It reads neither OPENAI_API_KEY nor OPENAI_BASE_URL. A user who has only these means them; one who is logged in means his login,
 * whose token must not go to another host.
 */
function prepare(machine: Machine): Prepared {
  const prepared = variables(machine);
  const { sandbox = 'none', isRoot } = machine;
  // Neither root, who has no capabilities in there, nor anybody in a container can make another one inside.
  const canNest = sandbox === 'none' || (sandbox === 'bwrap' && !isRoot);
  return canNest
    ? prepared
    : {
        ...prepared,
        swaps: { 'workspace-write': 'danger-full-access' },
        note: 'its own sandbox cannot be made inside this one, and is off',
      };
}

function variables({ env, textOf }: Machine): Prepared {
  const { CODEX_ACCESS_TOKEN, CODEX_API_KEY, OPENAI_API_KEY, OPENAI_BASE_URL } = env;
  const home = env.CODEX_HOME || join(env.HOME ?? '', '.codex');
  const isLoggedIn = Boolean(CODEX_ACCESS_TOKEN) || textOf(join(home, 'auth.json')) !== undefined;
  const usesKey = Boolean(CODEX_API_KEY) || (!isLoggedIn && Boolean(OPENAI_API_KEY));
  const copies: Record<string, string> = usesKey && !CODEX_API_KEY ? { CODEX_API_KEY: 'OPENAI_API_KEY' } : {};
  if (!OPENAI_BASE_URL) return { copies };
  if (!usesKey)
    return {
      copies,
      doubts: [
        {
          severity: 'warning',
          code: 'variable-unread',
          message: `codex does not read OPENAI_BASE_URL, and ${isLoggedIn ? 'is logged in: it asks the endpoint of its login' : 'there is no key for it'}.`,
          hint: 'To have it ask there, set CODEX_API_KEY as well.',
        },
      ],
    };
  // What stands in an argument can be read by everybody on the machine.
  if (/:\/\/[^/\s]*@/u.test(OPENAI_BASE_URL))
    return {
      copies,
      doubts: [
        {
          severity: 'error',
          code: 'executor-not-ready',
          message:
            'OPENAI_BASE_URL has a password in it, and codex takes an address only as an argument, which everybody can read.',
          hint: 'Put the address in openai_base_url of its config.toml, and unset the variable.',
        },
      ],
    };
  return { copies, args: ['-c', `openai_base_url=${JSON.stringify(OPENAI_BASE_URL)}`] };
}
