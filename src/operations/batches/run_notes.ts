import { join } from 'node:path';
import {
  accountOf,
  agentOf,
  type BatchState,
  type Executor,
  heldAt,
  pastHolds,
  quirkOf,
  type Repository,
  type RunRules,
  suggestSetup,
} from '../../batch/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import { momentInWords, printableLine } from '../../lib/index.ts';
import { entryKind, type Git, gitFault, listGitFiles, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { findDivergence } from './branch_divergence.ts';

/** The context for notes on a run. */
export type NotedRun = {
  readonly git: Git;
  /** Undefined if the run works in place, in a project without git. */
  readonly repository: Repository | undefined;
  readonly rules: RunRules;
  readonly executors: ReadonlyMap<string, Executor>;
  readonly state: BatchState;
  readonly hasAllDone: boolean;
  /** Whether it runs on another machine: this machine's limits and worktrees do not apply. */
  readonly isElsewhere: boolean;
};

/** Codes of the notes before a run. */
export type RunCaveatCode =
  | 'branch-ahead'
  | 'branch-not-compared'
  | 'branch-rewritten'
  | 'cost-uncounted'
  | 'executor-held'
  | 'no-setup'
  | 'sparse-checkout'
  | 'tokens-uncounted'
  | 'uncommitted'
  | 'uncommitted-unknown';

/** Collects notes about the user's files, the branch, budgets, limits and worktrees before a run begins. */
export async function runNotes(
  context: OperationContext,
  { git, repository, rules, executors, state, hasAllDone, isElsewhere }: NotedRun,
): Promise<Problem<RunCaveatCode>[]> {
  return [
    ...uncountedNotes(rules, executors),
    ...(await uncommittedNotes(git, repository, state)),
    ...(await findDivergence(git, repository, state)).notes,
    ...(hasAllDone || isElsewhere ? [] : limitNotes(state, rules, executors)),
    ...(isElsewhere ? [] : await sparseNotes(git, repository)),
    ...(await setupNotes(context, repository, rules)),
  ];
}

/** Notes the user's uncommitted changes, which the batch does not have. */
async function uncommittedNotes(
  git: Git,
  repository: Repository | undefined,
  { batch, base }: BatchState,
): Promise<Problem<'uncommitted' | 'uncommitted-unknown'>[]> {
  if (repository === undefined) return [];
  const { top } = repository;
  let count = 0;
  const take = (record: string) => {
    if (!record.slice(3).startsWith(`${repository.prefix}.orchestrator/`)) count += 1;
  };
  const look = ['status', '--porcelain', '-z', '--no-renames', '--ignore-submodules=dirty'];
  const fault = gitFault(await git.records(top, look, take));
  if (fault !== undefined) {
    const message = `Cannot tell whether you have uncommitted changes; attempts would not see them: ${printableLine(fault)}`;
    return [{ severity: 'warning', code: 'uncommitted-unknown', message }];
  }
  if (count === 0) return [];
  const files = count === 1 ? 'One file has' : `${count} files have`;
  const message =
    base === undefined
      ? `${files} uncommitted changes: attempts start from the last commit and do not see them. They are left alone.`
      : `${files} uncommitted changes. The batch began at ${base.slice(0, 12)} and continues from there, so attempts do not see them. They are left alone.`;
  const hint = `To include them: commit them, then orchestrator batch retry ${batch} --rebase`;
  return [{ severity: 'note', code: 'uncommitted', message, ...(base === undefined ? {} : { hint }) }];
}

/** Warns of usage that a budget only knows from the model's claims, or not at all. */
function uncountedNotes(
  { budgetTokens, budgetCost }: RunRules,
  executors: ReadonlyMap<string, Executor>,
): Problem<'tokens-uncounted' | 'cost-uncounted'>[] {
  return [...executors.values()].flatMap(
    ({ name, argv, protocol }): Problem<'tokens-uncounted' | 'cost-uncounted'>[] => {
      if (argv === null) return [];
      const agent = agentOf(name, argv, protocol);
      const usage = protocol === 'acp' ? quirkOf(argv).usage : agent;
      const shown = printableLine(name);
      const notes: Problem<'cost-uncounted' | 'tokens-uncounted'>[] = [];
      if (budgetTokens !== undefined && usage === undefined) {
        notes.push({
          severity: 'warning',
          code: 'tokens-uncounted',
          message: `The tokens of ${shown} count towards --budget-tokens only if its result file reports them: its output does not.`,
        });
      }
      if (budgetCost !== undefined && !agent?.tellsCost) {
        notes.push({
          severity: 'warning',
          code: 'cost-uncounted',
          message:
            protocol === 'acp'
              ? `The cost of ${shown} counts towards --budget-cost only if it is reported over the protocol in US dollars: not every agent does that.`
              : `The cost of ${shown} does not count towards --budget-cost: it is not reported.`,
        });
      }
      return notes;
    },
  );
}

/** Notes usage limits reported to an earlier run, which this run waits for. */
function limitNotes(
  state: BatchState,
  { ignoreLimits }: RunRules,
  executors: ReadonlyMap<string, Executor>,
): Problem<'executor-held'>[] {
  const held = heldAt(state, systemClock.time(), pastHolds(state, { executors, ignoreLimits }));
  return [...held.keys()].flatMap((account): Problem<'executor-held'>[] => {
    const waiting = [...executors.values()].filter((each) => accountOf(each) === account);
    if (waiting.length === 0) return [];
    const { until = '', why = '', isTold = true } = state.holds.get(account) ?? {};
    const who = printableLine(waiting.map(({ name }) => name).join(', '));
    const whose = waiting.length === 1 ? `${who} has` : `The account of ${who} has`;
    const then = isTold ? '' : ' Then one attempt checks whether the limit is over.';
    return [
      {
        severity: 'note',
        code: 'executor-held',
        message: `${whose} reached a usage limit, and none of its attempts starts before ${momentInWords(until)}: ${printableLine(why)}${then}`,
        hint: 'To try now anyway: --ignore-limits; to use another executor: --executor',
      },
    ];
  });
}

/** Notes that worktrees are as sparse as the checkout, except for files that phases need. */
async function sparseNotes(
  git: Git,
  repository: Repository | undefined,
): Promise<Problem<'sparse-checkout'>[]> {
  if (repository === undefined) return [];
  // Without patterns a checkout is complete, whatever the setting.
  if (entryKind(join(repository.ownDir, 'info/sparse-checkout')) === 'absent') return [];
  const args = ['config', '--type=bool', '--get', 'core.sparseCheckout'];
  const asked = await git.run(repository.top, args);
  if (asked.kind !== 'ended' || asked.stdout.toString('utf8').trim() !== 'true') return [];
  const message =
    'Your checkout is sparse, and so are the worktrees: they also have the files that phases declare and those that the batch changed. Gates see no other files.';
  return [{ severity: 'note', code: 'sparse-checkout', message }];
}

/** Notes installed packages that a worktree may lack, if no setup, links or copies are given. */
async function setupNotes(
  { env }: OperationContext,
  repository: Repository | undefined,
  { setup, links, copies }: RunRules,
): Promise<Problem<'no-setup'>[]> {
  if (repository === undefined || setup !== undefined || links.length > 0 || copies.length > 0) return [];
  const suggestions = suggestSetup((await listGitFiles(repository.project, env)) ?? []);
  return suggestions.map(({ file, command }) => ({
    severity: 'note',
    code: 'no-setup',
    message: `A fresh worktree has no ignored files, and ${file} says that packages are installed here.`,
    hint: `If the gates need them: --setup '${command}', or --link node_modules or similar; permanently: orchestrator config set batch.setup '${command}'.`,
  }));
}
