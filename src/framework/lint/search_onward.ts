/**
 * Returns a function that finds a text: first after the previous match, then from the beginning. Takes about one pass if the
 * texts are asked for in the order in which they occur. Returns -1 for one that does not occur.
 */
export function searchOnward(text: string): (wanted: string) => number {
  let from = 0;
  return (wanted) => {
    const next = text.indexOf(wanted, from);
    const at = next < 0 && from > 0 ? text.indexOf(wanted) : next;
    if (at >= 0) from = at + wanted.length;
    return at;
  };
}
