/**
 * Finds texts in a text, each looked for behind the one before at first, and from the beginning where it is not there: in about one
 * pass where they stand in the order in which they are asked for. -1 for one that is nowhere.
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
