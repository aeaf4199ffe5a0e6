import { hiddenText, htmlComments, positionsIn, withoutMarks } from '../../lib/index.ts';
import { INSTRUCTION_FILES, MANIFESTS } from './marker_files.ts';
import { GUIDES, PAGES } from './reading/guides.ts';
import type { ContextProblem, SourceText } from './sources.ts';

/**
 * Finds text in a file that may target a model without a person noticing: invisible characters, and sentences that tell it to
 * forget its instructions. They are reported with their position; nothing in this program obeys them.
 */
export function suspicionsIn({ path, text }: SourceText): ContextProblem[] {
  if (
    !(
      INSTRUCTION_FILES.test(path) ||
      MANIFESTS.test(path) ||
      // Facts quote these pages.
      (path.length < 120 && (GUIDES.test(path) || PAGES.test(path))) ||
      /^(?:README|CONTRIBUTING|\.orchestrator\/)|^(?:\.github\/)?pull_request_template\.md$/iu.test(path)
    )
  )
    return [];
  const hidden = hiddenText(text);
  const problems: ContextProblem[] = hidden.slice(0, MOST).map(({ line, column, what }) => ({
    severity: 'warning',
    code: 'context-hidden-characters',
    message: `There is ${what}, which a model reads and a person does not see.`,
    file: path,
    line,
    column,
    hint: 'Look at it in an editor that shows such characters, and remove it unless it is meant.',
  }));
  if (hidden.length > MOST)
    problems.push({
      severity: 'warning',
      code: 'context-hidden-characters',
      message: `There are ${hidden.length - MOST} more such places in this file.`,
      file: path,
    });
  if (INSTRUCTION_FILES.test(path)) problems.push(...commentsIn(path, text));
  if (!mayInstruct(text)) return problems;
  const positionOf = positionsIn(text);
  const lines = new Set<number>();
  for (const match of text.matchAll(ORDERS)) {
    const position = positionOf(match.index);
    if (lines.has(position.line) || lines.size === MOST || isPlainElement(path, text, match)) continue;
    lines.add(position.line);
    problems.push({
      severity: 'warning',
      code: 'context-instruction-like',
      message: 'This reads like an attempt to make a model forget its instructions; it is not followed.',
      file: path,
      ...position,
      hint: 'Find out who wrote it, and remove it unless it is an example.',
    });
  }
  return problems;
}

/** Whether it is Maven's own element `<system>`, which holds the name of a tracker or a server. */
function isPlainElement(path: string, text: string, { index, 0: found }: RegExpExecArray): boolean {
  if (!/(?:^|\/)pom\.xml$/u.test(path) || !/^<\/?system>$/u.test(found)) return false;
  const from = text.lastIndexOf('\n', index) + 1;
  return /^\s*<system>[^<>\n]{0,40}<\/system>\s*$/mu.test(text.slice(from).split('\n', 1)[0] ?? '');
}

/**
 * Reports HTML comments on a page of instructions: a person does not see them on the rendered page, but an agent reads the file.
 */
function commentsIn(path: string, text: string): ContextProblem[] {
  const positionOf = positionsIn(text);
  const comments = htmlComments(withoutMarks(text));
  const more = comments.length - MOST;
  return comments.slice(0, MOST).map(({ start }, index) => ({
    severity: 'warning',
    code: 'context-html-comment',
    message: `There is an HTML comment here${index === MOST - 1 && more > 0 ? `, as in ${more} more places of this file` : ''}; discovery leaves it out, but an agent reads it.`,
    file: path,
    ...positionOf(start),
    hint: 'Remove it unless it is intended.',
  }));
}

const MOST = 5;

/** Whether a text has one of the words that every order to a model contains; a text without one needs no closer look. */
export function mayInstruct(text: string): boolean {
  return WORD_OF_ORDER.test(text);
}

/** One part of each alternative of {@link ORDER}. */
const WORD_OF_ORDER =
  /ignore|disregard|forget|override|you are now|do not|system|assistant|im_start|im_end|\[\/?inst|reveal|print|send|exfiltrate/iu;

/** The part of a text that reads like an order to a model; `undefined` if there is none. */
export function instructionIn(text: string): string | undefined {
  return ORDERS_IN_ONE.exec(text)?.[0];
}

const ORDER =
  '\\b(?:ignore|disregard|forget|override)\\b[\\s\\S]{0,30}?\\b(?:previous|prior|above|earlier|preceding|all|any|your|system)\\b[\\s\\S]{0,20}?\\b(?:instructions?|prompts?|rules|directions|guidelines)\\b|\\byou are now (?:a|an|in|the)\\b|\\bdo not (?:tell|inform|alert|reveal (?:this|it) to)\\b[\\s\\S]{0,12}\\busers?\\b|<\\/?(?:system|assistant|im_start|im_end)\\b[^<>]{0,20}>|\\[\\/?(?:INST|SYSTEM)\\]|<\\|im_(?:start|end)\\|>|\\b(?:reveal|print|send|exfiltrate)\\b[\\s\\S]{0,20}\\b(?:system prompt|api keys?|credentials|secrets)\\b';
const ORDERS = new RegExp(ORDER, 'gi');
const ORDERS_IN_ONE = new RegExp(ORDER, 'i');
