/** Decodes a path as git writes it in a diff: quoted, with C escapes, where it contains special characters. */
export function unquotedPath(written: string): string {
  const quoted = /^"(.*)"$/su.exec(written)?.[1];
  if (quoted === undefined) return written;
  const bytes: number[] = [];
  for (const [part, octal, single] of quoted.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else bytes.push(...Buffer.from(single === undefined ? part : (ESCAPES[single] ?? single)));
  }
  return Buffer.from(bytes).toString('utf8');
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The two paths of a line `diff --git a/x b/x`, where it is clear how to split it. */
export function gitHeaderPaths(rest: string): { readonly old: string; readonly now: string } | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*"|[^"\s]\S*) ("(?:[^"\\]|\\.)*")$/su.exec(rest);
  const first = /^("(?:[^"\\]|\\.)*") (.+)$/su.exec(rest);
  const pair = quoted ?? first;
  if (pair) return { old: sideless(pair[1] ?? ''), now: sideless(pair[2] ?? '') };
  // Both are equal but for the letter before them, or a line `rename from` names them.
  const half = (rest.length - 1) / 2;
  const [old, now] = [rest.slice(0, half), rest.slice(half + 1)];
  if (rest[half] === ' ' && sideless(old) === sideless(now))
    return { old: sideless(old), now: sideless(now) };
  const words = rest.split(' ');
  return words.length === 2 ? { old: sideless(words[0] ?? ''), now: sideless(words[1] ?? '') } : undefined;
}

/** The path of a line `--- a/x` or `+++ b/x`; `undefined` where it means no file. */
export function sidePath(written: string): string | undefined {
  // Other programs write a time after a tab.
  const name = written.startsWith('"') ? written : written.replace(/\t.*$/su, '');
  return name === '/dev/null' ? undefined : sideless(name);
}

/** A path without the letter that names its side; with other settings git uses other letters. */
function sideless(written: string): string {
  return unquotedPath(written.trimEnd()).replace(/^[abciow]\//u, '');
}
