/**
 * Returns a text that is too long as its beginning and its end, with the length of the omitted middle between them; a shorter one
 * unchanged. No surrogate pair is cut in two.
 *
 * @param limit - in UTF-16 code units, of the beginning and the end together
 * @param headShare - the part of the limit that the beginning gets, from 0 to 1
 */
export function withoutMiddle(text: string, limit: number, headShare: number): string {
  if (text.length <= limit) return text;
  const headLength = Math.floor(limit * headShare);
  const head = text.slice(0, headLength).replace(/[\ud800-\udbff]$/u, '');
  const tail = text.slice(text.length - (limit - headLength)).replace(/^[\udc00-\udfff]/u, '');
  return `${head}\n[… ${text.length - head.length - tail.length} characters left out …]\n${tail}`;
}
