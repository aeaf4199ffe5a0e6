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
import { firstFew, printableLine } from '../../lib/index.ts';
import { readText, sha256 } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { type PrepareRunCode, prepareRun, type RunRequest } from './prepare_run.ts';
import { printableCommand } from './printable_command.ts';

/**
 * A hash that identifies a command on another machine: its executor or kind, all its words, and everything else that its approval
 * depends on, such as the files that it runs; nothing that differs between machines.
 */
export function remoteCommandHash({ kind, name, argv, shell, terms = [] }: RunCommand): string {
  return sha256(JSON.stringify([kind, name ?? null, argv, shell !== undefined, terms]));
}

/**
 * Hashes of the network access that was approved for commands at the place: the access shown, and all narrower ones; if access is
 * limited to their needs, also the additional hosts that settings allow.
 */
export function remoteReachHashes(rules: Pick<RunRules, 'sandbox' | 'sandboxRules'>): string[] {
  const shown = RULES.indexOf(networkReach(rules));
  return [...RULES.slice(0, shown + 1).map(reachHash), ...allowedRemoteHosts(rules).map(hostHash)];
}

/** The hosts that settings allow commands beyond their needs, as `KIND HOST:PORT`; a host allowed for all is listed per kind. */
export function allowedRemoteHosts(rules: Pick<RunRules, 'sandbox' | 'sandboxRules'>): string[] {
  if (networkReach(rules) !== 'needed') return [];
  return ASKERS.flatMap((by) => hostTextsFor(rules.sandboxRules.allowed, by).map((host) => `${by} ${host}`));
}

const ASKERS: readonly Asker[] = ['agent', 'gate', 'setup'];

function hostHash(host: string): string {
  return sha256(JSON.stringify(['host', host]));
}

/** The network access of a run's commands, regardless of the machine. */
export function networkReach({
  sandbox,
  sandboxRules,
}: Pick<RunRules, 'sandbox' | 'sandboxRules'>): NetworkRule {
  return sandbox === 'none' ? 'host' : sandboxRules.network;
}

/** Narrowest first. */
const RULES: readonly NetworkRule[] = ['none', 'needed', 'host'];

function reachHash(rule: NetworkRule): string {
  return sha256(JSON.stringify(['network', rule]));
}

/** Error codes of {@link checkOnlyApproved}. */
export type OnlyApprovedCode = PrepareRunCode | 'other-commands';

/**
 * Checks that a run has only commands whose hashes a file lists. The commands are built as they were where they were approved:
 * without the settings of this machine, which belong to its owner.
 *
 * @returns the failure if there are others
 */
export async function checkOnlyApproved(
  context: OperationContext,
  file: string,
  request: RunRequest,
): Promise<Failure<OnlyApprovedCode> | undefined> {
  const path = resolve(context.cwd, file);
  const read = readText(path, MAX_BYTES);
  const approved = read.kind === 'text' ? readApproved(read.text) : undefined;
  if (approved === undefined) return failure('problems', noList(path));
  const neutral = await prepareRun(context, { ...request, elsewhere: true });
  if (!neutral.ok) return neutral;
  const others = neutral.value.commands.filter(
    (command) => command.kind !== 'filter' && !approved.has(remoteCommandHash(command)),
  );
  const { rules } = neutral.value;
  if (!approved.has(reachHash(networkReach(rules)))) return failure('problems', WIDER_REACH);
  // Approval of the complete network includes each host.
  const more = approved.has(reachHash('host'))
    ? []
    : allowedRemoteHosts(rules).filter((host) => !approved.has(hostHash(host)));
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
    message: `Here ${who} is a command that was not approved when the batch was handed over. Nothing was started: ${printableCommand(command)}${note === undefined ? '' : ` (${printableLine(note)})`}`,
    hint: 'Configure it here as it is there, with the same files, or hand the batch over again with the difference as a flag: --executor-command, --setup.',
  };
}

const WIDER_REACH: Problem<'other-commands'> = {
  severity: 'error',
  code: 'other-commands',
  message:
    'Here commands can reach more of the network than was approved when the batch was handed over. Nothing was started.',
  hint: 'Use the approved setting here: orchestrator config unset batch.sandboxNetwork. Or set batch.sandboxNetwork there as it is here, and hand the batch over again.',
};

function moreHosts(hosts: readonly string[]): Problem<'other-commands'> {
  return {
    severity: 'error',
    code: 'other-commands',
    message: `Settings here let commands reach hosts that were not approved when the batch was handed over: ${firstFew(hosts, 5, printableLine)}. Nothing was started.`,
    hint: `Remove them from the settings here (${HOST_SETTINGS.join(', ')}), or add them there as well and hand the batch over again.`,
  };
}

function noList(file: string): Problem<'other-commands'> {
  return {
    severity: 'error',
    code: 'other-commands',
    message: 'It is not a list of approved commands as batch submit sends it.',
    file,
  };
}

const MAX_BYTES = 8 * 1024 * 1024;
