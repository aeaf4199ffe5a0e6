import { isAlias, LineCounter, parseDocument, visit } from 'yaml';
import { failure, type Result, success } from '../../diagnostics/index.ts';
import { hasControlCharacters, hiddenText, htmlComments, positionsIn } from '../../lib/index.ts';
import type { FactFile } from '../generated/memory.fact.ts';
import { validateFactFile } from '../generated/validators.js';
import {
  type Citation,
  type Fact,
  LONGEST_FACT,
  type MemoryProblem,
  type MemoryProblemCode,
  type SpanMark,
} from './memory_fact.ts';

/** The text of a fact's file. Values are JSON strings, which YAML reads verbatim: none can end the front matter. */
export function printFact({ kind, text, cites, prove, source, created }: Omit<Fact, 'id'>): string {
  const lines = ['---', 'schema: orchestrator.fact/1', `kind: ${kind}`];
  if (created !== undefined) lines.push(`created: ${quoted(created)}`);
  if (source !== undefined) lines.push(`source: ${quoted(source)}`);
  if (prove !== undefined) lines.push(`prove: ${quoted(prove)}`);
  if (cites.length > 0) lines.push('cites:', ...cites.flatMap(citationLines));
  return `${[...lines, '---', '', text.trim()].join('\n')}\n`;
}

function citationLines({ path, from, to, mark, commit }: Citation): string[] {
  const fields: [string, string | number][] = [
    ['path', quoted(path)],
    ['from', from],
    ['to', to],
  ];
  if (mark !== undefined) {
    const { hash, solid, first, before, after, copy, copies } = mark;
    fields.push(['hash', quoted(hash)], ['solid', solid], ['first', quoted(first)]);
    fields.push(['before', quoted(before)], ['after', quoted(after)]);
    if (copies > 1) fields.push(['copy', copy], ['copies', copies]);
  }
  if (commit !== undefined) fields.push(['commit', quoted(commit)]);
  return fields.map(([name, value], place) => `${place === 0 ? '  - ' : '    '}${name}: ${value}`);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Parses a fact's file, including one written or changed by hand.
 *
 * @param file - the name that problems carry
 */
export function parseFact(source: string, id: string, file: string): Result<Fact, MemoryProblemCode> {
  const { yaml, body, bodyLine } = splitFact(source);
  if (yaml === undefined && /^---\s*(?:\n|$)/u.test(source.replaceAll('\r\n', '\n')))
    return failure('problems', wrong(file, { line: 1, message: 'it has no end' }));
  const front = yaml === undefined ? success<FactFile>({}) : readFront(yaml, file);
  if (!front.ok) return front;
  const text = body.trim();
  const faults = textFaults(text).map((fault) => ({ ...fault, file, line: (fault.line ?? 1) + bodyLine }));
  if (faults.length > 0) return failure('problems', ...faults);
  const { kind = 'lesson', created, source: from, prove, cites = [] } = front.value;
  const upsideDown = cites.find((cite) => cite.to < cite.from);
  if (upsideDown)
    return failure(
      'problems',
      wrong(file, { line: 1, message: `lines ${upsideDown.from} to ${upsideDown.to} are not a range` }),
    );
  const outside = cites.find(({ path }) => leavesRoot(path));
  if (outside)
    return failure(
      'problems',
      wrong(file, {
        line: 1,
        message: `it cites ${JSON.stringify(outside.path)}, which is not in the project`,
      }),
    );
  return success({ id, kind, text, cites: cites.map(citationOf), prove, source: from, created });
}

/** Whether a path leads out of the root. */
export function leavesRoot(path: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\0/u.test(path) || path.split(/[/\\]/u).includes('..');
}

function citationOf(cite: NonNullable<FactFile['cites']>[number]): Citation {
  const { path, from, to, hash, solid, first, before = '', after = '', copy = 1, copies = 1, commit } = cite;
  const mark: SpanMark | undefined =
    hash === undefined || solid === undefined || first === undefined
      ? undefined
      : { hash, solid, first, before, after, copy, copies };
  return { path: path.replace(/^(?:\.\/)+/u, ''), from, to, mark, commit };
}

function splitFact(source: string): { yaml: string | undefined; body: string; bodyLine: number } {
  const text = source.replace(/^\ufeff/u, '').replaceAll('\r\n', '\n');
  const front = /^---[ \t]*\n([\s\S]*?)(?<=\n)---[ \t]*(?:\n|$)/u.exec(text);
  if (front === null) return { yaml: undefined, body: text, bodyLine: leading(text) };
  const body = text.slice(front[0].length);
  return { yaml: front[1] ?? '', body, bodyLine: front[0].split('\n').length - 1 + leading(body) };
}

/** Number of blank lines at the beginning. */
function leading(text: string): number {
  return (/^\s*/u.exec(text)?.[0].split('\n').length ?? 1) - 1;
}

/** Front matter larger than this is refused before it is parsed. */
const LARGEST = 32_768;

function readFront(yaml: string, file: string): Result<FactFile, MemoryProblemCode> {
  if (yaml.length > LARGEST)
    return failure('problems', wrong(file, { line: 1, message: `it has more than ${LARGEST} characters` }));
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const lineOf = (offset: number) => lines.linePos(offset).line + 1;
  const faults = document.errors.map(({ message, pos }) => ({ line: lineOf(pos[0]), message }));
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) || node.anchor !== undefined || node.tag !== undefined)
        faults.push({
          line: lineOf(node.range?.[0] ?? 0),
          message: 'anchors, aliases and tags are not allowed',
        });
    },
  });
  if (faults.length > 0)
    return failure('problems', ...faults.slice(0, 10).map((fault) => wrong(file, fault)));
  const value: unknown = document.toJS() ?? {};
  if (validateFactFile(value)) return success(value as FactFile);
  const said = (validateFactFile.errors ?? []).map(({ instancePath, message, params }) => {
    const extra = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : '';
    const place = instancePath.split('/').filter(Boolean);
    const node = document.getIn(place, true) as { range?: [number] } | undefined;
    const line = node?.range === undefined ? 1 : lineOf(node.range[0]);
    return wrong(file, { line, message: `${place.join('.') || 'it'} ${message ?? 'is wrong'}${extra}` });
  });
  return failure('problems', ...said.slice(0, 10));
}

