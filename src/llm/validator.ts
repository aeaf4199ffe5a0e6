import { Ajv, type ErrorObject } from 'ajv';
import { failure, type Result, success } from '../diagnostics/index.ts';
import type { Validate } from './structured.ts';

/**
 * A check for a schema that is known only at run time. Compiling one loads Ajv and takes some 30 ms; a schema of ours has
 * a check that was compiled when the program was built.
 */
export function compileValidator(
  schema: Readonly<Record<string, unknown>>,
): Result<Validate, 'model-schema-invalid'> {
  const ajv = new Ajv({ allErrors: true, strict: false, unicode: false, logger: false });
  try {
    const isValid = ajv.compile(schema);
    return success((data) => {
      const valid = isValid(data);
      return { valid, problems: (isValid.errors ?? []).map(describe) };
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The schema for the answer cannot be used: ${why}.`;
    return failure('problems', { severity: 'error', code: 'model-schema-invalid', message });
  }
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const more = 'additionalProperty' in params ? `: "${params.additionalProperty}"` : '';
  const allowed = 'allowedValues' in params ? `: ${JSON.stringify(params.allowedValues)}` : '';
  return `${instancePath || '(root)'}: ${message ?? 'is not valid'}${more}${allowed}`;
}
