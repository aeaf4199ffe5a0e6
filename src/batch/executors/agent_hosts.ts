import { type Machine, presetBehind } from './agents/index.ts';
import type { ExecutorCommand } from './command.ts';

/**
 * The hosts of the agent that a person's own command starts, where it is a known one. It sees the variables that it is handed, and no
 * other decides where it asks.
 */
export function agentHosts(
  { name, argv, env }: Pick<ExecutorCommand, 'name' | 'argv' | 'env'>,
  machine: Pick<Machine, 'env' | 'textOf'>,
): readonly string[] {
  const seen = Object.fromEntries(['HOME', ...env].map((each) => [each, machine.env[each]]));
  return presetBehind(name, argv)?.preset.reaches({ env: seen, textOf: machine.textOf }) ?? [];
}
