import { isRecord } from '../../../lib/index.ts';
import {
  type Environment,
  findProgram,
  ownIdentity,
  processState,
  runProgram,
} from '../../../platform/index.ts';
import type { ContainerEngine } from './container.ts';

/** Returns the prefix for the names of containers that run the commands of a token. */
export function containerPrefix(token: string): string {
  return `${OWN}${token}-`;
}

const OWN = 'orchestrator-';

/**
 * Removes containers left behind by a controller that was killed: they outlive it and the client that started them.
 *
 * @param tokens - the tokens of their commands
 * @returns why it is not certain that none is left, if so
 */
export async function removeLeftContainers(
  tokens: readonly string[],
  env: Environment,
): Promise<string | undefined> {
  const call = { env, signal: new AbortController().signal, limitMs: 30_000, limit: 1024 * 1024 };
  const engines = ENGINES.filter((engine) => findProgram(engine, env.PATH ?? '') !== undefined);
  /** A client without its service (often docker's) answers nothing; if another engine answers, that client had no containers. */
  const silent: string[] = [];
  const faults: string[] = [];
  for (const engine of engines) {
    const list = [engine, 'ps', '--all', `--filter=name=${OWN}`, '--format={{.Names}}'] as const;
    const listed = await runProgram(list, call);
    if (listed.kind !== 'ended' || listed.code !== 0) {
      silent.push(`${engine} does not list its containers`);
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
  const reasons = silent.length === engines.length ? [...silent, ...faults] : faults;
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** Returns the label that identifies the owner of a container. */
export function ownLabel(): string {
  return `--label=${LABEL}=${Buffer.from(JSON.stringify(ownIdentity())).toString('base64url')}`;
}

/**
 * Removes the containers of processes of this program that have ended, whatever they were for: those of a review that was killed
 * are in no journal. Containers of a live process, or of one on another host, are left.
 */
export async function removeOrphanContainers(
  engine: ContainerEngine['program'],
  env: Environment,
): Promise<void> {
  const call = { env, signal: new AbortController().signal, limitMs: 30_000, limit: 1024 * 1024 };
  const ask = async (...args: readonly string[]): Promise<readonly string[]> => {
    const ran = await runProgram([engine, ...args], call);
    // A container that disappears meanwhile makes the whole call fail, but the others are still listed.
    const said = ran.kind === 'ended' ? ran.stdout.toString('utf8') : '';
    return said.split('\n').filter((line) => line.trim() !== '');
  };
  const ids = await ask('ps', '--all', '--quiet', `--filter=label=${LABEL}`);
  if (ids.length === 0) return;
  const whose = await ask('inspect', `--format={{.Id}} {{index .Config.Labels "${LABEL}"}}`, ...ids);
  const orphans = whose.flatMap((line) => {
    const [id = '', label = ''] = line.trim().split(' ');
    return isOfGone(label) ? [id] : [];
  });
  if (orphans.length > 0) await ask('rm', '--force', ...orphans);
}

const LABEL = 'orchestrator.by';

function isOfGone(label: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(label, 'base64url').toString('utf8'));
  } catch {
    return false;
  }
  if (!isRecord(value)) return false;
  const { pid, startTime, bootId, host } = value;
  if (typeof pid !== 'number' || typeof startTime !== 'string') return false;
  if (typeof bootId !== 'string' || typeof host !== 'string') return false;
  return processState({ pid, startTime, bootId, host }) === 'gone';
}

const ENGINES: readonly ContainerEngine['program'][] = ['podman', 'docker'];
