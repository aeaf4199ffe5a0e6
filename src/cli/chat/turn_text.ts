/** Lines that are being joined into one message. */
export type TurnText = {
  /** Takes the next line; returns the message once it is complete. */
  readonly add: (line: string, options: { readonly pasted: boolean }) => string | undefined;
  /** Whether a message has begun. */
  readonly hasBegun: () => boolean;
  /** The unfinished message when no more lines come. */
  readonly flush: () => string | undefined;
};

/** The line that begins and ends a message of several lines. */
const FENCE = '"""';

/**
 * Joins lines into messages. A line is a message, unless it ends in a backslash (it continues in the next line), is between two
 * lines of three quotation marks, or was pasted together with the text after it.
 */
export function turnText(): TurnText {
  let lines: string[] = [];
  let isFenced = false;
  const finish = () => {
    const text = lines.join('\n');
    lines = [];
    isFenced = false;
    return text;
  };
  return {
    hasBegun: () => isFenced || lines.length > 0,
    flush: () => (isFenced || lines.length > 0 ? finish() : undefined),
    add: (line, { pasted }) => {
      const isFence = line.trim() === FENCE;
      if (isFenced && isFence) return finish();
      if (!isFenced && isFence && lines.length === 0) {
        isFenced = true;
        return undefined;
      }
      if (isFenced || pasted) {
        lines.push(line);
        return undefined;
      }
      if (line.endsWith('\\')) {
        lines.push(line.slice(0, -1));
        return undefined;
      }
      lines.push(line);
      return finish();
    },
  };
}

/** The program's own command in a message: a line that begins with one slash. Two slashes send one. */
export function commandIn(text: string): { readonly name: string; readonly argument: string } | undefined {
  const match = /^\/([a-z]*)(?:\s+(.*))?$/u.exec(text.trim());
  return match ? { name: match[1] ?? '', argument: (match[2] ?? '').trim() } : undefined;
}

/** The message itself, without the slash that marks it as not for the program. */
export function messageIn(text: string): string {
  return text.startsWith('//') ? text.slice(1) : text;
}
