/**
 * Headings after the bullet of a list, `- ### 3. Tools`: to their writer they are headings like those around them. The bullet is
 * removed, and every line keeps its length.
 *
 * @param text - with line feeds only
 */
export function withoutBullets(text: string): string {
  if (!BULLETED.test(text)) return text;
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const mark = /^ {0,3}(?<mark>`{3,}|~{3,})/u.exec(line)?.groups?.mark;
      if (mark !== undefined)
        fence = fence === undefined ? mark : line.trim().startsWith(fence) ? undefined : fence;
      const bullet = fence === undefined ? BULLETED.exec(line)?.groups?.bullet : undefined;
      return bullet === undefined ? line : `${line.slice(bullet.length)}${' '.repeat(bullet.length)}`;
    })
    .join('\n');
}

const BULLETED = /^(?<bullet> {0,3}[-*+] {1,3})#{2,6} \S/mu;
