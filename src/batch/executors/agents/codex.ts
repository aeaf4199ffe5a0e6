import { join } from 'node:path';
import type { Machine, Prepared, Preset } from './preset.ts';

/**
 * Codex: from its documentation of non-interactive mode, tried with 0.171.0. exec never asks, `-` is standard input, and
 * --sandbox workspace-write replaces --full-auto, deprecated in 2026. Without --sandbox it cannot write anything.
 */
export const codex: Preset = {
  argv: ['codex', 'exec', '--sandbox', 'workspace-write', '--json', '-'],
  ending: 1,
  env: ['CODEX_ACCESS_TOKEN', 'CODEX_API_KEY', 'CODEX_HOME', 'DO_NOT_TRACK'],
  mayCopy: ['OPENAI_API_KEY'],
  promptOn: 'stdin',
  resume: ['resume', '{session}'],
  leaves: ['.codex'],
  home: { reads: [], writes: ['.codex'], folders: ['.codex'] },
  reaches: (machine) => {
    const home = machine.env.CODEX_HOME || join(machine.env.HOME ?? '', '.codex');
    const settings = (machine.textOf(join(home, 'config.toml')) ?? '').replace(/^\s*#.*$/gmu, '');
    const named = [...settings.matchAll(/base_url\s*=\s*["']([^"']+)["']/gu)];
    return [
      // The address may belong to a provider that is not selected, so it is added to the usual ones.
      ...named.map(([, address = '']) => address),
      ...(asksElsewhere(machine) ? [] : ['api.openai.com', 'auth.openai.com', 'chatgpt.com']),
    ];
  },
  prepare,
};

/**
 * It reads neither OPENAI_API_KEY nor OPENAI_BASE_URL. A user who has only these means them; one who is logged in means that
 * login, whose token must not go to another host.
 */
function prepare(machine: Machine): Prepared {
  const prepared = variables(machine);
  const { sandbox = 'none', isRoot } = machine;
  // Neither root, which has no capabilities in there, nor anybody in a container can create another one inside.
  const canNest = sandbox === 'none' || (sandbox === 'bwrap' && !isRoot);
  return canNest
    ? prepared
    : {
        ...prepared,
        swaps: { 'workspace-write': 'danger-full-access' },
        note: 'its own sandbox cannot be made inside this one, and is off',
      };
}

/** Its way to authenticate: the user's login is preferred to a key that is not meant for it alone. */
function proofOf({ env, textOf }: Pick<Machine, 'env' | 'textOf'>): {
  readonly isLoggedIn: boolean;
  readonly usesKey: boolean;
} {
  const home = env.CODEX_HOME || join(env.HOME ?? '', '.codex');
  const isLoggedIn = Boolean(env.CODEX_ACCESS_TOKEN) || textOf(join(home, 'auth.json')) !== undefined;
  return { isLoggedIn, usesKey: Boolean(env.CODEX_API_KEY) || (!isLoggedIn && Boolean(env.OPENAI_API_KEY)) };
}

/** Whether it is started with the address of OPENAI_BASE_URL, and so connects nowhere else. */
function asksElsewhere(machine: Pick<Machine, 'env' | 'textOf'>): boolean {
  return Boolean(machine.env.OPENAI_BASE_URL) && proofOf(machine).usesKey;
}

function variables(machine: Machine): Prepared {
  const { CODEX_API_KEY, OPENAI_BASE_URL } = machine.env;
  const { isLoggedIn, usesKey } = proofOf(machine);
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
          hint: 'To make it use that endpoint, set CODEX_API_KEY as well.',
        },
      ],
    };
  // Everybody on the machine can read an argument.
  if (/:\/\/[^/\s]*@/u.test(OPENAI_BASE_URL))
    return {
      copies,
      doubts: [
        {
          severity: 'error',
          code: 'executor-not-ready',
          message:
            'OPENAI_BASE_URL has a password in it, and codex takes an address only as an argument, which other users can read.',
          hint: 'Put the address in openai_base_url of its config.toml, and unset the variable.',
        },
      ],
    };
  return { copies, args: ['-c', `openai_base_url=${JSON.stringify(OPENAI_BASE_URL)}`] };
}
