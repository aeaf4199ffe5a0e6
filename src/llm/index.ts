export { type ModelFailure, type ModelProblemCode, toFailure } from './failure.ts';
export { findJson, type JsonInText } from './json_in_text.ts';
export { createModel, type Model, systemDependencies } from './model.ts';
export type { PingReport } from './ping.ts';
export type {
  AskOptions,
  CallMessage,
  Message,
  ModelAnswer,
  ModelDependencies,
  ModelEvent,
  ModelRequest,
  NamedSchema,
  Outcome,
  ResultMessage,
  Tool,
  ToolCall,
  Usage,
} from './port.ts';
export { saidText } from './said.ts';
export type { ApiKey, ModelSettings } from './settings.ts';
export type { Structured, StructuredOptions, Validate, Validation } from './structured.ts';
export { withoutThinking } from './thinking.ts';
