/**
 * A value that has to be present.
 * @throws Error where it is missing, so that a test fails at that point.
 */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error(`There is ${value} where a value is needed`);
  return value;
}
