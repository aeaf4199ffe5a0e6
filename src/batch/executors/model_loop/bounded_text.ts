/** The beginning and the end of a text that is too long, with the length of the omitted middle; a shorter one unchanged. */
export function boundedText(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, Math.floor(most / 3)).replace(/[\ud800-\udbff]$/u, '');
  const tail = text.slice(text.length - Math.ceil((most * 2) / 3)).replace(/^[\udc00-\udfff]/u, '');
  return `${head}\n[… ${text.length - head.length - tail.length} characters left out …]\n${tail}`;
}
