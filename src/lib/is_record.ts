/** Whether a value that was parsed from JSON is an object, as opposed to a list or any other value. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
