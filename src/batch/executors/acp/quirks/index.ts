import { basename } from 'node:path';
import { claude } from './claude.ts';
import { codex } from './codex.ts';
import { gemini } from './gemini.ts';
import { opencode } from './opencode.ts';
import type { Quirk } from './quirk.ts';
import { commonUsage } from './usage.ts';

export type { Quirk };

/** The agents with known peculiarities. */
export const QUIRKS: readonly Quirk[] = [claude, codex, gemini, opencode];

/** The defaults for an unknown agent. */
const PLAIN: Quirk = {
  name: 'acp',
  command: [],
  isStartedBy: () => true,
  env: [],
  home: { reads: [], writes: [] },
  reaches: () => [],
  leaves: [],
  modes: [],
  usage: commonUsage,
};

/** The peculiarities of the agent that a command starts, directly or through a program that fetches packages. */
export function quirkOf(argv: readonly string[]): Quirk {
  const words = startedWords(argv);
  return QUIRKS.find(({ isStartedBy }) => isStartedBy(words)) ?? PLAIN;
}

/** The name of the program or its package, and its arguments. */
function startedWords([program = '', ...args]: readonly string[]): string[] {
  const name = basename(program);
  if (name !== 'npx' && name !== 'uvx' && name !== 'bunx') return [name, ...args];
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const [own = '', ...rest] = at === -1 ? [] : args.slice(at);
  return [own.replace(/(?<=.)@[^@/]*$/u, ''), ...rest];
}
