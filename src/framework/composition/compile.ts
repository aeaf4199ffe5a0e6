import Handlebars from 'handlebars';

import type { TemplateFault } from './template_fault.ts';
import { checkNames, type NamesOfAny } from './template_names.ts';
import { syntaxFault } from './template_syntax.ts';

/** A compiled template, or all its faults. */
export type Compiled =
  | { readonly ok: true; readonly specification: object }
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

/**
 * Compiles a user's template under the same rules as the shipped ones: nothing is escaped, only Handlebars' own block helpers
 * exist, and a name that the view does not have is an error.
 */
export function compileTemplate(text: string, names: NamesOfAny): Compiled {
  // An object would be taken for a parsed template, and its content would be run.
  if (typeof text !== 'string' || text.trim() === '') return { ok: false, faults: [EMPTY] };
  const handlebars = Handlebars.create();
  let program: hbs.AST.Program;
  try {
    program = handlebars.parse(text);
  } catch (error) {
    return { ok: false, faults: [syntaxFault(error, text)] };
  }
  const faults = checkNames(program, names);
  if (faults.length > 0) return { ok: false, faults };
  const source = handlebars.precompile(program, RULES) as string;
  // The compiler has just produced the source from an AST; there is no other way to evaluate it.
  const specification = new Function(`return ${source}`)() as object;
  return { ok: true, specification };
}

const EMPTY: TemplateFault = {
  code: 'template-empty',
  message: 'The template is empty.',
  hint: 'Write it, or remove the file to use the shipped template.',
};

/** The compiler options for every template, including the shipped ones in the build. */
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
