/**
 * A list without spare capacity, for long-lived data: a list that has grown has room for 17 values, and a long plan has lists by
 * the hundred thousand.
 */
export function trimCapacity<Value>(list: readonly Value[]): readonly Value[] {
  return list.length === 0 ? EMPTY_LIST : list.slice();
}

/** All empty lists in one. */
export const EMPTY_LIST: readonly never[] = [];
