import { HOST_SETTINGS, type PlaceSettings, type RunCommand, type RunRules } from '../../batch/index.ts';
import { printableLine } from '../../lib/index.ts';
import { allowedRemoteHosts, networkReach } from './remote_commands.ts';
import { copyableVariables } from './remote_flags.ts';
import { addressOf } from './run_places.ts';

/** A command as it runs at a placement: approval here does not apply there. */
export function atPlace(
  command: RunCommand,
  {
    place,
    settings,
    rules,
  }: { readonly place: string; readonly settings: PlaceSettings; readonly rules: RunRules },
): RunCommand {
  const { given: _given, copies: _copies, ...rest } = command;
  const { ssh = '', slurm, folder = '' } = settings;
  const { sandbox } = rules;
  const network = networkReach(rules);
  const env = [...rest.env, ...(rest.kind === 'executor' ? copyableVariables(rest.name) : [])];
  return {
    ...rest,
    place,
    env: [...new Set(env)].sort(),
    note: [
      `runs at ${place} (${addressOf(settings)})`,
      sandbox === 'none' ? undefined : `in a sandbox there (${sandbox}), or not at all`,
      network === 'needed' ? neededThere(rules) : REACH_THERE[network],
      command.note,
    ]
      .filter(Boolean)
      .join('; '),
    terms: [
      ...(command.terms ?? []),
      ...[`handed over to ${place}`, ssh, folder],
      ...(sandbox === 'none'
        ? []
        : [`sandbox ${sandbox}`, `network ${network}`, ...allowedRemoteHosts(rules)]),
      ...(slurm === undefined ? [] : [JSON.stringify(Object.entries(slurm).sort())]),
    ],
  };
}

/** The network access on a machine that is not inspected from here. */
const REACH_THERE = { host: 'reaches all of the network there', none: 'no network there' } as const;

/** Network access limited to needs: settings at the place may allow more hosts, but only those also allowed here. */
function neededThere(rules: RunRules): string {
  const named = allowedRemoteHosts(rules);
  const most = named.length === 0 ? 'here none is named' : `at most: ${named.map(printableLine).join(', ')}`;
  return `can reach what it needs of the network there, and hosts that settings name there and here (${HOST_SETTINGS.join(', ')}; ${most})`;
}
