/** A parse error and its position. */
export type ParseFault = { readonly fault: string; readonly line: number; readonly column: number };

/** A value of a file with its line. */
export type LocatedValue<Value> = { readonly value: Value; readonly line: number };

/** A key of a file with its value, and the line of the key. */
export type LocatedEntry = { readonly key: string; readonly value: unknown; readonly line: number };