function wrong(
  file: string,
  { line, message }: { readonly line: number; readonly message: string },
): MemoryProblem {
  return {
    severity: 'error',
    code: 'fact-front-matter',
    message: `The front matter of the fact cannot be used: ${message.replace(/\.$/u, '')}.`,
    ...{ file, line },
    hint: 'Fix it by hand; schemas/memory.fact.schema.json says what is allowed. Until then, the fact is not used.',
  };
}

/** Faults in the text of a fact; `line` counts in the text. */
export function textFaults(text: string): MemoryProblem[] {
  if (!/[\p{L}\p{N}]/u.test(text))
    return [
      {
        severity: 'error',
        code: 'fact-empty',
        message: 'The fact has no text.',
        hint: 'Say in a sentence what was learned.',
      },
    ];
  if (text.length > LONGEST_FACT)
    return [
      {
        severity: 'error',
        code: 'fact-too-long',
        message: `The fact has ${text.length} characters; at most ${LONGEST_FACT} are kept.`,
        hint: 'Keep one thing in each fact, and cite the lines that say the rest.',
      },
    ];
  const at = positionsIn(text);
  const control = hasControlCharacters(text)
    ? [{ line: firstControl(text), what: 'a control character' }]
    : [];
  const comments = htmlComments(text).map(({ start }) => ({
    line: at(start).line,
    what: 'an HTML comment',
  }));
  return [...hiddenText(text), ...control, ...comments].map(({ line, what }) => ({
    severity: 'error',
    code: 'fact-hidden-text',
    message: `The fact contains invisible text: ${what}.`,
    line,
    hint: 'Remove it, or write what is meant in visible characters.',
  }));
}

function firstControl(text: string): number {
  return text.split('\n').findIndex((line) => hasControlCharacters(line)) + 1;
}
