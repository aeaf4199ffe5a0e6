import { quotedPath, shortHash } from '../../lib/index.ts';

/** A file that goes into a value together with others. */
export type BundledFile = {
  /** Its path from the named folder, with `/` between its parts, so that a finding can point to it. */
  readonly path: string;
  readonly text: string;
};

/**
 * Joins several files into one text: each between two lines that name it. Those lines carry an id that occurs in none of the
 * files, so that no file can end its part or begin another's. A file's text is taken verbatim; a missing final line end is added.
 */
export function bundleFiles(files: readonly BundledFile[]): string {
  const id = freeId(files);
  return files
    .map(({ path, text }) => {
      const name = quotedPath(path);
      const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`;
      return `=====BEGIN FILE ${name} ${id}=====\n${whole}=====END FILE ${name} ${id}=====\n`;
    })
    .join('\n');
}

function freeId(files: readonly BundledFile[]): string {
  const seed = files.map(({ path }) => path).join('\0');
  for (let id = shortHash(seed); ; id = `${id}${shortHash(id)}`.slice(-16)) {
    if (!files.some(({ path, text }) => text.includes(id) || path.includes(id))) return id;
  }
}
