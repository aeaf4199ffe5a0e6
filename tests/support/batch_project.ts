import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchEvent } from '../../src/batch/generated/batch.event.ts';
import type { BatchStatus } from '../../src/batch/generated/batch.status.ts';
import { filesBelow } from '../../src/platform/index.ts';
import { emptyFolder, type Run, run, start } from './program.ts';
import { asUser, copyOfRepository, filesOf, repositoryWith, whenAgain } from './repository.ts';
import { FAKE_AGENT, writeAgent } from './shell_agent.ts';

/** The parts of a planned phase that matter to tests. */
export type PlannedPhase = {
  /** Declared files; without any the phase only verifies. By default one of its own. */
  readonly files?: readonly string[];
  /** Whether they are only expected, like those that an import finds in a text. */
  readonly filesExpected?: boolean;
  /** Whether the plan says nothing about its files, as in most documents. */
  readonly filesUnsaid?: boolean;
  /** The ids of the phases that it depends on. */
  readonly after?: readonly string[];
  /**
   * Commands, or complete items with one in backticks, or `words: ` and an item without a command. By default, a check that the
   * first declared file exists, which is red before the phase.
   */
  readonly gates?: readonly string[];
  readonly hours?: number;
  readonly executor?: string;
  readonly fallback?: string;
  readonly place?: string;
  readonly needs?: string;
};

/** The fake agent's script; `tests/support/fake_agent.mjs` lists the steps. */
export type AgentScript = {
  readonly phases?: Readonly<Record<string, readonly (readonly object[])[]>>;
  readonly default?: readonly (readonly object[])[];
};

/** Phases by id, in order. Ids are the numbers that the plan gives them: 1, 2, …. */
export type Phases = readonly PlannedPhase[];

/** The file that a phase declares by default. */
export const ownFile = (id: number | string): string => `src/${id}.txt`;

/** Writes the plan of a batch. */
export function planText(phases: Phases): string {
  return `# A plan\n\n## Phases\n\n${phases.map(phaseText).join('\n')}`;
}

function phaseText(phase: PlannedPhase, place: number): string {
  const { files = [ownFile(place + 1)], after = [], hours = 1, executor, fallback, place: at } = phase;
  const { gates = [`test -s ${files[0] ?? 'README.md'}`] } = phase;
  const optional = [
    ...(executor === undefined ? [] : [`**Executor**: ${executor}`]),
    ...(fallback === undefined ? [] : [`**Fallback**: ${fallback}`]),
    ...(at === undefined ? [] : [`**Place**: ${at}`]),
    ...(phase.needs === undefined ? [] : [`**Needs**: ${phase.needs}`]),
  ];
  return [
    `### Phase ${place + 1}: Part ${place + 1}`,
    `**Goal**: Part ${place + 1} is there.`,
    `**Estimated Hours**: ${hours}`,
    '**Complexity**: low',
    ...(phase.filesUnsaid
      ? []
      : [
          `**${phase.filesExpected ? 'Expected Files' : 'Files Modified'}**: ${files.length === 0 ? 'None' : files.join(', ')}`,
        ]),
    `**Dependencies**: ${after.length === 0 ? 'None' : after.map((id) => `Phase ${id}`).join(', ')}`,
    ...optional,
    '**Implementation Steps**:',
    '1. Write it.',
    '**Validation Gates**:',
    ...gates.map((command, gate) =>
      command.startsWith('words: ')
        ? `- [ ] ${command.slice('words: '.length)}`
        : command.includes('`')
          ? `- [ ] ${command}`
          : `- [ ] Gate ${gate + 1} holds: \`${command}\``,
    ),
    '',
  ].join('\n');
}

/** The arguments that run the first batch without questions. */
export function runOfFirst(...more: readonly string[]): string[] {
  return ['batch', 'run', '1', '--yes', ...more];
}

/** A run's document, with the program's exit. */
export type BatchRun = BatchStatus & { readonly code: number | null; readonly err: string };

/** A repository with a generated batch 1, whose executor is the fake agent. */
export class BatchProject {
  /** The repository's top. */
  readonly folder: string;
  /** Beside the repository: the script, and the files that agents create and wait for. */
  readonly aside: string;
  /** The user's home, with the settings. */
  readonly home: string;

  constructor(folder: string) {
    this.folder = folder;
    this.aside = emptyFolder();
    this.home = emptyFolder();
  }

  /** Sets the fake agent's script from now on. */
  script(script: AgentScript): void {
    writeAgent(join(this.aside, 'fake_agent'), script);
  }

  /** The arguments of a run with the fake agent and without questions. */
  runArguments(...more: readonly string[]): string[] {
    return runOfFirst('--executor-command', this.agent(), ...more);
  }

  /** The fake agent's command line: it names every file that it needs, as a sandbox requires, and nothing on the path. */
  agent(): string {
    const file = join(this.aside, 'fake_agent');
    return `/bin/sh ${file} ${file}.json ${FAKE_AGENT}`;
  }

  /** Runs the batch to its end and reads its document. */
  run(...more: readonly string[]): Promise<BatchRun> {
    return this.runWith({}, ...more);
  }

