import { printable } from '../../../lib/index.ts';
import { type PreparedRun, printableCommand } from '../../../operations/index.ts';

type RunCommand = PreparedRun['commands'][number];

/**
 * All commands of a run, in full, with their purpose: a person approves exactly what runs.
 *
 * @param pending - those that nobody has approved yet; they are marked
 */
export function consentText(commands: readonly RunCommand[], pending: readonly RunCommand[]): string {
  const isNew = new Set(pending);
  const heading =
    pending.length === commands.length
      ? 'This run starts these commands:\n'
      : `This run starts these commands (${pending.length === 0 ? 'all approved before' : `new: ${pending.length}, marked +`}):\n`;
  // Git runs filters itself, outside the sandbox of the run's own commands.
  const isConfined = commands.some(({ sandbox = 'none' }) => sandbox !== 'none');
  const texts = commands.map((command) => commandText(command, isNew.has(command), isConfined));
  return `${heading}\n${texts.join('')}\n${reach(commands)}`;
}

function commandText(command: RunCommand, isNew: boolean, isConfined: boolean): string {
  const { kind, name, shell, phases, note = '' } = command;
  const title = {
    executor: `executor ${name}`,
    setup: 'setup of each worktree',
    gate: 'gate',
    check: 'check of answers',
    proof: 'proof of a fact',
    filter: `filter from this repository's own settings, ${name}`,
  }[kind];
  const notes = [
    phases.length === 0 ? '' : `phase${phases.length === 1 ? '' : 's'} ${phases.join(', ')}`,
    shell === undefined ? '' : `in a shell: ${shell}`,
    note,
    kind === 'filter' && isConfined ? 'outside the sandbox' : '',
    reached(command),
    ...seen(command),
  ].filter((note) => note !== '');
  const about = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  const text = printableCommand(command).replaceAll('\n', '\n      ');
  return `  ${isNew ? '+' : ' '} ${printable(title)}${printable(about)}\n      ${text}\n`;
}

/** The most that the commands can touch. */
function reach(commands: readonly RunCommand[]): string {
  if (commands.every(({ kind }) => kind === 'check'))
    return 'They run in copies of their cases, without your keys. They can read and write whatever you can.\n';
  const kinds = new Set(commands.map(({ sandbox }) => sandbox));
  const { network = 'host' } = commands.find(({ sandbox = 'none' }) => sandbox !== 'none') ?? {};
  const words = { host: OPEN_NETWORK, needed: NEEDED_NETWORK, none: NO_NETWORK }[network];
  if (kinds.has('bwrap')) return CONFINED('bubblewrap') + words;
  if (kinds.has('container')) return CONFINED('a container') + words;
  if (commands.every(({ place }) => place !== undefined))
    return 'They can read and write whatever you can there, unless a sandbox is named above.\n';
  return 'They can read and write whatever you can. To confine them: --sandbox auto\n';
}

const CONFINED = (where: string) =>
  `They run in ${where}: they can write to their worktree and to what your settings name, and cannot see your home folder.\n`;

const NO_NETWORK =
  'They have no network, not even the ports of this machine, so an agent cannot reach a model elsewhere.\n';

const NEEDED_NETWORK =
  "Each can reach only the hosts listed with it, on this machine too. To let all of them reach more: orchestrator config set batch.sandboxHosts 'HOST:PORT, …', in place of what is set; for agents, gates or setup alone: batch.sandboxAgentHosts, batch.sandboxGateHosts, batch.sandboxSetupHosts\n";

const OPEN_NETWORK =
  'They have the whole network of this machine, including its own ports: agents and gates can reach all of it. To let each reach only what it needs: orchestrator config unset batch.sandboxNetwork\n';

/** The hosts that a command in a sandbox can reach, where network access is as needed. */
function reached({ kind, network, hosts = [] }: RunCommand): string {
  if (network !== 'needed' || kind === 'filter') return '';
  return hosts.length === 0 ? 'no network' : `reaches ${hosts.join(', ')}`;
}

/** The user's environment variables that it sees beyond those of every command: now, and those it sees once they are set. */
function seen({ env, given = [], copies = {} }: RunCommand): string[] {
  const copied = Object.entries(copies).map(([name, source]) => `${name} (the value of ${source})`);
  const now = [...given, ...copied];
  const later = env.filter((name) => !given.includes(name) && !Object.hasOwn(copies, name));
  return [
    now.length === 0 ? '' : `sees ${now.join(', ')}`,
    later.length === 0 ? '' : `may see, when set: ${later.join(', ')}`,
  ];
}
