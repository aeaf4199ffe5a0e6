import type { Input } from '../../framework/index.ts';

/**
 * Where an input of a workflow comes from while a phase is carried out: nobody fills in slots for it, and the plan's own texts
 * appear in the prompt once, in sections of their own. `undefined` for an optional input without a default, which is left out.
 *
 * - material is the content of the project: the agent works in it and reads it itself;
 * - criteria are the yardstick: the phase's goal, steps and gates, with the rules that the project states;
 * - there is no request: the plan states it;
 * - a setting uses its default, else what the goal and steps say about it, else what the project already does.
 *
 * @param hasFiles - whether the phase declares files
 */
export function inputSource(input: Input, hasFiles: boolean): string | undefined {
  if (input.default !== null) return `Here: ${input.default}.`;
  if (!input.required) return undefined;
  switch (input.kind) {
    case 'request':
      return undefined;
    case 'material':
      return hasFiles
        ? 'In the working directory: the paths under Files and what they use.'
        : 'In the working directory: what Goal, Steps and Gates name.';
    case 'criteria':
      return 'What Goal, Steps and Gates ask for, and what the project states as its rules; what neither names stays as it is.';
    case 'setting':
      return 'What Goal and Steps say of it; where they are silent, what the project does already.';
  }
}
