import { dirname, join } from 'node:path';
import { ACP, entryNames, PRESETS, QUIRKS, sandboxesHere } from '../../batch/index.ts';
import { readConfig } from '../../config/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import type { ModelSettings, PingReport } from '../../llm/index.ts';
import {
  canHoldCommands,
  createGit,
  displayPath,
  entryKind,
  findProgram,
  gitFault,
  namesIn,
  proxyFor,
  realPath,
  writeFault,
} from '../../platform/index.ts';
import { listComponents } from '../components/components.ts';
import { leftoverFilesIn } from '../components/ignored_files.ts';
import type { OperationContext } from '../context.ts';
import { writtenFolders } from '../frameworks/locate_framework.ts';
import { listGoals } from '../goals/goals.ts';
import { leftOverWrites } from '../left_over_writes.ts';
import { type OpenModel, openModel } from '../model.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { type Finding, placeFindings } from './place_findings.ts';
import { listSettings } from './settings.ts';

export type { Finding } from './place_findings.ts';

/** The versions of Node that the program supports, as stated in its package. */
const NODE_RULE = 'Node 20.19, 22.13, or 24 and later';

/**
 * Examines everything that the program needs or can use, and reports for each whether it works and how to fix it.
 *
 * @param options.offline - leaves out the one request to the model's endpoint
 * @param options.nodeVersion - as in `v20.19.0`
 */
export async function examine(
  context: OperationContext,
  options: {
    readonly offline: boolean;
    readonly nodeVersion: string;
    readonly signal: AbortSignal;
    readonly place?: string;
  },
): Promise<readonly Finding[]> {
  if (options.place !== undefined) return placeFindings(context, options.place, options.signal);
  return [
    nodeFinding(options.nodeVersion),
    writeFinding(context),
    ...(await libraryFindings(context)),
    await gitFinding(context, options.signal),
    agentFinding(context),
    talkFinding(context),
    sandboxFinding(context),
    ...holdFindings(),
    settingsFinding(context),
    ...(await modelFindings(context, options)),
  ];
}

function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/u, '').split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
  const state = fits ? 'ok' : 'problem';
  return { what: 'Node', state, found: version, remedy: fits ? null : `Install ${NODE_RULE}.` };
}

function writeFinding({ cwd }: OperationContext): Finding {
  const fault = writeFault(cwd);
  const what = 'Write access';
  if (fault === undefined) return { what, state: 'ok', found: 'this folder is writable', remedy: null };
  return {
    what,
    state: 'problem',
    found: `this folder cannot be written: ${fault}`,
    remedy: 'Work in another folder, or give --output.',
  };
}

async function libraryFindings(context: OperationContext): Promise<Finding[]> {
  const workspace = await openWorkspace(context, {});
  if (!workspace.ok) {
    const [first] = workspace.problems;
    const place = first ? placeOf(first) : '';
    const more = workspace.problems.length > 1 ? `, and ${workspace.problems.length - 1} more` : '';
    const found = `${place}: ${first?.message ?? 'it cannot be used'}${more}`;
    return [
      {
        what: 'Goal map',
        state: 'problem',
        found,
        remedy: 'Run `orchestrator goals list` to see every problem.',
      },
    ];
  }
  const { goalMap } = workspace.value;
  const place = goalMap.path === null ? 'the built-in one' : displayPath(context.cwd, goalMap.path);
  const missing = listGoals(workspace.value).flatMap((report) => report.missing);
  const { components, problems } = await listComponents(workspace.value, context.cwd);
  return [
    {
      what: 'Goal map',
      state: 'ok',
      found: `${place}, ${counted(goalMap.goals.length, 'goal')}`,
      remedy: null,
    },
    libraryFinding(components.length, problems),
    ...leftOverFindings(context, workspace.value),
    ...(missing.length === 0
      ? []
      : [
          {
            what: 'Missing',
            state: 'note',
            found: `${counted(missing.length, 'component')} that goals name: ${missing
              .map(({ file }) => file)
              .slice(0, 5)
              .join(', ')}`,
            remedy: 'They are generated when needed, or write them: `orchestrator goals list` names all.',
          } as const,
        ]),
  ];
}

function placeOf({ file, line, column }: Problem): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

function libraryFinding(count: number, problems: readonly Problem[]): Finding {
  const [first] = problems;
  if (!first) return { what: 'Library', state: 'ok', found: counted(count, 'component'), remedy: null };
  const found = `${problems.length} that cannot be used, the first: ${first.file}: ${first.message}`;
  return {
    what: 'Library',
    state: 'problem',
    found,
    remedy: 'Run `orchestrator components list` to see every problem.',
  };
}

