import { QUIRKS, quirkOf } from './acp/index.ts';
import { presetBehind } from './agents/index.ts';
import type { Executor } from './executor.ts';

/** The account whose usage limits apply to an executor: the one a person set, else that of the agent it starts, else its own. */
export function accountOf({
  name,
  argv,
  account,
  protocol,
}: Pick<Executor, 'name' | 'argv' | 'account' | 'protocol'>): string {
  if (account !== undefined) return account;
  return (protocol === 'acp' ? knownTalker(argv ?? []) : presetBehind(name, argv ?? [])?.name) ?? name;
}

/** The known agent behind a command that speaks a protocol, if any. */
function knownTalker(argv: readonly string[]): string | undefined {
  const quirk = quirkOf(argv);
  return QUIRKS.includes(quirk) ? quirk.name : undefined;
}
