import { printableLine } from '../lib/index.ts';

/** Lines without those that say nothing. */
export function lines(parts: readonly (string | undefined | null | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n');
}

/** At most so many lines, and how many there are more. */
export function firstOf(parts: readonly string[], most: number): string {
  const shown = parts.slice(0, most).join('\n');
  return parts.length <= most ? shown : `${shown}\n… and ${parts.length - most} more in structuredContent`;
}

/** Something from a file in one line. */
export function inLine(text: string | null | undefined): string {
  return printableLine(text ?? '');
}

/** Values of inputs as operations take them: never a file, never standard input, whatever the value begins with. */
export function assignments(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${literally(value)}`);
}

/** Words that are meant as they stand, where `@file` and `-` would mean something else. */
export function literally(text: string): string {
  return text.startsWith('@') ? `@${text}` : dashLiterally(text);
}

/** A text where a lone dash would be standard input, which is the client's. */
export function dashLiterally(text: string): string {
  return text === '-' ? ' -' : text;
}
