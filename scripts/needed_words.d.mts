export function neededWords(source: string): string[] | undefined;
export function lettersOf(word: string): number;
