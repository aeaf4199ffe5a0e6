import { boundedLine } from '../bounded_text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text on one line, safe between tags and in quoted attributes. */
export function line(text: string, most?: number): string {
  return boundedLine(text, most).replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? '');
}
