import { type Environment, entryKind, isRoot, ownUser, probeProgram } from '../../../platform/index.ts';
import { type Bubblewrap, ownProc, TAKEN_FROM_ROOT } from './bwrap.ts';
import type { SandboxesHere } from './choose_sandbox.ts';
import { bareContainer, type ContainerEngine } from './container.ts';

/**
 * Finds the sandboxes that work on this machine: each is tried with a command that does nothing, since an installed one may still
 * be forbidden (user namespaces disabled, no engine behind the client).
 *
 * @param image - the image for containers; without one there is no container
 */
export function sandboxesHere(env: Environment, image: string | undefined): SandboxesHere {
  return { bwrap: bwrapHere(env), container: containerHere(env, image) };
}

function bwrapHere(env: Environment): Bubblewrap | string {
  const all = ['--unshare-pid', '--unshare-net', '--ro-bind', '/', '/', '--dev', '/dev'];
  let said = '';
  for (const takes of isRoot() ? TAKEN_FROM_ROOT : [[]]) {
    const proc = ownProc(takes, (path) => entryKind(path) !== 'absent');
    const tried = probeProgram(['bwrap', ...all, ...takes, ...proc, '--', '/bin/sh', '-c', 'exit 0'], env);
    if (tried.kind === 'absent') return 'it is not installed';
    if (tried.code === 0) return { takes };
    said = tried.said;
  }
  return `it does not work: ${said}`;
}

function containerHere(env: Environment, image: string | undefined): ContainerEngine | string {
  const asks = [
    ['podman', 'info', '--format', '{{.Version.Version}}'],
    ['docker', 'version', '--format', '{{.Server.Version}}'],
  ] as const;
  const reasons: string[] = [];
  for (const [program, ...args] of asks) {
    const tried = probeProgram([program, ...args], env);
    if (tried.kind === 'absent') continue;
    if (tried.code !== 0) reasons.push(`${program} does not answer: ${tried.said}`);
    else if (image === undefined) return `${program} answers, and no image is set (batch.sandboxImage)`;
    else {
      const why = whyNotRun({ program, image }, env);
      if (why === undefined) return { program, image };
      reasons.push(`${program} runs no container of ${image}: ${why}`);
    }
  }
  return reasons.length === 0 ? 'neither podman nor docker is installed' : reasons.join('; ');
}

/**
 * Returns why an engine that answers still runs nothing (a part of it is missing, or this machine forbids it). An image that is
 * not on this machine yet is not fetched for the check.
 */
function whyNotRun({ program, image }: ContainerEngine, env: Environment): string | undefined {
  const looked = probeProgram([program, 'image', 'inspect', '--format={{.Id}}', image], env);
  if (looked.kind === 'absent' || looked.code !== 0) return undefined;
  const run = [...bareContainer(program, ownUser()), '--pull=never', '--network=none', image] as const;
  const tried = probeProgram([...run, '/bin/sh', '-c', 'exit 0'], env);
  return tried.kind === 'absent' || tried.code === 0 ? undefined : tried.said;
}
