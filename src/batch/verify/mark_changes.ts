/** An item that has changed. */
export type Change = { readonly key: string; readonly how: 'added' | 'changed' | 'removed' };

/** Returns the differences between two marks of the same items. */
export function changesOf(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Change[] {
  const keys = [...new Set([...before.keys(), ...now.keys()])];
  return keys.flatMap((key): Change[] => {
    const [was = ABSENT, is = ABSENT] = [before.get(key), now.get(key)];
    if (was === is) return [];
    return [{ key, how: was === ABSENT ? 'added' : is === ABSENT ? 'removed' : 'changed' }];
  });
}

/** The fingerprint of a missing file. */
const ABSENT = 'absent';
