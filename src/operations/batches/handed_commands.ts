import { resolve } from 'node:path';
import {
  type Asker,
  HOST_SETTINGS,
  hostTextsFor,
  type NetworkRule,
  type RunCommand,
  type RunRules,
  readApproved,
} from '../../batch/index.ts';
import { type Failure, failure, type Problem } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { readText, sha256 } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type PrepareRunCode, prepareRun, type RunRequest } from './prepare_run.ts';
import { shownCommand } from './shown_command.ts';

/**
 * What stands for a command on another machine: who it is for, every word of it, and what else its approval is tied to, such as what the
 * files say that it runs; nothing that one machine has and another has not.
 */
export function handedHash({ kind, name, argv, shell, terms = [] }: RunCommand): string {
  return sha256(JSON.stringify([kind, name ?? null, argv, shell !== undefined, terms]));
}

/**
 * What stands for what commands there may reach of the network at most: what was shown, and all that is less; and where that is what
 * each needs, the hosts that settings let them reach besides.
 */
export function handedReach(rules: Pick<RunRules, 'sandbox' | 'sandboxRules'>): string[] {
  const shown = RULES.indexOf(reachThere(rules));
  return [...RULES.slice(0, shown + 1).map(reachHash), ...hostsLetThere(rules).map(hostHash)];
}

/** What the settings let commands reach beyond what each needs, as `KIND HOST:PORT`; what all of them may reach, once for each kind. */
export function hostsLetThere(rules: Pick<RunRules, 'sandbox' | 'sandboxRules'>): string[] {
  if (reachThere(rules) !== 'needed') return [];
  return ASKERS.flatMap((by) => hostTextsFor(rules.sandboxRules.allowed, by).map((host) => `${by} ${host}`));
}

const ASKERS: readonly Asker[] = ['agent', 'gate', 'setup'];

function hostHash(host: string): string {
  return sha256(JSON.stringify(['host', host]));
}

/** What the commands of a run have of the network, wherever that is. */
export function reachThere({
  sandbox,
  sandboxRules,
}: Pick<RunRules, 'sandbox' | 'sandboxRules'>): NetworkRule {
  return sandbox === 'none' ? 'host' : sandboxRules.network;
}

/** The least first. */
const RULES: readonly NetworkRule[] = ['none', 'needed', 'host'];

function reachHash(rule: NetworkRule): string {
  return sha256(JSON.stringify(['network', rule]));
}

/** Why {@link onlyApproved} can fail. */
export type OnlyApprovedCode = PrepareRunCode | 'other-commands';

/**
 * That a run has no other commands than those whose hashes a file lists. They are made as they were made where they were approved:
 * without what this machine is set to, which is its owner's.
 *
 * @returns what stands against it
 */
export async function onlyApproved(
  context: OperationContext,
  file: string,
  request: RunRequest,
): Promise<Failure<OnlyApprovedCode> | undefined> {
  const path = resolve(context.cwd, file);
  const read = readText(path, MOST_BYTES);
  const approved = read.kind === 'text' ? readApproved(read.text) : undefined;
  if (approved === undefined) return failure('problems', noList(path));
  const neutral = await prepareRun(context, { ...request, elsewhere: true });
  if (!neutral.ok) return neutral;
  const others = neutral.value.commands.filter(
    (command) => command.kind !== 'filter' && !approved.has(handedHash(command)),
  );
  const { rules } = neutral.value;
  if (!approved.has(reachHash(reachThere(rules)))) return failure('problems', WIDER_REACH);
  // Whoever approved all of the network has approved each host.
  const more = approved.has(reachHash('host'))
    ? []
    : hostsLetThere(rules).filter((host) => !approved.has(hostHash(host)));
  if (more.length > 0) return failure('problems', moreHosts(more));
  if (others.length === 0) return undefined;
  return failure('problems', ...others.map(notApproved));
}

function notApproved(command: RunCommand): Problem<'other-commands'> {
  const { kind, name, note } = command;
  const who = name === undefined ? `a ${kind}` : `the ${kind} ${printableLine(name)}`;
  return {
    severity: 'error',
    code: 'other-commands',
    message: `Here ${who} is a command that was not approved where the batch was handed over, and nothing was started: ${shownCommand(command)}${note === undefined ? '' : ` (${printableLine(note)})`}`,
    hint: 'Set it here as it is set there, with the same files behind it, or hand the batch over with what differs as a flag: --executor-command, --setup.',
  };
}

const WIDER_REACH: Problem<'other-commands'> = {
  severity: 'error',
  code: 'other-commands',
  message:
    'Here commands reach more of the network than was approved where the batch was handed over, and nothing was started.',
  hint: 'Set it here as it was shown there: orchestrator config unset batch.sandboxNetwork. Or set batch.sandboxNetwork there as it is here, and hand it over again.',
};

function moreHosts(hosts: readonly string[]): Problem<'other-commands'> {
  const shown = hosts.slice(0, 5).map(printableLine).join(', ');
  const rest = hosts.length > 5 ? ` and ${hosts.length - 5} more` : '';
  return {
    severity: 'error',
    code: 'other-commands',
    message: `Here settings let commands reach hosts that were not approved where the batch was handed over, and nothing was started: ${shown}${rest}.`,
    hint: `Take them out of the settings here (${HOST_SETTINGS.join(', ')}), or set them there as well and hand it over again.`,
  };
}

function noList(file: string): Problem<'other-commands'> {
  return {
    severity: 'error',
    code: 'other-commands',
    message: 'It is not a list of approved commands, such as batch submit sends along.',
    file,
  };
}

const MOST_BYTES = 8 * 1024 * 1024;
