export { type AttemptPlaces, attemptConfinement, type HomeNeeds } from './attempt_confinement.ts';
export { bwrapArgv } from './bwrap.ts';
export {
  chooseSandbox,
  type Sandbox,
  type SandboxesHere,
  type SandboxProblemCode,
} from './choose_sandbox.ts';
export {
  type Argv,
  type Confinement,
  SANDBOX_MODES,
  type SandboxKind,
  type SandboxMode,
} from './confinement.ts';
export {
  type ConfinedCommand,
  type Confiner,
  createConfiner,
  type SandboxRules,
  UNCONFINED,
} from './confiner.ts';
export { type ContainerEngine, containerArgv } from './container.ts';
export { sandboxesHere } from './sandboxes_here.ts';
export { toolsInHome } from './shown_tools.ts';
