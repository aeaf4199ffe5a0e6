import { type Environment, findProgram, runProgram } from '../../platform/index.ts';
import type { ContainerEngine } from './container.ts';

/** What the names of the containers begin with in which the commands of a token run. */
export function containerPrefix(token: string): string {
  return `${OWN}${token}-`;
}

const OWN = 'orchestrator-';

/**
 * Removes the containers that commands were left in whose controller was killed: they live on without it, and without the client
 * that started them.
 *
 * @param tokens - whose commands they are
 * @returns why it cannot be said that none is left, where that is so
 */
export async function removeLeftContainers(
  tokens: readonly string[],
  env: Environment,
): Promise<string | undefined> {
  const call = { env, signal: new AbortController().signal, limitMs: 30_000, limit: 1024 * 1024 };
  const engines = ENGINES.filter((engine) => findProgram(engine, env.PATH ?? '') !== undefined);
  const faults: string[] = [];
  for (const engine of engines) {
    const list = [engine, 'ps', '--all', `--filter=name=${OWN}`, '--format={{.Names}}'] as const;
    const listed = await runProgram(list, call);
    if (listed.kind !== 'ended' || listed.code !== 0) {
      faults.push(`${engine} does not say which containers there are`);
      continue;
    }
    const prefixes = tokens.map(containerPrefix);
    const names = listed.stdout
      .toString('utf8')
      .split(/[\s,]+/u)
      .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
    if (names.length === 0) continue;
    const removed = await runProgram([engine, 'rm', '--force', ...names], call);
    if (removed.kind !== 'ended' || removed.code !== 0)
      faults.push(`${engine} does not remove ${names.join(', ')}`);
  }
  if (engines.length === 0) return 'neither podman nor docker is in the PATH';
  return faults.length === 0 ? undefined : faults.join('; ');
}

const ENGINES: readonly ContainerEngine['program'][] = ['podman', 'docker'];
