/** A text with one passage replaced, or why it is unchanged. */
export type Replaced =
  | { readonly ok: true; readonly text: string; readonly line: number }
  | { readonly ok: false; readonly why: string };

/**
 * Replaces a passage that occurs exactly once in a text. A passage with LF matches a file with CRLF, which keeps its line ends.
 */
export function replaceOnce(text: string, old: string, replacement: string): Replaced {
  if (old === '') return { ok: false, why: '`old` is empty: it has to be a passage of the file' };
  if (old === replacement) return { ok: false, why: '`old` and `new` are the same' };
  const isCrlf = text.includes('\r\n') && !/(?<!\r)\n/u.test(text) && !old.includes('\r');
  const [passage, put] = isCrlf
    ? [old.replaceAll('\n', '\r\n'), replacement.replace(/\r?\n/gu, '\r\n')]
    : [old, replacement];
  const at = text.indexOf(passage);
  if (at === -1) return { ok: false, why: `\`old\` does not occur in the file${almost(text, passage)}` };
  const again = text.indexOf(passage, at + 1);
  if (again !== -1) {
    const lines = `lines ${lineAt(text, at)} and ${lineAt(text, again)}`;
    return {
      ok: false,
      why: `\`old\` occurs in the file more than once, in ${lines}: give more of what is around it`,
    };
  }
  return {
    ok: true,
    text: text.slice(0, at) + put + text.slice(at + passage.length),
    line: lineAt(text, at),
  };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A hint where only white space differs. */
function almost(text: string, passage: string): string {
  const bare = (some: string) => some.replace(/\s+/gu, '');
  return bare(passage) !== '' && bare(text).includes(bare(passage))
    ? '; without white space it would: read the file, and give the passage as it is'
    : ': read the file, and give the passage as it is';
}
