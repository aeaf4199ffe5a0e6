/** A block of the request, as it will be in it. */
export type RequestBlock = {
  /** As the prompt calls it: `TREE`. */
  readonly label: string;
  /** Its contents, in a few words for a person. */
  readonly detail: string;
  readonly text: string;
  readonly tokens: number;
  /** Whether something was left out. */
  readonly isCut: boolean;
};

/** A text that may be sent, at whatever length there is room for. */
export type SendableText = {
  readonly label: string;
  readonly detail: string;
  /** The largest share of the remaining room that it may take, from 0 to 1. */
  readonly share: number;
  /** The text in at most this many characters; empty where that makes no sense. */
  readonly within: (characters: number) => string;
};

/**
 * Estimates the tokens of a text, on the safe side for prose and code: one for three and a half bytes of UTF-8. Only the model's
 * own tokenizer knows exactly.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

const BYTES_PER_TOKEN = 3.5;

/** Fits the texts into a number of tokens, one after the other; each leaves its unused share to the next. */
export function fitBlocks(tellables: readonly SendableText[], tokens: number): RequestBlock[] {
  let left = tokens;
  return tellables.flatMap(({ label, detail, share, within }) => {
    const whole = within(Number.POSITIVE_INFINITY);
    const room = Math.floor(left * share);
    const text = estimateTokens(whole) <= room ? whole : fitted(within, room);
    if (text === '') return [];
    const block = { label, detail, text, tokens: estimateTokens(text), isCut: text !== whole };
    left -= block.tokens;
    return [block];
  });
}

/** Characters of more than one byte need more room than estimated: then less is tried. */
function fitted(within: SendableText['within'], room: number): string {
  for (let characters = Math.floor(room * BYTES_PER_TOKEN); characters >= LEAST; ) {
    const text = within(characters);
    const tokens = estimateTokens(text);
    if (tokens <= room) return text;
    characters = Math.floor((characters * room) / tokens);
  }
  return '';
}

/** A shorter text tells nothing. */
const LEAST = 40;

/** A text's first lines, with a mark where it was cut. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - CUT.length;
  if (end <= 0) return '';
  const line = text.lastIndexOf('\n', end);
  return `${text.slice(0, line > end / 2 ? line : end).replace(/[\ud800-\udbff]$/u, '')}${CUT}`;
}

const CUT = '\n[cut here]';
