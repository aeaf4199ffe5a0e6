import type { ExportedInput, ExportForm } from './exportable.ts';

/** Replaces each slot with a sentence for its reader, or with a variable of the form's own template. */
export function withoutSlots(form: ExportForm, text: string, inputs: readonly ExportedInput[]): string {
  const isTemplate = form === 'dotprompt' || form === 'promptfoo';
  let rest = text.replaceAll(
    /^- `<<FILL …>>` is empty: .*$/gmu,
    isTemplate
      ? `- \`${NOT_GIVEN}\` is not there, and can be done without.`
      : '- `[ask for …]` is not there yet: look for it in what was said, else ask for it and stop; `[if given: …]` can be done without.',
  );
  for (const input of inputs)
    rest = rest.replaceAll(input.slot, () => (isTemplate ? `{{${variableOf(input)}}}` : asked(form, input)));
  return rest;
}

/** The text that replaces an omitted input when templates are filled. */
export const NOT_GIVEN = '(not given)';

/** The input's name as a template variable. */
export function variableOf({ name }: Pick<ExportedInput, 'name'>): string {
  return name.replace(/\W/gu, '_');
}

/** A template's default for an omitted input; `undefined` if a value is required. */
export function otherwiseOf({ required, default: value }: ExportedInput): string | undefined {
  return value ? value : required ? undefined : NOT_GIVEN;
}

function asked(form: ExportForm, { kind, required, describe, ...input }: ExportedInput): string {
  if (kind === 'request') return form === 'command' ? '$ARGUMENTS' : '[if given: what the person asks for]';
  const otherwise = input.default ? `, else ${input.default}` : '';
  return required ? `[ask for ${input.name}: ${describe}]` : `[if given: ${describe}${otherwise}]`;
}
