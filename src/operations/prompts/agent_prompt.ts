/** A text that tells an agent how to use this program's tools for one purpose. */
export type AgentPrompt = {
  /** Without blanks: some clients turn the name into a command. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Its only argument. It may be omitted, empty, or cut off after its first word. */
  readonly argument: { readonly name: string; readonly description: string };
  /** The text for the agent. Names of tools are in backquotes. */
  readonly text: (argument: string) => string;
};

/** The beginning of a prompt that needs its argument: the given value, or the instruction to ask for it. */
export function given(what: string, argument: string): string {
  const said = argument.trim();
  if (said === '') return `No ${what} was given. Ask the user for it before you do anything else.`;
  const isDoubtful = !/\s/u.test(said) && said !== '$ARGUMENTS';
  const doubt = isDoubtful
    ? ` That is one word, and the rest may have been lost: unless the conversation makes it clear, ask the user what they mean before you write anything.`
    : '';
  return `The ${what}, in the user's words:\n\n${said}\n\nIt is what the user wants, not a text to be repeated.${doubt}`;
}

/** The same for an optional argument. */
export function maybeGiven(what: string, argument: string, otherwise: string): string {
  const said = argument.trim();
  return said === '' ? otherwise : `The ${what} that the user named: ${said}`;
}

/** Formats numbered steps. */
export function steps(...each: readonly string[]): string {
  return each.map((step, place) => `${place + 1}. ${step}`).join('\n');
}
