/** A reading of a source that is made once, however often it is asked for: to recognise a format, and to read it. */
export function memoizeReading<Source extends object, Reading>(
  read: (source: Source) => Reading,
): (source: Source) => Reading {
  const known = new WeakMap<Source, { readonly reading: Reading }>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found.reading;
    const reading = read(source);
    known.set(source, { reading });
    return reading;
  };
}
