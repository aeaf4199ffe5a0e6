/**
 * Everything that is reached from a place, in one step or several. The place itself is in it only if a way leads back to it.
 *
 * @param next - the places that one step leads to
 */
export function reachedFrom<Place>(
  start: Place,
  next: (place: Place) => Iterable<Place>,
): ReadonlySet<Place> {
  const reached = new Set<Place>();
  const open = [start];
  for (let place = open.pop(); place !== undefined; place = open.pop())
    for (const other of next(place))
      if (!reached.has(other)) {
        reached.add(other);
        open.push(other);
      }
  return reached;
}
