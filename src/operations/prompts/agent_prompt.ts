/** A text that tells an agent how to use this program's tools for one purpose. */
export type AgentPrompt = {
  /** Without blanks: some clients make commands of them. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The one thing that it takes. It may be left out, empty, or cut off behind its first word. */
  readonly argument: { readonly name: string; readonly description: string };
  /** What an agent is told. Names of tools stand in backquotes. */
  readonly text: (argument: string) => string;
};

/** How a prompt begins that needs the argument: what was given, or that it has to be asked for. */
export function given(what: string, argument: string): string {
  const said = argument.trim();
  if (said === '') return `No ${what} was given. Ask the user for it before you do anything else.`;
  const isDoubtful = !/\s/u.test(said) && said !== '$ARGUMENTS';
  const doubt = isDoubtful
    ? ` That is one word, and the rest may have been lost on the way: unless the conversation makes it clear, ask the user what is meant before you write anything.`
    : '';
  return `The ${what}, in the user's words:\n\n${said}\n\nIt is what the user wants, not a text to be repeated.${doubt}`;
}

/** The same for an argument that may be left out. */
export function maybeGiven(what: string, argument: string, otherwise: string): string {
  const said = argument.trim();
  return said === '' ? otherwise : `The ${what} that the user named: ${said}`;
}

/** Numbered steps. */
export function steps(...each: readonly string[]): string {
  return each.map((step, place) => `${place + 1}. ${step}`).join('\n');
}
