export type { Machine, ModelHere, Preset } from './preset.ts';
export { PRESETS, presetBehind, presetOf } from './presets.ts';
export { lineSplitter, readableStream } from './readable.ts';
export { agentOf, type KnownAgent } from './readers.ts';
export type { AgentReader, Fault, Reading, Usage } from './reading.ts';
export { type AgentSaid, NOTHING_SAID, saidAfter } from './said.ts';
