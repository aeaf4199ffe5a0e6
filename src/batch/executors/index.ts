export { accountOf } from './account.ts';
export { ACP, entryNames, QUIRKS, quirkOf } from './acp/index.ts';
export { agentHosts } from './agent_hosts.ts';
export { type LimitNotice, LONGEST_WAIT_MS, limitNotice } from './agents/limit_notice.ts';
export { commandExecutor, type ExecutorCommand } from './command.ts';
export type { ConfiguredExecutor } from './configured_executor.ts';
export { DRY_RUN, dryRun } from './dry_run.ts';
export { handedOver } from './environment.ts';
export { GIVEN_COMMAND, parseExecutorCommand } from './executor_command.ts';
export type { ExecutorProblemCode } from './executor_problem.ts';
export { hostsNeeded } from './hosts_needed.ts';
export { IMPORTED, importedExecutor } from './imported.ts';
export { MODEL } from './model.ts';
export {
  type ExecutorSettings,
  executorNamed,
  executorNames,
} from './registry.ts';
export { attemptTitle, REPLAY, replayExecutor } from './replay.ts';
export { runPlacedJob } from './run_placed_job.ts';
export { shellText } from './shell_text.ts';
