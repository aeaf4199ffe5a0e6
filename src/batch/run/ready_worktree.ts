import { dirname } from 'node:path';
import { type Result, success } from '../../diagnostics/index.ts';
import { splitShellWords } from '../../lib/index.ts';
import { makeFolders, type ProcessMark } from '../../platform/index.ts';
import {
  bringSetupPaths,
  createWorktree,
  openSetupCache,
  removeWorktree,
  runSetup,
  type SparseNeeds,
  type Worktree,
  type WorktreeProblemCode,
} from '../git/worktrees/index.ts';
import { fetchedFrom, hostTextsFor, reachInWords, type WhoseCommand } from '../sandbox/index.ts';
import { declaredFilter, gateEnvironment } from '../verify/index.ts';
import { processesLeft } from './processes_left.ts';
import type { Run } from './types.ts';

/** Makes a worktree at a commit and makes it ready to be worked in. Nothing is left behind where that fails. */
export async function readyWorktree(
  run: Run,
  wanted: {
    readonly name: string;
    readonly commit: string;
    readonly log: string;
    readonly mark: ProcessMark;
    /** Of the phase that it is for. */
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
  const ready = await makeReady(run, made.value, wanted, signal);
  if (ready.ok) return made;
  await removeWorktree({ repository, signal: new AbortController().signal }, wanted.name);
  return ready;
}

/** What a worktree has to have of a sparse checkout: what the batch has changed, and what a phase declares. */
export function needsOf({ logbook, repository }: Run, declared: readonly string[]): SparseNeeds {
  // A phase that may change anything has no need of anything in particular.
  const isDeclared = declaredFilter(declared.filter((path) => path !== '**'));
  const { prefix } = repository;
  return {
    since: logbook.state().base,
    isWanted: (path) => path.startsWith(prefix) && isDeclared(path.slice(prefix.length)),
  };
}

/** What of a run it takes to make a worktree ready. */
export type Readying = Pick<Run, 'git' | 'repository' | 'env' | 'clock' | 'force' | 'confiner' | 'note'> & {
  readonly rules: Pick<Run['rules'], 'links' | 'copies' | 'setup' | 'setupMs'>;
};

/**
 * Makes a worktree ready: brings what git ignores and it needs, then runs the approved setup command.
 *
 * @param options.again - what was brought is there; only the command has to run anew
 */
export async function makeReady(
  { git, repository, rules, env, clock, force, confiner, note }: Readying,
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
    /** Hears what the command was kept from. */
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

/** How a text runs: as it is, or in a shell where it needs one. */
function commandLine(text: string): readonly [string, ...string[]] {
  const split = splitShellWords(text);
  return 'words' in split ? split.words : ['/bin/sh', '-c', text];
}
