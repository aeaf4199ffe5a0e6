import Handlebars from 'handlebars';

/** A template compiled, or what its parser says is wrong with it. */
export type Compiled =
  | { readonly ok: true; readonly specification: object }
  | { readonly ok: false; readonly message: string; readonly line: number | undefined };

/**
 * Compiles a template of the user's, under the same rules as the shipped ones: nothing is escaped, only Handlebars'
 * own block helpers exist, and a name that the view does not have is an error.
 */
export function compileTemplate(text: string): Compiled {
  if (typeof text !== 'string') return { ok: false, message: 'it is not text', line: undefined };
  const handlebars = Handlebars.create();
  try {
    const source = handlebars.precompile(handlebars.parse(text), RULES) as string;
    // The source was made by the compiler just now, from an AST; there is no other way to evaluate it.
    const specification = new Function(`return ${source}`)() as object;
    return { ok: true, specification };
  } catch (error) {
    return describe(error);
  }
}

/** How every template is compiled. The build uses the same rules for the shipped ones. */
export const RULES = {
  noEscape: true,
  strict: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: {
    if: true,
    unless: true,
    each: true,
    with: true,
    helperMissing: false,
    blockHelperMissing: false,
    log: false,
    lookup: false,
  },
} as const;

function describe(error: unknown): Compiled {
  const message = error instanceof Error ? error.message : String(error);
  const line = /line (\d+)/u.exec(message)?.[1] ?? / - (\d+):\d+/u.exec(message)?.[1];
  const said = message.split('\n').at(-1) ?? message;
  return { ok: false, message: said.trim(), line: line === undefined ? undefined : Number(line) };
}
