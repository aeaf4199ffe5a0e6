import { dirname } from 'node:path';
import { type Result, success } from '../../../diagnostics/index.ts';
import { splitShellWords } from '../../../lib/index.ts';
import { makeFolders, type ProcessMark } from '../../../platform/index.ts';
import {
  bringSetupPaths,
  createWorktree,
  openSetupCache,
  removeWorktree,
  runSetup,
  type SparseNeeds,
  type Worktree,
  type WorktreeProblemCode,
} from '../../git/worktrees/index.ts';
import { fetchedFrom, hostTextsFor, reachInWords, type WhoseCommand } from '../../safety/sandbox/index.ts';
import { declaredFilter, gateEnvironment } from '../../verify/index.ts';
import { processesLeft } from '../parts/processes_left.ts';
import type { RunRules } from '../parts/rules.ts';
import type { RunCommands, RunJournal, RunNotes, RunRepository, RunSettings, RunTime } from '../parts/run.ts';

/** Makes a worktree at a commit and prepares it for work. Leaves nothing behind on failure. */
export async function prepareWorktree(
  run: RunRepository & RunJournal & RunSettings & RunTime & RunCommands & RunNotes,
  wanted: {
    readonly name: string;
    readonly commit: string;
    readonly log: string;
    readonly mark: ProcessMark;
    /** The files declared by the phase it is for. */
    readonly declared: readonly string[];
    readonly refused?: WhoseCommand['refused'];
  },
  signal: AbortSignal,
): Promise<Result<Worktree, WorktreeProblemCode>> {
  const { git, repository } = run;
  const needs = needsOf(run, wanted.declared);
  const made = await createWorktree(
    { git, repository, signal },
    { ...wanted, needs, isolation: run.rules.isolate },
  );
  if (!made.ok) return made;
  const ready = await prepareAt(run, made.value, wanted, signal);
  if (ready.ok) return made;
  await removeWorktree({ repository, signal: new AbortController().signal }, wanted.name);
  return ready;
}

/** The paths a worktree needs from a sparse checkout: those the batch has changed, and those a phase declares. */
export function needsOf(
  { logbook, repository }: RunRepository & RunJournal,
  declared: readonly string[],
): SparseNeeds {
  // A phase that may change anything needs nothing in particular.
  const isDeclared = declaredFilter(declared.filter((path) => path !== '**'));
  const { prefix } = repository;
  return {
    since: logbook.state().base,
    isWanted: (path) => path.startsWith(prefix) && isDeclared(path.slice(prefix.length)),
  };
}

/** The parts of a run needed to make a worktree ready. */
export type Preparation = RunRepository &
  RunTime &
  RunCommands &
  Pick<RunNotes, 'note'> & { readonly rules: Pick<RunRules, 'links' | 'copies' | 'setup' | 'setupMs'> };

/**
 * Makes a worktree ready: brings in the files it needs that git ignores, then runs the approved setup command.
 *
 * @param options.again - the files are already there; only the command has to run again
 */
export async function prepareAt(
  { git, repository, rules, env, clock, force, confiner, note }: Preparation,
  worktree: Worktree,
  {
    log,
    mark,
    again = false,
    refused,
  }: {
    readonly log: string;
    readonly mark: ProcessMark;
    readonly again?: boolean;
    /** Called with what the command was refused. */
    readonly refused?: WhoseCommand['refused'];
  },
  signal: AbortSignal,
): Promise<Result<undefined, WorktreeProblemCode>> {
  const { links, copies, setup, setupMs } = rules;
  const brought = again
    ? success(undefined)
    : await bringSetupPaths({ git, repository, worktree }, { links, copies });
  if (!brought.ok || setup === undefined) return brought;
  const cache = again
    ? undefined
    : await openSetupCache({ git, repository, worktree }, { command: setup, brought: [...links, ...copies] });
  if (await cache?.bring()) return success(undefined);
  makeFolders(dirname(log));
  const argv = commandLine(setup);
  const hosts = fetchedFrom(argv);
  const kept = new Set<string>();
  const hear: WhoseCommand['refused'] = (refusal) => {
    kept.add(refusal.host);
    refused?.(refusal);
  };
  const done = await runSetup({
    argv,
    worktree,
    env: gateEnvironment(env),
    mark,
    confine: (command) =>
      confiner.confine({ ...command, hosts }, worktree, { by: 'setup', token: mark.value, refused: hear }),
    remark: () =>
      reachInWords({
        ...confiner,
        by: 'setup',
        reached: hostTextsFor(confiner.allowed, 'setup', hosts),
        refused: [...kept],
      }),
    logFile: log,
    limitMs: setupMs,
    signal,
    force,
    tellLeft: (left) => note(processesLeft(`The setup command ${setup}, run in ${worktree.path}`, left)),
    clock,
  });
  if (done.ok) await cache?.keep();
  return done;
}

/** The command line for a text: its words, or a shell if it needs one. */
function commandLine(text: string): readonly [string, ...string[]] {
  const split = splitShellWords(text);
  return 'words' in split ? split.words : ['/bin/sh', '-c', text];
}
