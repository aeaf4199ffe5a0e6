import type { Problem } from '../../../diagnostics/index.ts';
import { type Environment, probeProgram } from '../../../platform/index.ts';
import type { SandboxProblemCode } from './choose_sandbox.ts';
import type { ContainerEngine } from './container.ts';

/**
 * Whether an image can run the relay that connects commands in a container to the hosts they may reach: the relay is mounted from
 * this machine and run by the image's own Node. An image that is not on this machine yet is not fetched for the check.
 *
 * @param command - one that needs the network
 */
export function relayInImage(
  { program, image }: ContainerEngine,
  env: Environment,
  command: { readonly kind: string; readonly hosts: readonly string[] },
): Problem<SandboxProblemCode> | undefined {
  const ask = ['run', '--rm', '--pull=never', '--network=none', '--entrypoint=node', image, '--version'];
  const tried = probeProgram([program, ...ask], env);
  const [, major = '0'] = (tried.kind === 'ended' && tried.code === 0 && /^v(\d+)\./u.exec(tried.said)) || [];
  if (Number(major) >= OLDEST) return undefined;
  const needs = `A ${command.kind} that is to reach ${command.hosts.join(', ')} from a container needs node ${OLDEST} or newer in its image`;
  const isLookedAt = tried.kind === 'ended' && [0, 126, 127].includes(tried.code ?? -1);
  if (!isLookedAt) {
    const why = tried.kind === 'ended' ? `: ${tried.said}` : '';
    const message = `${needs}, but whether ${image} has it is unknown${why}.`;
    return { severity: 'warning', code: 'no-sandbox', message, hint: `To check: ${program} pull ${image}` };
  }
  const has = tried.code === 0 ? `has ${tried.said}` : 'has none';
  return {
    severity: 'error',
    code: 'no-sandbox',
    message: `${needs}, and ${image} ${has}. Nothing was started.`,
    hint: 'Name an image that has it (orchestrator config set batch.sandboxImage NAME), or let commands have all of the network (orchestrator config set batch.sandboxNetwork host).',
  };
}

/** The oldest Node version this program runs with. */
const OLDEST = 20;
