/** A kind of part: one of a story's, or another one, which everything that follows builds on. */
export type Part = {
  readonly kind: 'setup' | 'foundation' | 'story' | 'other';
  /** The numbers of the stories that its heading names. */
  readonly stories: readonly string[];
};

/**
 * For each part, in their order, the parts that it waits for directly; the rest come before those. Stories do not wait for each
 * other, but the parts of one story do, and where a story is divided among layers, those that follow build on all of them.
 *
 * Each part is looked at once, and waits for a few others, however many there are.
 */
export function waitedParts<Each extends Part>(parts: readonly Each[]): (readonly Each[])[] {
  let base: readonly Each[] = [];
  /** Since the base: for each story its last part, and the parts that no other one of their stories follows. */
  const lastOf = new Map<string, Each>();
  const ends = new Set<Each>();
  /** The last part of a story that has several: it waits for those that were such before it. */
  let divided: Each | undefined;
  return parts.map((part) => {
    if (part.kind !== 'story') {
      const waited = ends.size === 0 ? base : [...ends];
      base = [part];
      lastOf.clear();
      ends.clear();
      divided = undefined;
      return waited;
    }
    const { stories } = part;
    const own = stories.flatMap((story) => lastOf.get(story) ?? []);
    const waited = [...new Set([...(divided === undefined ? [] : [divided]), ...own])];
    for (const before of own) ends.delete(before);
    for (const story of stories) lastOf.set(story, part);
    ends.add(part);
    if (own.length > 0) divided = part;
    return waited.length === 0 ? base : waited;
  });
}
