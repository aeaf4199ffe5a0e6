/** The inputs that a text names, each once, in their order. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/** A text with its inputs replaced, once: the text of a value is not looked at again. */
export function withValues(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => values.get(name) ?? whole);
}

const PLACEHOLDER = /\{\{([a-z][a-z0-9-]*)\}\}/gu;
