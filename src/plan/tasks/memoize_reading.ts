import type { TaskSource } from './importer.ts';

/** A reading of a source that is made once, however often it is asked for: to recognise a format, and to read it. */
export function memoizeReading<Reading>(
  read: (source: TaskSource) => Reading,
): (source: TaskSource) => Reading {
  const known = new WeakMap<TaskSource, { readonly reading: Reading }>();
  return (source) => {
    const found = known.get(source);
    if (found !== undefined) return found.reading;
    const reading = read(source);
    known.set(source, { reading });
    return reading;
  };
}
