/** The part of JSON Schema that the answer's schema uses. */
export type FieldSchema = {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

/** The fields of a schema, one line each, with their limits, so that the prompt cannot contradict the check. */
export function fieldLines(schema: FieldSchema, path = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const below = field.items?.properties ? fieldLines(field.items, `${own}[]`) : fieldLines(field, own);
    return [`- ${own} (${formOf(field)}): ${field.description ?? ''}`, ...below];
  });
}

function formOf(field: FieldSchema): string {
  const type = [field.type ?? []].flat().join(' or ');
  if (field.enum) return field.enum.join(' | ');
  if (type === 'array') return [`list of ${field.items?.type ?? 'value'}s`, ...lengthOf(field)].join(', ');
  const from = field.exclusiveMinimum === undefined ? [] : [`more than ${field.exclusiveMinimum}`];
  const to = field.maximum === undefined ? [] : [`at most ${field.maximum}`];
  return [type, ...from, ...to].join(', ');
}

function lengthOf({ minItems, maxItems }: FieldSchema): string[] {
  return [
    ...(minItems === undefined ? [] : [`at least ${minItems}`]),
    ...(maxItems === undefined ? [] : [`at most ${maxItems}`]),
  ];
}
