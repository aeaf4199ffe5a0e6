import { type IncompleteFramework, missingRemedy, notFound, similarTo } from '../../operations/index.ts';

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
