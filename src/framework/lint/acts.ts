/** Something to do or to leave: a verb and what it is done to, both without endings and articles. */
export type Act = { readonly act: string; readonly at: number; readonly text: string };

const OBJECT = '(?:the |an? |any |its |their |your )?([a-z][a-z-]{2,20})\\b';

/** `Never rename a file`, `do not rename files`. What goes on behind the object narrows it, and does not count. */
export function forbiddenActs(text: string): Act[] {
  return found(
    text,
    new RegExp(`\\b(?:never|do not|don['’]t|must not) ([a-z]{3,15}) ${OBJECT}(?=${END})`, 'giu'),
  );
}

/** `Rename the file` as a sentence or clause of its own. */
export function statedActs(text: string): Act[] {
  return found(
    text,
    new RegExp(`(?<=^|[.;:,]\\s|\\n|\\band |\\bthen )([a-z]{3,15}) ${OBJECT}(?=${END})`, 'gimu'),
  );
}

/** Where a clause ends; `rename a file that others import` is another act than `rename a file`. */
const END = '[ \\t]*(?:[.;,!]|\\n[ \\t]*\\n|$(?![\\s\\S]))';

function found(text: string, pattern: RegExp): Act[] {
  return [...text.matchAll(pattern)].map((match) => ({
    act: `${match[1]?.toLowerCase()} ${stem(match[2] ?? '')}`,
    at: match.index,
    text: match[0],
  }));
}

function stem(noun: string): string {
  return noun.toLowerCase().replace(/s$/u, '');
}
