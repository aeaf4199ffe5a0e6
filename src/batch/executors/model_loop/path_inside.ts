/** A path that a model named: inside the working directory, relative to it with `/`; or why it is not. */
export type PathInside =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly why: string };

/**
 * Resolves where a path leads by its words alone. Links are a separate question, which only the disk can answer.
 *
 * @param root - the working directory, absolute
 * @param written - as the model wrote it; empty for the working directory itself
 */
export function pathInside(root: string, written: string): PathInside {
  if (/[\0-\u001f\u007f]/u.test(written)) return no('a path has no control characters in it');
  if (written.length > 1_000) return no('a path is shorter than that');
  const isOwn = written === root || written.startsWith(`${root}/`);
  if (written.startsWith('/') && !isOwn) return no('it is outside the working directory');
  const names: string[] = [];
  for (const name of (isOwn ? written.slice(root.length) : written).split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return no('it is outside the working directory');
  }
  if (names.some(isGits)) return no('what git keeps for itself is not to be read or written');
  return { ok: true, path: names.join('/') };
}

/** Whether some file system takes a name for `.git`: by case, by ignored characters, or by its short form. */
function isGits(name: string): boolean {
  const plain = name
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '')
    .replace(/[. ]+$|:.*$/gu, '')
    .toLowerCase();
  return plain === '.git' || /^git~\d+$/u.test(plain);
}

function no(why: string): PathInside {
  return { ok: false, why };
}
