import {
  DRY_RUN,
  type Executor,
  LOCAL,
  type ManifestPhase,
  MODEL,
  type PlaceSettings,
  type RunCommand,
  type RunRules,
} from '../../batch/index.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { namedOf, nearest, ownValue, printableLine } from '../../lib/index.ts';
import { type Environment, ownIdentity } from '../../platform/index.ts';
import { namesNeeded } from './run_executors.ts';

/** The user's placements, by name. */
export type Places = Readonly<Record<string, PlaceSettings>>;

/** The places where a phase may run: its own placement, or those given for the run; `local` is this machine. */
export function placesOf({ place }: Pick<ManifestPhase, 'place'>, rules: RunRules): readonly string[] {
  if (place !== undefined) return [place];
  return rules.place.length > 0 ? rules.place : [LOCAL];
}

/** Checks that every phase can run at its places; reports all problems at once. */
export function checkPlaces(
  phases: readonly ManifestPhase[],
  rules: RunRules,
  {
    places,
    executors,
    sandbox,
  }: {
    readonly places: Places;
    readonly executors: ReadonlyMap<string, Executor>;
    readonly sandbox: string;
  },
): Result<readonly Problem<'needs-not-seen-to' | 'runs-at-place'>[], 'usage'> {
  const problems: Problem<'usage'>[] = [];
  const fail = (message: string, hint: string) =>
    problems.push({ severity: 'error', code: 'usage', message, hint });
  const users = new Map<string, string[]>();
  for (const phase of phases) {
    for (const name of placesOf(phase, rules))
      if (name !== LOCAL) users.set(name, [...(users.get(name) ?? []), phase.id]);
  }
  for (const [name, ids] of users) {
    if (Object.hasOwn(places, name)) continue;
    const known = Object.keys(places).sort();
    const suggestion = nearest(name, known);
    const whose = namedOf('phase', ids);
    const hint =
      suggestion !== undefined
        ? `Did you mean ${suggestion}?`
        : known.length > 0
          ? `Your settings have the places: ${known.join(', ')}. docs/places.md says how to add one.`
          : 'Your settings have no places. docs/places.md says how to add one.';
    fail(`There is no place ${printableLine(name)} for ${whose} to run at.`, hint);
  }
  if (users.size === 0 || problems.length > 0)
    return problems.length === 0 ? success([]) : failure('usage', ...problems);
  if (rules.inPlace)
    fail(
      'With --in-place attempts work in the project itself, not at another place.',
      'Remove one of the two.',
    );
  if (sandbox !== 'none')
    fail(
      `A sandbox (${sandbox}) confines only what runs here; an attempt at another place would be outside it.`,
      'Leave one of the two out: --sandbox none, or --place local.',
    );
  for (const phase of phases) {
    const there = placesOf(phase, rules).find((name) => name !== LOCAL);
    if (there === undefined) continue;
    for (const name of namesNeeded([phase], rules)) {
      const executor = executors.get(name);
      if (executor === undefined || (executor.protocol === undefined && name !== MODEL)) continue;
      fail(
        `Phase ${phase.id} runs at ${there}, and ${printableLine(name)} is an executor that this program talks to, which works only here.`,
        'Give it another executor, or run it here: --place local.',
      );
    }
  }
  for (const name of users.keys()) {
    const fault = faultOfPlace(name, places[name] as PlaceSettings);
    if (fault !== undefined) fail(fault.message, fault.hint);
  }
  if (problems.length > 0) return failure('usage', ...problems);
  const idle = idleNeeds(phases, rules, places);
  return success([
    ...[...users].map(([name, ids]) => noteOf(name, ids, { settings: places[name] as PlaceSettings, rules })),
    ...idle,
  ]);
}

/** Finds a fault in a place's settings as a whole. */
export function faultOfPlace(
  name: string,
  { ssh, slurm, env = [] }: PlaceSettings,
): { readonly message: string; readonly hint: string } | undefined {
  if (ssh === undefined && slurm === undefined)
    return {
      message: `The place ${name} has neither ssh nor slurm, so there is no way to reach it.`,
      hint: `To set its host: orchestrator config set places.${name}.ssh me@host`,
    };
  if (slurm === undefined || env.length === 0) return undefined;
  return {
    message: `${name} is a cluster, which would store the values of ${env.join(', ')} (env) on its disk.`,
    hint: 'Remove env from its settings, and set them in your profile there, which every job reads.',
  };
}

