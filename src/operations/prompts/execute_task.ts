import { type AgentPrompt, given, steps } from './agent_prompt.ts';

/** Carries out one task as a plan with one phase. */
export const executeTask: AgentPrompt = {
  name: 'execute-task',
  title: 'Carry out one task',
  description: 'Makes a plan of one phase with a gate for a task, and has the user run it.',
  argument: { name: 'task', description: 'What is to be done' },
  text: (argument) => `${given('task', argument)}

Have it carried out as a batch of one phase, so that its result is checked before it counts. Use the tools of the server \`orchestrator\`.

${steps(
  'Call `discover` to learn how the project is tested. Call `recall` with words of the task.',
  'Write a plan with one phase to a new Markdown file below the root: "# Plan: …", "## Phase 1: …", then **Goal**, **Files Modified** (those it may change), **Dependencies**: None, **Estimated Hours**, and **Validation Gates** with at least one command that fails before the work and passes after it.',
  'Call `plan_check` with it, and fix what it finds.',
  'Call `batch_generate` with the file, then `batch_run_request` with the number. It asks the user; if it comes back with a command, give the user that.',
  'Afterwards call `batch_status`, and tell whether the gates are green.',
)}`,
};
