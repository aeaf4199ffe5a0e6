import { quotedPath, shortHash } from '../../lib/index.ts';

/** A file that goes into a value together with others. */
export type BundledFile = {
  /** As it is found from the folder that was named, with `/` between its parts: what a finding can point to. */
  readonly path: string;
  readonly text: string;
};

/**
 * Several files as one text: each between two lines that name it. Those lines carry an id that occurs in none of the
 * files, so that no file can end its part or begin another's. A file's text is taken as it is; one that does not end its
 * last line gets a line end behind it.
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
