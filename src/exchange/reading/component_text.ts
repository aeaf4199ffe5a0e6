import type { Problem } from '../../diagnostics/index.ts';
import { PLACEHOLDER_MARK } from '../../framework/index.ts';
import type { PromptPart, ReadingProblemCode, ReadPrompt } from './reading_format.ts';

/** The longest line that front matter of a component takes. */
const LONGEST = 1000;

/** The origin of a prompt. */
export type PromptOrigin = { readonly file: string; readonly called: string };

/**
 * The file of a component made from a part of a prompt: a draft that names its origin.
 *
 * @param id - its name without the file extension
 */
export function componentText(
  id: string,
  part: PromptPart,
  { description, useWhen, license }: Pick<ReadPrompt, 'description' | 'useWhen' | 'license'>,
  { file, called }: PromptOrigin,
): string {
  const when = useWhen ?? saidWhen(description);
  const summary = description === '' ? `${PLACEHOLDER_MARK}: what it is, in one sentence` : description;
  return [
    '---',
    `id: ${id}`,
    `kind: ${part.kind}`,
    `summary: ${quoted(summary)}`,
    ...(when === undefined ? [] : [`use_when: ${quoted(when)}`]),
    'goals: []',
    ...(part.kind === 'protocol' ? ['interaction: single_pass'] : []),
    'requires_tools: []',
    'version: 1.0.0',
    'origin: hand',
    `source: ${quoted(`${called}: ${file}`)}`,
    ...(license === undefined ? [] : [`license: ${quoted(license)}`]),
    'status: draft',
    '---',
    part.text,
    '',
  ].join('\n');
}

/** Reports text that was shortened to fit in front matter. */
export function tellCut(
  { description, useWhen = '', license = '' }: ReadPrompt,
  file: string,
): Problem<ReadingProblemCode>[] {
  const long = Object.entries({ description, 'the case it is for': useWhen, 'the licence': license });
  return long
    .filter(([, text]) => text.length > LONGEST)
    .map(([what, text]) => ({
      ...{ severity: 'warning', code: 'prompt-cut', file },
      message: `It has ${text.length} characters as ${what}; at most ${LONGEST} are allowed.`,
    }));
}

/** The id of a component made from a name: lower-case words joined by underscores; empty if nothing is left. */
export function componentId(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/gu, '_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '_')
    .slice(0, 100)
    .replace(/^_+|_+$/gu, '');
}

/** The sentence of a description that says when to use it. */
function saidWhen(description: string): string | undefined {
  return /(?:^|[.!?;]\s+)(Use (?:this |it )?(?:(?:skill|agent|command|prompt) )?(?:proactively )?(?:when|whenever|for|if)\b[^.!?]*[.!?]?)/u.exec(
    description,
  )?.[1];
}

/** Any text as a quoted YAML scalar on one line. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/u, '')).replace(
    /[\u007f-\u009f\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
