/** Why a text can't be read as what it is, and where. */
export type Located = { readonly fault: string; readonly line: number; readonly column: number };

/** A value of a file with the line that it stands on. */
export type At<Value> = { readonly value: Value; readonly line: number };

/** A key of a file with its value, and the line of the key. */
export type Entry = { readonly key: string; readonly value: unknown; readonly line: number };
