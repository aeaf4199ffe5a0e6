/**
 * A value that has to be there.
 * @throws Error where it is not, so that a test ends at the place where something is missing.
 */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error(`There is ${value} where a value is needed`);
  return value;
}
