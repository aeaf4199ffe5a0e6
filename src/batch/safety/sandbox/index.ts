export type { AttemptPlaces, HomeNeeds } from './attempt_confinement.ts';

export {
  chooseSandbox,
  type Sandbox,
  type SandboxesHere,
  type SandboxProblemCode,
} from './choose_sandbox.ts';
export type {
  Argv,
  Confinement,
  NetworkRule,
  SandboxKind,
  SandboxMode,
} from './confinement.ts';
export {
  type ConfinedCommand,
  type Confiner,
  createConfiner,
  type OwnProgram,
  type Refusal,
  type SandboxRules,
  type StartedCommand,
  type WhoseCommand,
} from './confiner.ts';
export type { ContainerEngine } from './container.ts';
export { fetchedFrom } from './fetched_from.ts';
export { hostRefused } from './host_refused.ts';
export { type Asker, HOST_SETTINGS, type HostsAllowed, hostTextsFor } from './hosts_allowed.ts';
export { removeLeftContainers, removeOrphanContainers } from './left_containers.ts';
export { keptInWords, reachInWords } from './reach_in_words.ts';
export { relayInImage } from './relay_in_image.ts';
export { sandboxesHere } from './sandboxes_here.ts';
