/** At most this many items of a list, spread evenly over it. */
export function evenSample(paths: readonly string[], most: number): string[] {
  const step = Math.max(1, Math.floor(paths.length / most));
  return paths.filter((_, place) => place % step === 0).slice(0, most);
}
