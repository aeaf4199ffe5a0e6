/**
 * Removes ticks and crosses that mark what belongs to something instead of done work: below "it has these tools, and excludes
 * others:", `- ✅ read_mail` is one that is kept. The tick becomes a dot, and every line keeps its place.
 */
export function withoutChoiceSigns(text: string): string {
  if (!text.includes('✅') || !/[❌🚫]/u.test(text)) return text;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const depth = depthOf(lines[index]);
    if (depth === undefined) continue;
    let end = index + 1;
    while (depthOf(lines[end]) !== undefined) end++;
    const list = lines.slice(index, end);
    if (saysChoice(leadIn(lines, index)) && list.some(isCross) && list.some(isTick))
      for (let place = index; place < end; place++)
        lines[place] = (lines[place] ?? '').replace(/^(\s*[-*+]\s+)✅/u, '$1●');
    index = end;
  }
  return lines.join('\n');
}

/** The indentation of an item with such a sign; `undefined` for any other line. */
function depthOf(line = ''): number | undefined {
  return SIGNED.exec(line)?.[1]?.length;
}

const SIGNED = /^(\s*)[-*+]\s+[✅❌🚫]/u;

function isCross(line: string): boolean {
  return /^\s*[-*+]\s+[❌🚫]/u.test(line);
}

function isTick(line: string): boolean {
  return /^\s*[-*+]\s+✅/u.test(line);
}

/** The nearest line with text above a list. */
function leadIn(lines: readonly string[], index: number): string {
  for (let above = index - 1; above >= Math.max(0, index - 2); above--)
    if ((lines[above] ?? '').trim() !== '') return lines[above] ?? '';
  return '';
}

/** Whether a line over a list says that the list tells what belongs to something and what does not. */
function saysChoice(line: string): boolean {
  return /[:：]\s*\**$/u.test(line.trim()) && CHOICE.test(line);
}

const CHOICE =
  /\b(?:exclud\w+|includ\w+|allow\w*|support\w*|keep\w*|without|except|omit\w*|permit\w*|forbid\w*|do(?:es)? (?:and|or) do(?:es)?n['’]t|incluye\w*|excluye\w*|inclu[ií]\w*|exclu[ií]\w*|enthält|erlaubt|unterstützt)\b|исключа|включа|разреш|排除|包含|支持|除外|対応|제외|포함|지원/iu;
