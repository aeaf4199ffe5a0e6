/** Whether each text comes after the one before it, so that none occurs twice. */
export function isAscending(texts: readonly string[]): boolean {
  for (let place = 1; place < texts.length; place++)
    if ((texts[place - 1] ?? '') >= (texts[place] ?? '')) return false;
  return true;
}