  /** Like {@link run}, with more in the environment. */
  async runWith(env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<BatchRun> {
    const args = this.runArguments('--json', ...more);
    const ended = await run(args, { cwd: this.folder, env: { ...this.environment(), ...env } });
    return { ...(JSON.parse(ended.out) as BatchStatus), code: ended.code, err: ended.err };
  }

  /** Runs the program in the project. */
  call(...args: readonly string[]): Promise<Run> {
    return this.callWith(this.environment(), ...args);
  }

  /** Like {@link call}, with another environment, such as that of another project's user. */
  callWith(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
    return run(args, { cwd: this.folder, env });
  }

  /** Starts the run of the batch, for a signal to end it. */
  start(...more: readonly string[]): ReturnType<typeof start> {
    return start(this.runArguments('--json', ...more), { cwd: this.folder, env: this.environment() });
  }

  environment(): Record<string, string> {
    return { HOME: this.home };
  }

  /** The file that an agent creates, once it exists. */
  told(name: string): string | undefined {
    const file = join(this.aside, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** Releases agents that wait for a file. */
  tell(name: string): void {
    writeFileSync(join(this.aside, name), '');
  }

  /** A path in the batch's folder. */
  path(...names: readonly string[]): string {
    return join(this.folder, '.orchestrator/batches/1', ...names);
  }

  /** The complete lines of the journal. */
  journal(): BatchEvent[] {
    const file = this.path('journal.ndjson');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as BatchEvent);
  }

  /** The events of one kind, of one phase if it is named. */
  events<Kind extends BatchEvent['event']>(
    kind: Kind,
    phase?: string,
  ): Extract<BatchEvent, { event: Kind }>[] {
    return this.journal().filter(
      (event): event is Extract<BatchEvent, { event: Kind }> =>
        event.event === kind && (phase === undefined || ('phase' in event && event.phase === phase)),
    );
  }

  git(...args: readonly string[]): string {
    return asUser(this.folder, ...args);
  }

  /** The files of the batch's head: path → text. */
  result(): Record<string, string> {
    return filesOf(this.folder, 'refs/orchestrator/batches/1/head');
  }

  /** The subjects of the merges that the batch's head has and the user's branch lacks, oldest first. */
  merged(): string[] {
    const range = 'main..refs/orchestrator/batches/1/head';
    const log = this.git('log', '--reverse', '--first-parent', '--format=%s', range);
    return log.split('\n').filter(Boolean);
  }

  /**
   * Everything of the user's that a run must leave alone: every file that is not the program's, the index byte for byte, HEAD,
   * refs that are not the batch's, stash, settings and hooks.
   */
  users(): Record<string, string> {
    const files = filesBelow(this.folder).filter((path) => !path.startsWith('.orchestrator/'));
    const own = [
      'index',
      'HEAD',
      'config',
      'info/exclude',
      ...readdirSync(join(this.folder, '.git/hooks')).map((name) => `hooks/${name}`),
    ];
    const refs = this.git('for-each-ref', '--format=%(refname) %(objectname)').split('\n');
    return {
      ...Object.fromEntries(
        [...files, ...own.map((name) => `.git/${name}`)].map((path) => [path, this.#digest(path)]),
      ),
      refs: refs
        .filter((line) => !/^refs\/(?:orchestrator|heads\/orchestrator-batch-)/u.test(line))
        .join('\n'),
      stash: this.git('stash', 'list'),
    };
  }

  #digest(path: string): string {
    return createHash('sha256')
      .update(readFileSync(join(this.folder, path)))
      .digest('hex');
  }

  /** The remaining worktrees; none when every attempt is over. */
  worktrees(): string[] {
    const below = join(this.folder, '.orchestrator/worktrees');
    const registered = this.git('worktree', 'list', '--porcelain').match(/^worktree .*/gmu) ?? [];
    return [...(existsSync(below) ? readdirSync(below) : []), ...registered.slice(1)];
  }

  /** The processes that attempts of this project have left running. */
  processes(): string[] {
    const tokens = new Set(this.events('attempt-started').map(({ token }) => token));
    return readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .filter((pid) => {
        const token = /(?:^|\0)ORCHESTRATOR_TOKEN=([^\0]*)/u.exec(procFile(pid, 'environ'))?.[1];
        return token !== undefined && tokens.has(token);
      })
      .map((pid) => `${pid} ${procFile(pid, 'cmdline').replaceAll('\0', ' ')}`);
  }
}

function procFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return '';
  }
}

/** A project whose batch 1 has these phases. @param files - the repository's files beside the plan */
export async function batchProject(
  phases: Phases,
  script: AgentScript = WORKS,
  files: Readonly<Record<string, string>> = {},
): Promise<BatchProject> {
  const make = () => generatedBatch(phases, files);
  const whole = whenAgain(`batch ${JSON.stringify([phases, files])}`, make);
  const project = new BatchProject(whole === undefined ? await make() : copyOfRepository(await whole));
  project.script(script);
  return project;
}

async function generatedBatch(phases: Phases, files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = repositoryWith({ 'README.md': 'A project.\n', 'plan.md': planText(phases), ...files });
  mkdirSync(join(cwd, '.orchestrator'), { recursive: true });
  const generated = await run(['batch', 'generate', 'plan.md', '--json'], {
    cwd,
    env: { HOME: emptyFolder() },
  });
  if (generated.code !== 0) throw new Error(`${generated.out}${generated.err}`);
  return cwd;
}

/** Every agent writes every file that its phase declares. */
export const WORKS: AgentScript = { default: [[{ work: 'done by' }]] };

/** The state of each phase in a few words: its state, the reasons of its attempts, `merged` for one that was. */
export function phaseStates({ phases }: BatchStatus): Record<string, string> {
  return Object.fromEntries(
    phases.map(({ id, state, attempts }) => [
      id,
      [state, ...attempts.map(({ state: end, reason }) => reason ?? end)].join(' '),
    ]),
  );
}
