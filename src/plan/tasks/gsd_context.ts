import { printable } from '../../lib/index.ts';
import { plainText } from '../document/plain_text.ts';
import type { ContextPiece } from './importer.ts';
import { outerElements } from './task_markup.ts';

/**
 * What a `PLAN.md` of GSD says about all of its tasks: its aim, what to read first, threats, and in the front matter what has to be
 * true in the end and what a person has to set up. The tool's own instructions in `<execution_context>` and `<output>` are none.
 */
export function gsdContext(text: string): ContextPiece[] {
  const elements = outerElements(text, Object.keys(HEADINGS)).flatMap(({ name, line, end, text: inner }) => {
    const said = withoutTags(inner);
    return said === ''
      ? []
      : [{ name: `<${name}>`, text: `### ${HEADINGS[name] ?? name}\n\n${said}`, line, end }];
  });
  return [...elements, ...frontPieces(text)];
}

/** The elements, with the headings for them. */
const HEADINGS: Readonly<Record<string, string>> = {
  objective: 'Objective',
  context: 'Context of the tasks',
  feature: 'Feature',
  implementation: 'Implementation',
  threat_model: 'Threat model',
  constraints: 'Constraints',
  deviation_rules: 'Deviation rules',
};

/** A text without the lines that only open or close an element in it, and without blank lines at both ends. */
function withoutTags(text: string): string {
  return printable(
    text
      .split('\n')
      .filter((line) => !/^\s*<\/?[a-z][a-z_-]*>\s*$/iu.test(line))
      .join('\n')
      .replace(/\n{3,}/gu, '\n\n'),
  ).trim();
}

/** The keys of the front matter that say something on the whole, each as the block that it is there. */
function frontPieces(text: string): ContextPiece[] {
  const lines = text.split('\n', plainText(text).from - 1);
  return FRONT_KEYS.flatMap((key) => {
    const start = lines.findIndex((line) => line.startsWith(`${key}:`));
    if (start < 0) return [];
    const next = lines.findIndex((line, index) => index > start && /^(?:[A-Za-z#]|---)/u.test(line));
    const own = lines.slice(start, next < 0 ? undefined : next).map((line) => line.replace(/\s#\s.*$/u, ''));
    // "user_setup: []" and keys with empty lists below say nothing.
    if (
      !own.some((line, index) =>
        /\S/u.test(line.replace(index === 0 ? `${key}:` : '', '').replace(EMPTY, '')),
      )
    )
      return [];
    const block = printable(own.join('\n')).trimEnd();
    return [
      { name: key, text: `\`\`\`yaml\n${block}\n\`\`\``, line: start + 1, end: start + 1 + own.length },
    ];
  });
}

const FRONT_KEYS = ['must_haves', 'user_setup'];
const EMPTY = /^\s*[\w-]*:?\s*(?:\[\s*\]|\{\s*\})?\s*$/u;
