import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { CLAUDE_MARKS } from '../reading/marks.ts';
import { tellMarks } from '../reading/told_marks.ts';
import type { ReadingProblemCode } from '../reading/types.ts';
import { descriptionOf, exportName } from './export_names.ts';
import { sealed } from './seal.ts';

/** What a framework is exported as. */
export type ExportForm = 'skill' | 'agent' | 'command';

export const EXPORT_FORMS: readonly ExportForm[] = ['skill', 'agent', 'command'];

/** A framework as it is exported. */
export type Exportable = {
  readonly name: string;
  /** What it is for, and the case that it is for, in a sentence each. */
  readonly description: string;
  readonly useWhen: string | undefined;
  readonly persona: string;
  readonly prompt: string;
  readonly inputs: readonly ExportedInput[];
  /** Where it came from: `framework Api_Audit` or `goal TEACH`. */
  readonly source: string;
};

/** An input of the framework, and the slot that stands for it. */
export type ExportedInput = {
  readonly name: string;
  readonly kind: string;
  readonly required: boolean;
  readonly describe: string;
  readonly default?: string | null;
  readonly slot: string;
};

export type ExportProblemCode = ReadingProblemCode | 'export-name' | 'export-too-long';

/** A body has fewer lines: https://agentskills.io/specification#progressive-disclosure */
const MOST_LINES = 500;

/**
 * The file that a framework is exported as: front matter by the rules of its form, the persona, and the prompt, in which each slot
 * has become something to ask for, or the command's arguments.
 *
 * @param file - what problems call it
 */
export function exportText(
  form: ExportForm,
  given: Exportable,
  file: string,
): Result<string, ExportProblemCode> {
  const name = exportName(given.name);
  const parts = `${given.persona.trim()}\n\n${given.prompt.trim()}\n`;
  const problems: Problem<ExportProblemCode>[] = [];
  // Claude Code would run or read it, wherever it stands in the file.
  const marks = tellMarks(
    { file, path: file, text: parts, fields: new Map(), body: parts, bodyLine: 1 },
    CLAUDE_MARKS.filter(({ code }) => code === 'prompt-inclusion' || form !== 'agent'),
  );
  problems.push(
    ...marks
      .filter(({ code }) => code === 'prompt-inclusion' || code === 'prompt-argument')
      .map(
        ({ code, message }): Problem<ExportProblemCode> => ({
          ...{ severity: 'error', code, file },
          message: message.replace(/; it stays as text.*$/u, '.'),
          hint: 'Say it in words in the component or the framework that it stands in.',
        }),
      ),
    ...marks.filter(({ code }) => code === 'prompt-hidden-text' || code === 'prompt-conflict'),
  );
  const body = withoutSlots(form, parts, given.inputs);
  problems.push(...tellLeft(body, file));
  if (name === '')
    problems.push({
      ...{ severity: 'error', code: 'export-name', file },
      message: `${JSON.stringify(given.name.slice(0, 100))} leaves nothing for a name of a-z, 0-9 and -.`,
      hint: 'Make the framework anew under a name with letters or digits.',
    });
  const lines = body.split('\n').length;
  if (form === 'skill' && lines >= MOST_LINES)
    problems.push({
      ...{ severity: 'error', code: 'export-too-long', file },
      message: `The skill would have ${lines} lines; fewer than ${MOST_LINES} are allowed.`,
      hint: 'Take out what is material rather than instruction.',
    });
  if (problems.length > 0) return failure('problems', ...problems);
  const description = descriptionOf(given);
  const fields =
    form === 'command'
      ? [`description: ${JSON.stringify(description)}`, 'argument-hint: "[what is wanted]"']
      : [
          `name: ${IS_PLAIN.test(name) ? name : JSON.stringify(name)}`,
          `description: ${JSON.stringify(description)}`,
        ];
  return success(sealed(fields, body, given.source));
}

/** A name that no reader of YAML takes for a number, a truth or nothing. */
const IS_PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z]/u;

/** Each slot as what it says to whoever reads it there. */
function withoutSlots(form: ExportForm, text: string, inputs: readonly ExportedInput[]): string {
  let rest = text.replaceAll(
    /^- `<<FILL …>>` is empty: .*$/gmu,
    '- `[ask for …]` is not there yet: look for it in what was said, else ask for it and stop; `[if given: …]` can be done without.',
  );
  for (const input of inputs) rest = rest.replaceAll(input.slot, () => asked(form, input));
  return rest;
}

function asked(form: ExportForm, { kind, required, describe, ...input }: ExportedInput): string {
  if (kind === 'request') return form === 'command' ? '$ARGUMENTS' : '[if given: what the person asks for]';
  const otherwise = input.default ? `, else ${input.default}` : '';
  return required ? `[ask for ${input.name}: ${describe}]` : `[if given: ${describe}${otherwise}]`;
}

/** A slot that is none of the framework's, which somebody has written by hand. */
function tellLeft(text: string, file: string): Problem<ExportProblemCode>[] {
  return [...text.matchAll(/<<\s*FILL\b[^\n]{0,60}/giu)].map(({ 0: found }) => ({
    ...{ severity: 'error', code: 'prompt-slot', file },
    message: `${JSON.stringify(found)} is a slot that nothing fills.`,
    hint: 'Say in the framework in words what is to stand there.',
  }));
}
