/**
 * What a table has under a key that somebody else wrote. Every object also answers to `constructor`, `toString` and the like, which
 * its prototype has: a word of a document may be one of them.
 */
export function ownValue<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
