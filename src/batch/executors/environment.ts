import { ownValue } from '../../lib/index.ts';
import { type Environment, PROXIES } from '../../platform/index.ts';
import { toolEnvironment } from '../verify/index.ts';

/**
 * What an executor sees of the user's environment: what tools need, so that an agent can run the gates as the program will,
 * the way to the network, and the names that it lists itself. Everything else stays out, above all credentials of others
 * and what steers git.
 *
 * @param copies - variables that get the value of another of the user's, by their own name
 */
export function executorEnvironment(
  env: Environment,
  names: readonly string[],
  copies: Readonly<Record<string, string>> = {},
): Environment {
  const allowed = new Set([...PROXIES, ...names]);
  const own = Object.entries(env).filter(([name]) => allowed.has(name));
  const copied = Object.entries(copies).map(([name, source]) => [name, ownValue(env, source)] as const);
  return { ...toolEnvironment(env), ...Object.fromEntries(own), ...Object.fromEntries(copied) };
}

/** The names of {@link executorEnvironment} that have a value there, without those of tools: what an executor is really handed. */
export function handedOver(env: Environment, names: readonly string[]): string[] {
  return [...new Set([...PROXIES, ...names])].filter((name) => ownValue(env, name)).sort();
}
