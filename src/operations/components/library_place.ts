import type { Problem } from '../../diagnostics/index.ts';

/** The problem for a path in a library that a link takes outside the project. */
export function outsideLibrary(file: string): Problem<'library-outside-project'> {
  return {
    severity: 'error',
    code: 'library-outside-project',
    message: 'A link in the path leads out of the library; nothing was written.',
    file,
    hint: 'Remove the link, or give the intended folder with --library.',
  };
}
