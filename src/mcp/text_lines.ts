import { printableLine } from '../lib/index.ts';

/** Joins lines, leaving out the empty ones. */
export function lines(parts: readonly (string | undefined | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n');
}

/** The first lines, at most so many, and the number of those left out. */
export function firstOf(parts: readonly string[], most: number): string {
  const shown = parts.slice(0, most).join('\n');
  return parts.length <= most ? shown : `${shown}\n… and ${parts.length - most} more in structuredContent`;
}

/** Text from a file on one line. */
export function onOneLine(text: string | null | undefined): string {
  return printableLine(text ?? '');
}

/** Values of inputs in the form operations take, so that none is read from a file or standard input, whatever it begins with. */
export function assignments(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${escapeArgument(value)}`);
}

/** Escapes text in which a leading `@` or a `-` would name a file or standard input. */
export function escapeArgument(text: string): string {
  return text.startsWith('@') ? `@${text}` : escapeDash(text);
}

/** Escapes a lone dash, which would mean standard input: that belongs to the client. */
export function escapeDash(text: string): string {
  return text === '-' ? ' -' : text;
}
