import {
  type IncompleteFramework,
  intendedComponent,
  missingRemedy,
  notFound,
} from '../../operations/index.ts';

/** The missing components, each with a name that may have been meant. */
export function missingText(framework: IncompleteFramework, next = ''): string {
  return framework.todos
    .map(({ kind, file }) => {
      const meant = intendedComponent(framework, { kind, file });
      const isDoubtful = meant.similar !== undefined || meant.otherKind !== undefined;
      const remedy = `  ${missingRemedy({ kind, file, ...meant })}\n`;
      if (next === '') return `INFO: ${notFound(file)}\n${remedy}`;
      // A model is about to write it, but it may still be a slip, which is reported.
      return `INFO: ${notFound(file)} ${next}\n${isDoubtful ? remedy : ''}`;
    })
    .join('');
}
