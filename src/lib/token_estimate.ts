/**
 * The approximate number of tokens of a text, without any model's own tokenizer.
 *
 * The text is split as byte-pair tokenizers first do (words at a change of case, digits in threes, runs of
 * punctuation, line ends with their indentation), and each piece is counted by its length; text in other scripts is counted
 * by the character. Measured against OpenAI's o200k and cl100k, it was off by -3 to +10 % on English prose, prompts and
 * program code, by -13 to +1 % on shell scripts and JSON, and by up to a quarter on Chinese, Japanese, Korean, Russian and
 * German. Other makers' tokenizers were not measured.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const { 0: piece } of text.matchAll(PIECES)) tokens += tokensIn(piece);
  return Math.ceil(tokens);
}

const PIECES =
  /[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[ \t]*[\r\n][\s]*|[ \t]{2,}|[!-/:-@[-`{-~]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[^\s\u0000-\u007f]+/gu;

function tokensIn(piece: string): number {
  const first = piece.charCodeAt(0);
  if (isLetter(first)) return piece.length <= 8 ? 1 : 1 + (piece.length - 8) / 6;
  if (first >= 0x30 && first <= 0x39) return Math.ceil(piece.length / 3);
  if (first <= 0x20) return 1;
  if (first < 0x7f) return piece.length <= 3 ? 1 : piece.length / 3;
  return EAST_ASIAN.test(piece) ? piece.length * 0.75 : piece.length / 3.2;
}

const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