/** Warns of requirements of phases that only a cluster's queue can satisfy. */
function idleNeeds(
  phases: readonly ManifestPhase[],
  rules: RunRules,
  places: Places,
): Problem<'needs-not-seen-to'>[] {
  const found = new Map<string, string[]>();
  for (const phase of phases) {
    if (phase.needs === undefined) continue;
    for (const name of placesOf(phase, rules))
      if (places[name]?.slurm === undefined)
        found.set(name, [...(found.get(name) ?? []), `${phase.id} (${phase.needs.join(', ')})`]);
  }
  return [...found].map(([name, which]): Problem<'needs-not-seen-to'> => {
    const where = name === LOCAL ? 'this machine' : name;
    const message = `Only a cluster's queue provides what phases require, and ${where} has none: nothing checks whether it is available for ${which.length === 1 ? 'phase' : 'phases'} ${which.join(', ')}.`;
    return { severity: 'warning', code: 'needs-not-seen-to', message };
  });
}

/** The address that identifies a placement to a person. */
export function addressOf({ ssh, slurm }: PlaceSettings): string {
  if (slurm === undefined) return ssh ?? '';
  return ssh === undefined ? 'the queue of this machine' : `the queue of ${ssh}`;
}

function noteOf(
  name: string,
  ids: readonly string[],
  { settings, rules }: { readonly settings: PlaceSettings; readonly rules: RunRules },
): Problem<'runs-at-place'> {
  const whose = `${namedOf('Phase', ids)} may`;
  const missing = [
    ...(rules.setup === undefined ? [] : ['the setup command is not run there']),
    ...(rules.links.length + rules.copies.length === 0 ? [] : ['links and copies do not exist there']),
  ];
  const but =
    missing.length === 0 ? '' : ` What git ignores here is missing there: ${missing.join(', and ')}.`;
  const message = `${whose} run at ${name} (${addressOf(settings)}): only the executor does; ${rules.verify === 'place' ? 'its gates decide there as well, and merges happen here' : 'gates and merges run here'}.${but}`;
  return { severity: 'note', code: 'runs-at-place', message };
}

/** The commands of executors as they run at each placement: approval at one does not apply to another. */
export function placedCommands<
  Command extends Pick<RunCommand, 'name' | 'env' | 'note' | 'terms' | 'phases' | 'given'>,
>(
  commands: readonly Command[],
  phases: readonly ManifestPhase[],
  { rules, places, env }: { readonly rules: RunRules; readonly places: Places; readonly env: Environment },
): Command[] {
  const placesById = new Map(phases.map((phase) => [phase.id, placesOf(phase, rules)]));
  return commands.flatMap((command): Command[] => {
    const names = new Set(command.phases.flatMap((id) => placesById.get(id) ?? [LOCAL]));
    if (command.name === DRY_RUN) return [command];
    return [...names].map((name): Command => {
      const mine = command.phases.filter((id) => placesById.get(id)?.includes(name));
      const settings = Object.hasOwn(places, name) ? places[name] : undefined;
      if (name === LOCAL || settings === undefined) return { ...command, phases: mine };
      const sent = settings.env ?? [];
      const given = sent.filter((each) => ownValue(env, each) !== undefined);
      const where = `runs at ${name} (${addressOf(settings)})`;
      const keys = command.env.filter((each) => !sent.includes(each));
      const there = keys.length === 0 ? [] : [`${keys.join(', ')}: with their values there`];
      return {
        ...command,
        phases: mine,
        env: [...new Set([...command.env, ...sent])].sort(),
        given,
        note: [where, command.note, ...there].filter(Boolean).join('; '),
        terms: [...(command.terms ?? []), `at ${name}`, ...termsOf(settings), settings.folder ?? '', ...sent],
      };
    });
  });
}

/** Marks gates whose verdict comes from a placement: approval here does not apply there. */
export function placedGates(
  commands: readonly RunCommand[],
  phases: readonly ManifestPhase[],
  { rules, places }: { readonly rules: RunRules; readonly places: Places },
): RunCommand[] {
  if (rules.verify !== 'place') return [...commands];
  const from = rules.imports?.place;
  return commands.map((command) => {
    if (command.kind !== 'gate') return command;
    const mine = phases.filter(({ id }) => command.phases.includes(id));
    const names = [...new Set(mine.flatMap((phase) => placesOf(phase, rules)))].filter(
      (name) => name !== LOCAL,
    );
    if (from !== undefined)
      return { ...command, note: `not run here if ${from} has its result on the same files` };
    if (names.length === 0) return command;
    const known = names.map((name) => ({ name, settings: places[name] ?? {} }));
    const hosts = known.map(({ name, settings }) => `${name} (${addressOf(settings)})`).join(', ');
    return {
      ...command,
      note: `decides at ${hosts}`,
      terms: known.flatMap(({ name, settings }) => [`at ${name}`, ...termsOf(settings)]),
    };
  });
}

/** The properties of a place that an approval depends on. */
function termsOf({ ssh = '', slurm }: PlaceSettings): string[] {
  return slurm === undefined ? [ssh] : [ssh, `slurm ${JSON.stringify(Object.entries(slurm).sort())}`];
}

/** The owner of a run, shown to others who find a place taken. */
export function runOwner(): string {
  const { host, pid } = ownIdentity();
  return `${host}, process ${pid}`;
}
