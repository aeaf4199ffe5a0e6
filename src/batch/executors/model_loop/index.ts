export { argumentFaults, budgetFault } from './arguments.ts';
export { doCall, type Workbench } from './do_call.ts';
export { jobFileText, type LoopJobFile, readJobFile } from './job_file.ts';
export { runLoop } from './loop.ts';
export { reportIn } from './report.ts';
export { runCommand } from './run_command.ts';
export { BUDGETS, type Budgets, type LoopEnd, type TranscriptLine } from './transcript.ts';
