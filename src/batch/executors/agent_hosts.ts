import { type Machine, presetBehind } from './agents/index.ts';
import type { ExecutorCommand } from './command.ts';

/**
 * The hosts of the agent that a person's own command starts, where it is a known one. It sees only the variables handed to it, so
 * no other can decide where it connects.
 */
export function agentHosts(
  { name, argv, env }: Pick<ExecutorCommand, 'name' | 'argv' | 'env'>,
  machine: Pick<Machine, 'env' | 'textOf'>,
): readonly string[] {
  const seen = Object.fromEntries(['HOME', ...env].map((each) => [each, machine.env[each]]));
  return presetBehind(name, argv)?.preset.reaches({ env: seen, textOf: machine.textOf }) ?? [];
}
