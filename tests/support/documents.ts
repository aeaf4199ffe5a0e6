import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

const SCHEMAS = new URL('../../schemas/', import.meta.url).pathname;
const PARTS = 'parts.schema.json';

/** The names that documents carry, from `schemas/documents/`. */
export const DOCUMENT_NAMES: readonly string[] = readdirSync(join(SCHEMAS, 'documents'))
  .filter((file) => file !== PARTS)
  .map((file) => schemaAt(`documents/${file}`).properties?.schema?.const ?? file);

/** The names that files carry, from the other schemas. */
export const FILE_NAMES: readonly string[] = readdirSync(SCHEMAS)
  .filter((file) => file.endsWith('.schema.json'))
  .flatMap((file) => schemaAt(file).properties?.schema?.const ?? []);

const checks = new Map<string, ValidateFunction>();
let ajv: Ajv | undefined;

/** The errors in a `--json` document by the schema that it names; an empty text where there are none. */
export function documentFaults(document: unknown): string {
  const { schema } = document as { schema?: unknown };
  const name = String(schema).replace(/^orchestrator\./u, '');
  if (!DOCUMENT_NAMES.includes(String(schema))) return `there is no schema ${String(schema)}`;
  ajv ??= new Ajv({ allowUnionTypes: true, allErrors: true }).addSchema([
    schemaAt(`documents/${PARTS}`),
    schemaAt('eval.schema.json'),
    schemaAt('reviewed.schema.json'),
  ]);
  let isValid = checks.get(name);
  if (isValid === undefined) {
    isValid = ajv.compile(schemaAt(`documents/${name.replace(/\/\d+$/u, '')}.schema.json`));
    checks.set(name, isValid);
  }
  if (isValid(document)) return '';
  return `${name}: ${ajv.errorsText(isValid.errors, { dataVar: '' })}`;
}

type Schema = { readonly properties?: { readonly schema?: { readonly const?: string } } };

function schemaAt(path: string): Schema {
  return JSON.parse(readFileSync(join(SCHEMAS, path), 'utf8')) as Schema;
}
