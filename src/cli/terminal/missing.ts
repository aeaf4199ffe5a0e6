import { type IncompleteFramework, missingRemedy } from '../../operations/index.ts';

/** What is missing, with a name that may have been meant. */
export function missingText(framework: IncompleteFramework, next = ''): string {
  return framework.todos
    .map(({ kind, file }) => {
      const similar = similarTo(framework, kind, file);
      const remedy = `  ${missingRemedy({ kind, file, similar })}\n`;
      if (next === '') return `INFO: ${notFound(file)}\n${remedy}`;
      // A model is about to write it; that it may be a slip has still to be told.
      return `INFO: ${notFound(file)} ${next}\n${similar === undefined ? '' : remedy}`;
    })
    .join('');
}

/** The sentence that says so. */
export function notFound(file: string): string {
  return `The required component ${file} was not found.`;
}

/** The file that may have been meant by one that is missing. */
export function similarTo(
  { components }: IncompleteFramework,
  kind: string,
  file: string,
): string | undefined {
  const resolved = byName(components).get(`${kind} ${file}`);
  return resolved?.component === undefined ? resolved?.similar : undefined;
}

type Components = IncompleteFramework['components'];

/** They are asked for one by one, and there may be thousands. */
const indexes = new WeakMap<Components, ReadonlyMap<string, Components[number]>>();

function byName(components: Components): ReadonlyMap<string, Components[number]> {
  // Of one name, the first counts.
  const index =
    indexes.get(components) ??
    new Map([...components].reverse().map((each) => [`${each.kind} ${each.file}`, each] as const));
  indexes.set(components, index);
  return index;
}
