/**
 * The value of a table under a key from outside. Every object also answers to `constructor`, `toString` and the like, inherited
 * from its prototype: a word of a document may be one of them.
 */
export function ownValue<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
