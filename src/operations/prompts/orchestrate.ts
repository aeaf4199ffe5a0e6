import { type AgentPrompt, given, steps } from './agent_prompt.ts';

/** Takes a requirement to a batch that a person can run. */
export const orchestrate: AgentPrompt = {
  name: 'orchestrate',
  title: 'From a requirement to a batch',
  description: 'Plans a requirement in phases, checks the plan, and makes a batch of it for the user to run.',
  argument: { name: 'requirement', description: 'What is to be built or changed' },
  text: (argument) => `${given('requirement', argument)}

Turn it into a plan of phases and a batch, with the tools of the server \`orchestrator\`. Do not change the project's code yourself.

${steps(
  'Call `discover`, to know the project. Call `recall` with words of the requirement, for what was decided before.',
  'Call `plan_draft` with the requirement. If it comes back with questions, ask the user those, and call it again with the answers added. If there is no model, write the plan yourself: "# Plan: …", then one heading per phase ("## Phase 1: …"), each with **Goal**, **Files Modified**, **Dependencies**, **Estimated Hours** and **Validation Gates** as a checklist whose items hold a command in backquotes; save it as a new Markdown file below the root.',
  'Call `plan_check` with that file. Fix what it finds in the file, and check again until it is sound. Two phases that change the same file need a dependency.',
  'Show the user the phases, their order and gates in a few lines, and ask whether to go on.',
  'After a yes call `batch_generate` with the file.',
  'Call `batch_run_request` with the number of the batch. It asks the user itself. If it comes back with a command instead, give the user that command, and do not run it for them.',
  'When it has run, call `batch_status` and `batch_decisions`, and tell what came out and what waits for a decision.',
)}`,
};
