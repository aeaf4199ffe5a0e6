import type { Result } from '../diagnostics/index.ts';
import type { Validate } from './structured.ts';

export { type ModelFailure, type ModelProblemCode, toFailure } from './failure.ts';
export { findJson, type JsonInText } from './json_in_text.ts';
export { createModel, type Model, systemDependencies } from './model.ts';
export type { PingReport } from './ping.ts';
export type {
  AskOptions,
  Message,
  ModelAnswer,
  ModelDependencies,
  ModelEvent,
  ModelRequest,
  NamedSchema,
  Outcome,
  Usage,
} from './port.ts';
export { saidText } from './said.ts';
export type { ApiKey, ModelSettings } from './settings.ts';
export type { Structured, StructuredOptions, Validate, Validation } from './structured.ts';
export { withoutThinking } from './thinking.ts';

/** A check for a schema that is known only at run time. Ajv is loaded when this is first called. */
export async function validatorFor(
  schema: Readonly<Record<string, unknown>>,
): Promise<Result<Validate, 'model-schema-invalid'>> {
  const { compileValidator } = await import('./validator.ts');
  return compileValidator(schema);
}
