import type { NeededWords } from '../src/lib/late_pattern.ts';

export function neededWords(source: string): string[] | undefined;
export function wordsFor(whole: string, ascii: string): NeededWords | undefined;
