export { answerDocument, answerText, withoutFence } from './answer_text.ts';
export { type ModelFailure, type ModelProblemCode, type TryFailure, toFailure } from './failure.ts';
export { findJson, type JsonInText } from './json_in_text.ts';
export { createModel, type Model, systemDependencies } from './model.ts';
export type {
  AskOptions,
  CallMessage,
  EndpointMemory,
  Interceptor,
  Message,
  ModelAnswer,
  ModelDependencies,
  ModelEvent,
  ModelRequest,
  NamedSchema,
  Outcome,
  PingReport,
  ResultMessage,
  SentRequest,
  Tool,
  ToolCall,
  TryOutcome,
  Usage,
} from './port.ts';
export type { ApiKey, ModelSettings } from './settings.ts';
export type { Structured, StructuredOptions, Validate, Validation } from './structured.ts';
export { withoutThinking } from './thinking.ts';
