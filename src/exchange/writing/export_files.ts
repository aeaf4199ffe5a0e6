import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { hasBlockMark } from '../../lib/index.ts';
import { CLAUDE_MARKS } from '../reading/marks.ts';
import type { MarkRule } from '../reading/reading_format.ts';
import { reportMarks } from '../reading/report_marks.ts';
import { descriptionOf, exportName } from './export_names.ts';
import type {
  Exportable,
  ExportableGroup,
  ExportedFile,
  ExportForm,
  ExportProblemCode,
} from './exportable.ts';
import { commandsPlugin, pluginFiles } from './plugin.ts';
import { sealed } from './seal.ts';
import { withoutSlots } from './slots.ts';
import { dotpromptFile, type ExportedParts, promptfooFiles } from './templates.ts';

/** The line limit for the body of a skill: https://agentskills.io/specification#progressive-disclosure */
const MAX_LINES = 500;

/**
 * The files of an export, the main one first, each in its form's format: the persona and the prompt, in which each slot becomes a
 * question, the command's arguments, or a variable of the form's template.
 *
 * @param file - its name in problems
 */
export function exportFiles(
  form: ExportForm,
  named: Exportable,
  file: string,
): Result<readonly ExportedFile[], ExportProblemCode> {
  const given = withRequest(form, named);
  const texts = [given.persona, given.prompt].map((text) => withoutSlots(form, text.trim(), given.inputs));
  const [persona = '', prompt = ''] = texts;
  const body = `${persona === '' ? '' : `${persona}\n\n`}${prompt}\n`;
  const written = [named.persona.trim(), named.prompt.trim()].filter((text) => text !== '').join('\n\n');
  const problems: Problem<ExportProblemCode>[] = [
    ...tellRead(form, `${written}\n`, file),
    ...tellLeft(body, file),
  ];
  if (form === 'agents-md' && hasBlockMark(body))
    problems.push({
      ...{ severity: 'error', code: 'prompt-inclusion', file },
      message: 'It has a line that marks a block in AGENTS.md.',
      hint: 'Leave that line out.',
    });
  if (exportName(given.name) === '')
    problems.push({
      ...{ severity: 'error', code: 'export-name', file },
      message: `${JSON.stringify(given.name.slice(0, 100))} has no characters for a name of a-z, 0-9 and -.`,
      hint: 'Create it again under a name with letters or digits.',
    });
  const lines = body.split('\n').length;
  if ((form === 'skill' || form === 'plugin') && lines >= MAX_LINES)
    problems.push({
      ...{ severity: 'error', code: 'export-too-long', file },
      message: `The skill would have ${lines} lines; fewer than ${MAX_LINES} are allowed.`,
      hint: 'Remove what is material rather than instruction.',
    });
  if (problems.length > 0) return failure('problems', ...problems);
  return success(filesOf(form, given, { body, persona, prompt }));
}

/** The files of prompts that belong together, as one plugin with a command for each. @param file - their name in problems */
export function pluginOf(
  group: ExportableGroup,
  file: string,
): Result<readonly ExportedFile[], ExportProblemCode> {
  const commands: ExportedFile[] = [];
  const problems: Problem<ExportProblemCode>[] = [];
  for (const member of group.members) {
    const made = exportFiles('command', member, file);
    if (made.ok) commands.push(...made.value);
    else problems.push(...made.problems);
  }
  return problems.length > 0 ? failure('problems', ...problems) : success(commandsPlugin(group, commands));
}

/** Adds a user turn to a persona that is sent without a prompt: most endpoints refuse a request without one. */
function withRequest(form: ExportForm, given: Exportable): Exportable {
  const isSent = form === 'dotprompt' || form === 'promptfoo';
  if (!isSent || given.prompt.trim() !== '') return given;
  const slot = '<<FILL request>>';
  const input = { name: 'request', kind: 'request', required: true, describe: 'what is wanted', slot };
  return { ...given, prompt: slot, inputs: [...given.inputs, input] };
}

function filesOf(
  form: ExportForm,
  given: Exportable,
  { body, ...parts }: ExportedParts & { readonly body: string },
): readonly ExportedFile[] {
  const name = exportName(given.name);
  const description = JSON.stringify(descriptionOf(given));
  const fields = [
    `name: ${IS_PLAIN.test(name) ? name : JSON.stringify(name)}`,
    `description: ${description}`,
  ];
  const whole = (path: string, text: string): ExportedFile => ({ path, text, part: 'whole' });
  const license = given.component?.license;
  const skill = () =>
    sealed(
      [...fields, ...(license === undefined ? [] : [`license: ${JSON.stringify(license)}`])],
      body,
      given,
    );
  switch (form) {
    case 'skill':
      return [whole(`${name}/SKILL.md`, skill())];
    case 'agent':
      return [whole(`${name}.md`, sealed(fields, body, given))];
    case 'command':
      return [
        whole(
          `${name}.md`,
          sealed([`description: ${description}`, 'argument-hint: "[what is wanted]"'], body, given),
        ),
      ];
    case 'agents-md':
      return [{ path: 'AGENTS.md', text: `_${descriptionOf(given)}_\n\n${body}`, part: 'block' }];
    case 'plugin':
      return pluginFiles(given, skill());
    case 'dotprompt':
      return [dotpromptFile(given, parts)];
    case 'promptfoo':
      return promptfooFiles(given, parts);
  }
}

/** A name that no YAML reader takes for a number, a boolean or null. */
const IS_PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z]/u;

/** The marks that the form's tool would interpret anywhere in the text. */
function marksOf(form: ExportForm): readonly MarkRule[] {
  if (form === 'dotprompt' || form === 'promptfoo') return TEMPLATE_MARKS;
  const hasArguments = form !== 'agent' && form !== 'agents-md';
  return CLAUDE_MARKS.filter(({ code }) => code === 'prompt-inclusion' || hasArguments);
}

const TEMPLATE_MARKS: readonly MarkRule[] = [
  {
    code: 'prompt-argument',
    pattern: /\{\{[^}\n]{0,40}|\{%[^}\n]{0,40}|\{#[^}\n]{0,40}/gu,
    what: 'a placeholder of the template',
  },
];

function tellRead(form: ExportForm, text: string, file: string): Problem<ExportProblemCode>[] {
  const marks = reportMarks(
    { file, path: file, text, fields: new Map(), body: text, bodyLine: 1 },
    marksOf(form),
  );
  return [
    ...marks
      .filter(({ code }) => code === 'prompt-inclusion' || code === 'prompt-argument')
      .map(
        ({ code, message }): Problem<ExportProblemCode> => ({
          ...{ severity: 'error', code, file },
          message: message.replace(/; it stays as text.*$/u, '.'),
          hint: 'Reword it in the component or framework that contains it.',
        }),
      ),
    ...marks.filter(({ code }) => code === 'prompt-hidden-text' || code === 'prompt-conflict'),
  ];
}

/** Reports slots that the framework does not declare: they were written by hand. */
function tellLeft(text: string, file: string): Problem<ExportProblemCode>[] {
  return [...text.matchAll(/<<\s*FILL\b[^\n]{0,60}/giu)].map(({ 0: found }) => ({
    ...{ severity: 'error', code: 'prompt-slot', file },
    message: `${JSON.stringify(found)} is a slot that nothing fills.`,
    hint: 'Describe in the framework what belongs there.',
  }));
}
