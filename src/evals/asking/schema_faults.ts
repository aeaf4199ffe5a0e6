import type { ErrorObject } from 'ajv';

/** A validator's errors, as lines that begin with a JSON pointer. */
export function schemaFaults(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, message, params }) => {
    const more = 'additionalProperty' in params ? `: "${params.additionalProperty}"` : '';
    const allowed = 'allowedValues' in params ? `: ${JSON.stringify(params.allowedValues)}` : '';
    return `${instancePath || '(root)'}: ${message ?? 'is not valid'}${more}${allowed}`;
  });
}
