import { type Environment, type Host, hostsInText, readHost, sortedHosts } from '../../platform/index.ts';
import type { Executor } from './executor.ts';

/**
 * The hosts an executor has to reach: those known for its agent, and every address in its command or in a variable that it is
 * handed by name, such as that of its endpoint.
 */
export function hostsNeeded(
  {
    argv,
    env,
    copies = {},
    sets = {},
    reaches = [],
  }: Partial<Pick<Executor, 'argv' | 'env' | 'copies' | 'sets' | 'reaches'>>,
  environment: Environment,
): Host[] {
  const values = [...(env ?? []), ...Object.values(copies)].map((name) => environment[name] ?? '');
  const texts = [...(argv ?? []), ...values, ...Object.values(sets)];
  return sortedHosts([...reaches.flatMap((name) => readHost(name) ?? []), ...texts.flatMap(hostsInText)]);
}