/** The remains of interrupted writes in the folders of goals, components and frameworks. */
function leftOverFindings(context: OperationContext, { goalMap, library }: Workspace): Finding[] {
  const beside = goalMap.path === null ? context.cwd : dirname(realPath(goalMap.path));
  const left = [
    ...leftoverFilesIn(library, context.cwd),
    ...leftOverWrites(context.cwd, [beside, ...writtenFolders(context)]),
  ];
  const [first] = left;
  if (first === undefined) return [];
  const more = left.length > 1 ? `, and ${left.length - 1} more` : '';
  return [
    {
      what: 'Left over',
      state: 'note',
      found: `${first.file}${more}: a write was cut short`,
      remedy: first.hint ?? null,
    },
  ];
}

async function gitFinding({ cwd, env }: OperationContext, signal: AbortSignal): Promise<Finding> {
  const what = 'git';
  const path = findProgram('git', env.PATH ?? '');
  const remedy = 'Only batches need git 2.38 or later.';
  if (path === undefined) return { what, state: 'note', found: 'not there', remedy };
  const outcome = await createGit(env).run(cwd, ['--version'], { signal });
  if (outcome.kind === 'too-old') {
    return { what, state: 'note', found: `${path}, version ${outcome.version}`, remedy };
  }
  if (outcome.kind !== 'ended' || outcome.code !== 0) {
    return { what, state: 'note', found: `${path} cannot be run: ${gitFault(outcome)}`, remedy };
  }
  const version = outcome.stdout
    .toString('utf8')
    .trim()
    .replace(/^git version /u, '');
  return { what, state: 'ok', found: `${path}, version ${version}`, remedy: null };
}

/** Checks only whether the programs exist: running one may ask for a login, or cost something. */
function agentFinding({ env, userFolder }: OperationContext): Finding {
  const { executors = {} } = readConfig(userFolder).config;
  const programs = { ...programsOf(PRESETS), ...programsOf(executors) };
  const there = Object.entries(programs)
    .filter(([, program]) => program.includes('/') || findProgram(program, env.PATH ?? '') !== undefined)
    .map(([name]) => name)
    .sort();
  const what = 'Agents';
  if (there.length > 0) return { what, state: 'ok', found: there.join(', '), remedy: null };
  return {
    what,
    state: 'note',
    found: `none of ${Object.keys(programs).sort().join(', ')}`,
    remedy:
      'Batches need one: install one, or configure your own: `orchestrator config set executors.NAME COMMAND`.',
  };
}

/** Lists the agents that this program could use through the Agent Client Protocol; nothing is started. */
function talkFinding({ env, userFolder }: OperationContext): Finding {
  const { executors = {} } = readConfig(userFolder).config;
  const folder = userFolder === null ? undefined : join(userFolder, 'agents');
  const known = QUIRKS.map(({ command }) => command)
    .filter(([program = '']) => findProgram(program, env.PATH ?? '') !== undefined)
    .map((command) => `${ACP}${command.join(' ')}`);
  const kept = Object.keys(executors).filter((name) => executors[name]?.kind === 'acp');
  const entries =
    folder === undefined
      ? []
      : entryNames(namesIn(folder), (name) => entryKind(join(folder, name)) === 'folder');
  const found = [...known, ...kept.sort(), ...entries];
  const what = 'ACP agents';
  if (found.length > 0) return { what, state: 'ok', found: found.join(', '), remedy: null };
  return {
    what,
    state: 'note',
    found: 'none that is known',
    remedy: `You can use any agent that speaks the Agent Client Protocol: \`orchestrator batch run N --executor '${ACP}COMMAND'\`.`,
  };
}

/** The sandboxes that can keep attempts inside their worktrees. */
function sandboxFinding({ env, userFolder }: OperationContext): Finding {
  const image = readConfig(userFolder).config.batch?.sandboxImage;
  const { bwrap, container } = sandboxesHere(env, image);
  const what = 'Sandbox';
  const works = [
    ...(typeof bwrap === 'string' ? [] : ['bubblewrap']),
    ...(typeof container === 'string' ? [] : [`${container.program} with ${container.image}`]),
  ];
  if (works.length > 0) {
    const not = image !== undefined && typeof container === 'string' ? [`no container: ${container}`] : [];
    return { what, state: 'ok', found: [...works, ...not].join(', '), remedy: null };
  }
  return {
    what,
    state: 'note',
    found: `none: bubblewrap: ${bwrap}; a container: ${container}`,
    remedy: 'Batches with --sandbox need one. On Debian and Ubuntu: apt-get install bubblewrap.',
  };
}

/** The means to find hidden processes of an attempt; only Linux has them. */
function holdFindings(): readonly Finding[] {
  const holds = canHoldCommands();
  const what = 'Control groups';
  if (holds === undefined) return [];
  if (holds) return [{ what, state: 'ok', found: 'no process of an attempt can outlive it', remedy: null }];
  return [
    {
      what,
      state: 'note',
      found: 'none that may be divided: a process that detaches itself may outlive its attempt',
      remedy:
        'With systemd: `systemd-run --user --scope -p Delegate=yes orchestrator batch run …`, or --sandbox.',
    },
  ];
}

