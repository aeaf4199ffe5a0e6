/** One message of a dialogue, the request left out. */
export type Turn = { readonly who: 'assistant' | 'person'; readonly text: string };

/** A dialogue as readable text. A single reply is shown as it is. */
export function transcriptText(said: readonly Turn[]): string {
  if (said.length === 1) return said[0]?.text ?? '';
  return said
    .map(({ who, text }) => `${who === 'person' ? 'PERSON' : 'ASSISTANT'}:\n${text.trim()}`)
    .join('\n\n');
}

/** All replies of the assistant. */
export function repliesOf(said: readonly Turn[]): string[] {
  return said.filter(({ who }) => who === 'assistant').map(({ text }) => text);
}
