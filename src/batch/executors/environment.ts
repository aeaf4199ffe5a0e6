import { ownValue } from '../../lib/index.ts';
import { type Environment, PROXIES } from '../../platform/index.ts';
import { toolEnvironment } from '../verify/index.ts';

/**
 * The part of the user's environment that an executor sees: what tools need, so that an agent can run the gates as the program
 * will, the network settings, and the names that it lists itself. Everything else stays out, above all other credentials and the
 * variables that steer git.
 *
 * @param copies - variables whose value is copied from another of the user's: their own name → the user's name
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

/**
 * The names in {@link executorEnvironment} that have a value there, without those of tools: those an executor is actually handed.
 */
export function handedOver(env: Environment, names: readonly string[]): string[] {
  return [...new Set([...PROXIES, ...names])].filter((name) => ownValue(env, name)).sort();
}
