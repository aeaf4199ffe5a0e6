import type { AnyCode, Problem } from '../diagnostics/index.ts';
import { printable } from '../lib/index.ts';
import { type DocumentName, failedDocument, type VerbFailure } from '../operations/index.ts';
import type { Tool } from './tool.ts';
import { tools } from './tools/index.ts';

/** A tool's answer in the form of the protocol. */
export type ToolResult = {
  readonly content: { type: 'text'; text: string }[];
  readonly structuredContent?: { [key: string]: unknown };
  readonly isError?: true;
};

/** The longest text of a result, in characters; the document beside it is complete. */
const LONGEST_TEXT = 120_000;

/** The result of a successful call: the document, and the same in words. */
export function doneResult(tool: Tool, document: object, input: object): ToolResult {
  const problems = 'problems' in document ? (document.problems as readonly Problem[]) : [];
  const parts = [tool.text(document, input), problemsIn(problems, tool)].filter((part) => part !== '');
  return { content: [textPart(parts.join('\n\n'))], structuredContent: plain(document) };
}

/** The result of a failed call: the failure's document, and the problems with their place and remedy. */
export function failedResult(
  tool: Tool,
  failed: VerbFailure<DocumentName, AnyCode>,
  input: object,
): ToolResult {
  const document = failedDocument(tool.documentFor(input), failed);
  return {
    content: [textPart(problemsIn(failed.problems, tool) || 'The call failed.')],
    structuredContent: plain(document),
    isError: true,
  };
}

/** Problems in words for a client's model: the fault, its place and the remedy. */
export function problemsIn(problems: readonly Partial<Problem>[], tool: Tool): string {
  return problems
    .map(({ severity, code, message, file, line, column, hint }) => {
      const place = file ? ` at ${[file, line, column].filter((part) => part != null).join(':')}` : '';
      const remedy = hint ? `\n  remedy: ${inTermsOfTools(hint, tool)}` : '';
      return `${severity} ${code}${place}: ${message}${remedy}`;
    })
    .join('\n');
}

/** A remedy for the command line, reworded for a client: arguments for options, tools for commands that need nothing more. */
function inTermsOfTools(hint: string, { input }: Tool): string {
  const parts = hint.replace(STANDARD_INPUT, '').split(/(`[^`]*`)/u);
  return parts
    .map((part) => (part.startsWith('`') ? asTool(part) : withTools(withArguments(part, input))))
    .join('');
}

/** The server's standard input is the protocol's. */
const STANDARD_INPUT = /,? or (?:as )?- for standard input(?:: .*$)?/u;

function asTool(quoted: string): string {
  const [, words] = /^`orchestrator ([a-z -]+)`$/u.exec(quoted) ?? [];
  const same = tools.find(({ command, effect }) => command === words && effect !== 'runs');
  return same ? `the tool ${same.name}` : quoted;
}

/** Names tools in place of commands that stand in a sentence, with no argument but a place for one. */
function withTools(text: string): string {
  return text.replace(
    /\borchestrator ([a-z]+(?:[ -][a-z]+)*)(?: <[a-z]+>)?(?=[.,;)]|$)/gu,
    (whole, said: string) => {
      const words = said.split(' ');
      const lengths = [...words.keys()].map((place) => words.length - place);
      const match = lengths.flatMap((length) => {
        const command = words.slice(0, length).join(' ');
        const same = tools.find((tool) => tool.command === command && tool.effect !== 'runs');
        return same ? [[`the tool ${same.name}`, ...words.slice(length)].join(' ')] : [];
      });
      return match[0] ?? whole;
    },
  );
}

function withArguments(text: string, input: Tool['input']): string {
  return text.replace(/(?<![\w-])--([a-z]+(?:-[a-z]+)*)/gu, (whole, name: string) => {
    const argument = name.replace(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
    return Object.hasOwn(input, argument) ? `the argument ${argument}` : whole;
  });
}

function textPart(text: string): { type: 'text'; text: string } {
  const safe = printable(text);
  const isWhole = safe.length <= LONGEST_TEXT;
  return {
    type: 'text',
    text: isWhole ? safe : `${safe.slice(0, LONGEST_TEXT)}\n[cut; structuredContent has all of it]`,
  };
}

function plain(document: object): { [key: string]: unknown } {
  return JSON.parse(JSON.stringify(document)) as { [key: string]: unknown };
}
