import type { Executor } from '../types.ts';
import { presetBehind } from './agents/index.ts';

/** Whose limits of use count for an executor: as a person says, else those of the agent that it starts, else its own. */
export function accountOf({ name, argv, account }: Pick<Executor, 'name' | 'argv' | 'account'>): string {
  return account ?? presetBehind(name, argv ?? [])?.name ?? name;
}
