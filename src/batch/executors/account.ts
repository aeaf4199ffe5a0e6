import type { Executor } from '../types.ts';
import { QUIRKS, quirkOf } from './acp/index.ts';
import { presetBehind } from './agents/index.ts';

/** Whose limits of use count for an executor: as a person says, else those of the agent that it starts, else its own. */
export function accountOf({
  name,
  argv,
  account,
  protocol,
}: Pick<Executor, 'name' | 'argv' | 'account' | 'protocol'>): string {
  if (account !== undefined) return account;
  return (protocol === 'acp' ? knownTalker(argv ?? []) : presetBehind(name, argv ?? [])?.name) ?? name;
}

/** The agent behind a command that is talked with, where something is known of it. */
function knownTalker(argv: readonly string[]): string | undefined {
  const quirk = quirkOf(argv);
  return QUIRKS.includes(quirk) ? quirk.name : undefined;
}
