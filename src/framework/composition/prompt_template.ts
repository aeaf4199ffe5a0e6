import Handlebars from 'handlebars/dist/cjs/handlebars.runtime.js';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { templates as builtIn } from '../generated/templates.js';
import { renderProblem, strictly } from './render.ts';
import type { TemplateProblemCode } from './template_fault.ts';
import type { NamesOfAny, TemplateNames } from './template_names.ts';
import { findOverride } from './templates.ts';

/** The template of a phase's prompt. */
export const PROMPT_TEMPLATE = 'prp.md.hbs';

/** A template that makes one file, ready to be rendered any number of times. */
export type PromptTemplate<Data> = {
  /** Values are inserted once, verbatim: nothing is escaped, scanned again or indented. */
  readonly render: (data: Data) => Result<string, TemplateProblemCode>;
};

/**
 * Finds the template for the prompt of a phase: from the first folder that has one, else the shipped one. It obeys the same rules
 * as those of a framework.
 *
 * @param names - the names that the template can show
 * @param where - the folders, absolute, in search order; and the folder that file names in problems are relative to
 */
export async function findPromptTemplate<Data extends object>(
  names: TemplateNames<Data>,
  where: { readonly folders: readonly string[]; readonly cwd: string },
): Promise<Result<PromptTemplate<Data>, TemplateProblemCode>> {
  const own = await findOverride(PROMPT_TEMPLATE, names as NamesOfAny, where);
  if (own !== undefined && 'length' in own) return failure('problems', ...own);
  const compiled = Handlebars.template((own ?? builtIn[PROMPT_TEMPLATE]).specification);
  const shown = own?.shown ?? PROMPT_TEMPLATE;
  return success({
    render: (data) => {
      try {
        return success(compiled(strictly(data)));
      } catch (error) {
        return failure('problems', renderProblem(error, shown));
      }
    },
  });
}
