import type { Problem } from '../../diagnostics/index.ts';
import { FILES, type RenderedFile, type Slot, type Templates } from '../../framework/index.ts';

/**
 * Required inputs whose open slots are in no file, because the user's templates omit them: one warning for each
 * kind of input, since a template shows all inputs of a kind or none.
 *
 * @param slots - all open slots
 */
export function inputsWithoutSlot(
  slots: readonly Slot[],
  files: readonly RenderedFile[],
  templates: Templates,
): Problem<'goals-unshown-input'>[] {
  const left = slots.filter(
    ({ input, slot }) => input.required && !files.some(({ text }) => text.includes(slot)),
  );
  const prompt = FILES[1].template;
  return [...new Set(left.map(({ input }) => input.kind))].map((kind) => ({
    severity: 'warning',
    code: 'goals-unshown-input',
    message: `The templates do not show required inputs of the kind ${NAMES[kind]}, so they could not be filled in.`,
    file: templates.shown(prompt),
    hint: `Show them: {{#each ${kind === 'setting' ? 'settings' : kind}}} … {{text}} … {{/each}}.`,
  }));
}

const NAMES = {
  request: "the user's own words (request)",
  setting: 'a setting',
  criteria: 'a yardstick (criteria)',
  material: 'material',
} as const;
