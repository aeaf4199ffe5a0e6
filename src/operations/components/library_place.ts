import type { Problem } from '../../diagnostics/index.ts';

/** What is said of a place in a library that a link takes out of it. */
export function outsideLibrary(file: string): Problem<'library-outside-project'> {
  return {
    severity: 'error',
    code: 'library-outside-project',
    message: 'A link on the way leads out of the library; nothing was written.',
    file,
    hint: 'Remove the link, or name the folder that is meant with --library.',
  };
}