/** The program of each executor. */
function programsOf(
  executors: Readonly<Record<string, { readonly argv?: readonly string[] }>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(executors).flatMap(([name, { argv }]) =>
      argv === undefined ? [] : [[name, argv[0] ?? '']],
    ),
  );
}

function settingsFinding(context: OperationContext): Finding {
  const [problem, ...others] = listSettings(context).problems;
  const what = 'Settings';
  if (problem)
    return {
      what,
      state: 'problem',
      found:
        `${placeOf(problem)} ${problem.message}${others.length > 0 ? ` And ${others.length} more: see \`orchestrator config list\`.` : ''}`.trim(),
      remedy: problem.hint ?? null,
    };
  const place = context.userFolder === null ? 'no home folder' : join(context.userFolder, 'config.json');
  return { what, state: 'ok', found: place, remedy: null };
}

async function modelFindings(
  context: OperationContext,
  { offline, signal }: { readonly offline: boolean; readonly signal: AbortSignal },
): Promise<Finding[]> {
  const open = await openModel(context, {});
  if (open.kind === 'none') {
    const state = open.isConfigured ? 'problem' : 'note';
    return [{ what: 'Model', state, found: open.reason, remedy: open.remedy }];
  }
  const { baseUrl, apiKey } = open.settings;
  const endpoint = offline ? undefined : await endpointFindings(open, signal);
  const none = open.keysElsewhere === null ? 'none' : `none is sent (${open.keysElsewhere})`;
  const key: Finding = {
    what: 'Key',
    state: endpoint?.wantsKey && !apiKey ? 'problem' : 'ok',
    found: apiKey ? `from ${apiKey.from}` : `${none}${needOf(endpoint)}`,
    remedy: apiKey
      ? null
      : endpoint?.wantsKey
        ? (open.settings.keyHelp ?? null)
        : open.keysElsewhere === null
          ? null
          : 'If that endpoint needs one, run `orchestrator config set apiKey`: it replaces the other.',
  };
  const found = [key, ...proxyFindings(open.settings, context)];
  if (endpoint === undefined)
    return [
      ...found,
      { what: 'Endpoint', state: 'note', found: `${baseUrl}, not asked (--offline)`, remedy: null },
    ];
  return [...found, ...endpoint.findings];
}

/** Whether a key is needed is known only after the endpoint has answered. */
function needOf(endpoint: Asked | undefined): string {
  if (endpoint === undefined) return ', and the endpoint was not asked whether it needs one (--offline)';
  if (endpoint.wantsKey) return ', and the endpoint needs one';
  return endpoint.answers ? ', and none is needed there' : '';
}

/** The outcome of asking the endpoint. */
type Asked = {
  readonly findings: Finding[];
  readonly answers: boolean;
  /** Whether it refuses requests without a key, or with this one. */
  readonly wantsKey: boolean;
};

/** The proxy between here and the endpoint, if the environment names one. */
function proxyFindings({ baseUrl }: ModelSettings, { env }: OperationContext): Finding[] {
  const choice = proxyFor(new URL(baseUrl), env);
  const what = 'Proxy';
  if (choice.kind === 'proxy')
    return [{ what, state: 'ok', found: `${choice.shown}, from ${choice.from}`, remedy: null }];
  const why = choice.kind === 'direct' ? choice.why : null;
  return why === null ? [] : [{ what, state: 'ok', found: `none: ${why}`, remedy: null }];
}

async function endpointFindings(
  { model, settings }: Extract<OpenModel, { kind: 'ready' }>,
  signal: AbortSignal,
): Promise<Asked> {
  const { baseUrl } = settings;
  const ping = await model.ping({ signal });
  if (!ping.ok) {
    const { message, remedy, reason } = ping.failure;
    return {
      findings: [{ what: 'Endpoint', state: 'problem', found: `${baseUrl}: ${message}`, remedy }],
      answers: false,
      wantsKey: reason === 'authentication',
    };
  }
  const there: Finding = { what: 'Endpoint', state: 'ok', found: `${baseUrl} answers`, remedy: null };
  return { findings: [there, modelFinding(ping.value, settings.model)], answers: true, wantsKey: false };
}

function modelFinding({ model: listed, closest }: PingReport, model: string): Finding {
  const what = 'Model';
  if (listed === 'listed') return { what, state: 'ok', found: `${model}, known there`, remedy: null };
  if (listed === 'unknown')
    return {
      ...{ what, state: 'note', remedy: null },
      found: `${model}; the endpoint does not list its models`,
    };
  const remedy = `Run \`orchestrator config set model ${closest ?? 'NAME'}\`, or set ORCHESTRATOR_MODEL.`;
  return { what, state: 'problem', found: `${model} is not in the endpoint's list`, remedy };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
