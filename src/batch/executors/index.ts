export { commandExecutor, type ExecutorCommand } from './command.ts';
export { dryRun } from './dry_run.ts';
export { parseExecutorCommand } from './executor_command.ts';
export { PRESETS } from './presets.ts';
export { type ExecutorProblemCode, type ExecutorSettings, executorNamed, executorNames } from './registry.ts';
