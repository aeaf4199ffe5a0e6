import { failure, type Result, success } from '../../diagnostics/index.ts';
import { hasControlCharacters } from '../../lib/index.ts';
import type { ComponentProblemCode, FrontMatter, FrontMatterValue } from './component.ts';
import { parseComponent, splitFrontMatter } from './parse_component.ts';
import { PLACEHOLDER_MARK } from './placeholder_mark.ts';

/*
 * draft ──► tested ──► gold     one step at a time, each with a record of by whom and why
 */
const STATUSES = ['draft', 'tested', 'gold'] as const;

type Status = (typeof STATUSES)[number];

/** A step up, and the person responsible for it. */
export type Raise = {
  readonly to: Exclude<Status, 'draft'>;
  /** One line. */
  readonly by: string;
  /** One line. */
  readonly why: string;
  /** `2026-11-21` */
  readonly date: string;
};

export type StatusProblemCode =
  | ComponentProblemCode
  | 'bad-record'
  | 'unknown-status'
  | 'status-not-raised'
  | 'status-skipped'
  | 'component-unfinished'
  | 'front-matter-not-editable';

/** Longest line of a record, in characters. */
const LONGEST = 300;

/** Whether a text is a status that a component can be promoted to. */
export function isPromotedStatus(text: string): text is Raise['to'] {
  return text === 'tested' || text === 'gold';
}

/**
 * Raises the status in a component's file: the line `status` changes, `history` gains a record, and every other byte is
 * unchanged.
 *
 * @param file - the name that problems carry
 */
export async function raiseStatus(
  source: string,
  file: string,
  raise: Raise,
): Promise<Result<string, StatusProblemCode>> {
  const fault = recordFault('by', raise.by) ?? recordFault('why', raise.why);
  if (fault !== undefined) return refused('bad-record', fault, file);
  const before = await parseComponent(source, file);
  if (!before.ok) return before;
  const { metadata, text } = before.value;
  if (source.includes(PLACEHOLDER_MARK))
    return refused('component-unfinished', `it still contains ${PLACEHOLDER_MARK}`, file);
  const step = checkStep(metadata.status ?? 'draft', raise.to, file);
  if (!step.ok) return step;
  const history = historyOf(metadata.history);
  if (history === undefined) return refused('front-matter-not-editable', 'its history is not a list', file);
  const record = `${raise.date}: ${step.value} to ${raise.to} by ${raise.by.trim()}: ${raise.why.trim()}`;
  const edited = edit(source, metadata, { status: raise.to, history: [...history, record] });
  const after = await parseComponent(edited, file);
  const expected = { ...metadata, status: raise.to, history: [...history, record] };
  if (after.ok && after.value.text === text && isSame(after.value.metadata, expected)) return success(edited);
  return refused('front-matter-not-editable', 'it could not be split into lines', file);
}

function recordFault(what: 'by' | 'why', text: string): string | undefined {
  const flag = `--${what}`;
  if (text.trim() === '') return `${flag} is empty`;
  if (/[\r\n\t\u2028\u2029]/u.test(text) || hasControlCharacters(text))
    return `${flag} must be one line without control characters`;
  return [...text].length > LONGEST ? `${flag} has more than ${LONGEST} characters` : undefined;
}

function checkStep(from: FrontMatterValue, to: Raise['to'], file: string): Result<Status, StatusProblemCode> {
  const known = STATUSES.find((status) => status === from);
  if (known === undefined)
    return refused('unknown-status', `its status ${JSON.stringify(from)} is not draft, tested or gold`, file);
  const steps = STATUSES.indexOf(to) - STATUSES.indexOf(known);
  if (steps < 1) return refused('status-not-raised', `it is ${known} already`, file);
  if (steps > 1)
    return refused('status-skipped', `it is ${known}, and must be tested before it can be gold`, file);
  return success(known);
}

function historyOf(value: FrontMatterValue | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every((item): item is string => typeof item === 'string')
    ? value
    : undefined;
}

/** Sets two fields in front matter by lines. The result is parsed and compared before it is used. */
function edit(
  source: string,
  metadata: FrontMatter,
  fields: { readonly status: string; readonly history: readonly string[] },
): string {
  const eol = /\r\n/u.test(source.slice(0, 200)) ? '\r\n' : '\n';
  // A JSON string is a YAML double-quoted scalar, so no text can end its line or begin another key.
  const history = `history:${eol}${fields.history.map((record) => `  - ${JSON.stringify(record)}${eol}`).join('')}`;
  const parts = splitFrontMatter(source);
  const isThere = parts !== undefined && Object.keys(metadata).length > 0;
  if (!isThere) return `---${eol}status: ${fields.status}${eol}${history}---${eol}${source}`;
  const opening = source.indexOf('\n') + 1;
  const withStatus = /^status[ \t]*:/mu.test(parts.yaml)
    ? parts.yaml.replace(/^(status[ \t]*:[ \t]*)(?:"[^"\n]*"|'[^'\n]*'|[\w-]*)/mu, `$1${fields.status}`)
    : `${parts.yaml}status: ${fields.status}${eol}`;
  const yaml = HISTORY.test(withStatus)
    ? withStatus.replace(HISTORY, () => history)
    : `${withStatus}${history}`;
  return source.slice(0, opening) + yaml + source.slice(opening + parts.yaml.length);
}

/** The key with all its continuation lines: its list, one item a line. */
const HISTORY = /^history[ \t]*:.*\r?\n(?:[ \t]+.*\r?\n|- .*\r?\n)*/mu;

function isSame(a: FrontMatter, b: FrontMatter): boolean {
  const sorted = (data: FrontMatter) =>
    JSON.stringify(Object.entries(data).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

function refused(code: StatusProblemCode, why: string, file: string): Result<never, StatusProblemCode> {
  const message = `The status was not raised: ${why}.`;
  const cause = code === 'bad-record' ? 'usage' : 'problems';
  const hint = HINTS[code];
  const problem = { severity: 'error', code, message, file } as const;
  return failure(cause, hint === undefined ? problem : { ...problem, hint });
}

const HINTS: Partial<Record<StatusProblemCode, string>> = {
  'component-unfinished': 'Write the marked parts, then run this again.',
  'status-skipped': 'Raise it to tested first: --status tested.',
  'front-matter-not-editable': 'Put one key on each line of its front matter, then run this again.',
};
