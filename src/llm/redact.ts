import { formsOfKey, KEY_REMOVED, printableLine, withoutForms } from '../lib/index.ts';

/** Removes one key from everything that its endpoint sends back. */
export type Redactor = {
  /** The endpoint's words for a message: one printable line of at most 200 characters, without any piece of the key. */
  readonly words: (text: string) => string;
  /** For text that arrives in pieces and must otherwise stay unchanged. */
  readonly stream: () => RedactedStream;
};

/** Text in pieces. A possible beginning of the key is held back until it is clear that it is not. */
export type RedactedStream = { readonly push: (text: string) => string; readonly end: () => string };

/**
 * Creates a redactor for a key, in each of its forms.
 *
 * Messages lose every piece of the key of 8 characters or more, in any case, and everything masked with asterisks: an endpoint
 * that refuses a key often shows its ends. Answers lose whole keys only.
 */
export function createRedactor(secret: string | null): Redactor {
  const forms = formsOfKey(secret ?? '');
  const pieces = new Set(forms.flatMap((form) => piecesOf(form.toLowerCase())));
  // A short key, such as the `ollama` that local servers are given, is an ordinary word and no secret in an answer.
  const longForms = forms.filter((form) => form.length >= PIECE);
  return {
    words: (text) =>
      shorten(
        removePieces(withoutForms(removeMasked(printableLine(text.slice(0, LONGEST_READ))), forms), pieces),
      ),
    stream: () => redactedStream(longForms),
  };
}

/** The length from which a piece of a key is secret. */
const PIECE = 8;
const LONGEST_READ = 65_536;
const LONGEST_SHOWN = 200;

function piecesOf(form: string): string[] {
  return Array.from({ length: Math.max(0, form.length - PIECE + 1) }, (_, at) => form.slice(at, at + PIECE));
}

function removePieces(text: string, pieces: ReadonlySet<string>): string {
  let kept = '';
  let at = 0;
  while (at < text.length) {
    if (!pieces.has(text.slice(at, at + PIECE).toLowerCase())) {
      kept += text[at++];
      continue;
    }
    at += PIECE;
    while (at < text.length && pieces.has(text.slice(at - PIECE + 1, at + 1).toLowerCase())) at++;
    kept += KEY_REMOVED;
  }
  return kept;
}

function removeMasked(line: string): string {
  return line
    .split(' ')
    .map((word) => (word.includes('***') ? KEY_REMOVED : word))
    .join(' ');
}

function shorten(line: string): string {
  const characters = [...line];
  return characters.length <= LONGEST_SHOWN ? line : `${characters.slice(0, LONGEST_SHOWN - 1).join('')}…`;
}

function redactedStream(forms: readonly string[]): RedactedStream {
  let held = '';
  return {
    push: (text) => {
      const ready = withoutForms(held + text, forms);
      const keep = beginningAtEnd(ready, forms);
      held = ready.slice(ready.length - keep);
      return ready.slice(0, ready.length - keep);
    },
    end: () => {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Number of characters at the end of a text that are the beginning of a form. */
function beginningAtEnd(text: string, forms: readonly string[]): number {
  const longest = Math.min(text.length, Math.max(0, ...forms.map((form) => form.length - 1)));
  for (let length = longest; length > 0; length--) {
    const end = text.slice(text.length - length);
    if (forms.some((form) => form.startsWith(end))) return length;
  }
  return 0;
}
