import { printableLine } from '../../lib/index.ts';

/** What stands before an agent's own last error in the evidence of a failure. */
export const OWN_ERROR = 'Its own last error: ';

/** What stands before the output in the evidence of a failure. */
export const OUTPUT_FOLLOWS = 'The end of its output:';

/**
 * The one line of a failure's evidence that says most of why: of what was printed, where it was printed, the line that names an
 * error, else the last one; where nothing was printed, what the program found itself. Safe to show, cut to size; empty where
 * there is none.
 */
export function decisiveLine(evidence: string): string {
  const at = evidence.lastIndexOf(`${OUTPUT_FOLLOWS}\n`);
  const printed = at === -1 ? '' : evidence.slice(at + OUTPUT_FOLLOWS.length + 1);
  const own = ownError(evidence);
  const before = at === -1 ? evidence : evidence.slice(0, at);
  const line = own ?? atEnd(before, PRINTED_NOTHING.test(printed) ? undefined : telling(linesOf(printed)));
  const safe = printableLine(line ?? '').trim();
  return safe.length <= LONGEST ? safe : `${safe.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/u, '')}…`;
}

/** Where nothing was printed, how it ended; and that a signal ended it says more than what it printed until then. */
function atEnd(before: string, line: string | undefined): string | undefined {
  const [, how, signal] = [...before.slice(-MOST_LOOKED_AT).matchAll(ENDED)].at(-1) ?? [];
  if (how === undefined) return line ?? found(linesOf(before));
  if (line === undefined) return `${how}, printed nothing`;
  return signal === undefined ? line : `${how}: ${line}`;
}

const ENDED =
  /^(?:It|The executor) (?:was )?(ended with code \d+|ended by (SIG[A-Z0-9]+)|not over after \d+ seconds)\b/gmu;
const PRINTED_NOTHING = /^\s*(?:\(it printed nothing(?: of its work)?\)\s*)?$/u;

/** What the agent says itself says more than any line of its output. */
function ownError(evidence: string): string | undefined {
  const output = evidence.indexOf(OUTPUT_FOLLOWS);
  const at = evidence.slice(0, output === -1 ? undefined : output).indexOf(OWN_ERROR);
  const error =
    at === -1
      ? ''
      : evidence
          .slice(at + OWN_ERROR.length)
          .split('\n', 1)[0]
          ?.trim();
  return error || undefined;
}

const LONGEST = 160;
/** An output may be one endless line, or thousands: only its end is looked at, and the start of each. */
const MOST_LINES = 400;
const MOST_LOOKED_AT = 400;

function linesOf(text: string): string[] {
  const lines = text.split('\n').slice(-MOST_LINES);
  return withoutReports(
    lines.map((line) => line.slice(0, MOST_LOOKED_AT).trim()).filter((line) => line !== ''),
  );
}

/** Lines without fenced blocks of JSON: such is the report that an agent ends with, which is quoted by itself. */
function withoutReports(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const end = /^`{3,}json$/u.test(lines[at] ?? '') ? lines.indexOf('```', at + 1) : -1;
    if (end === -1) kept.push(lines[at] ?? '');
    else at = end;
  }
  return kept;
}

/** The first of the lines that say most; the last one where none says anything in particular. */
function telling(lines: readonly string[]): string | undefined {
  const said = lines.filter((line) => !NOISE.test(line));
  return (
    said.find((line) => NAMES_AN_ERROR.test(line)) ??
    said.find((line) => HINTS.test(line)) ??
    lines.find((line) => ONLY_A_CODE.test(line)) ??
    said.at(-1)
  );
}

/**
 * Frames of a stack, rules, what package managers say after every failure, and remarks: of a compiler, of this program to its model, and
 * how a conversation with an agent was ended. How one began is told by its reader, and is not in the evidence.
 */
const NOISE =
  /^(?:note: |ended: (?:done|It was asked to end\.)$|at\s.*:\d+|\^+$|[-=_*~─━]{3,}$|`{3,}\w*$|[>{}()[\];,]+$|npm (?:ERR!|error) (?:code|path|command|errno|A complete log|Lifecycle|workspace|location|\s|$)|(?:error|info) Command failed with exit|info Visit|ELIFECYCLE|node:internal|Node\.js v\d)/iu;

/** What a package manager says beside better words, where it says nothing else. */
const ONLY_A_CODE = /^npm (?:ERR!|error) code E(?!LIFECYCLE)[A-Z]{2,}/u;

const NAMES_AN_ERROR =
  /^(?:(?:\S+:\d+\S*\s+)?(?:\S+:\s+)?(?:[\w.]*(?:Error|Exception)\b|(?:fatal|panic|error|failed|failure|denied)\b\S*:)|error\b|not ok\b|FAIL(?:ED)?\b|E\s{2,}|[✗✘✕×]\s|npm (?:ERR!|error) )|\berror(?: TS\d+)?:|\b(?:\w+Error|Exception): |: (?:not found|No such file or directory|Permission denied|command not found)$/u;

const HINTS =
  /\b(?:error|fail(?:ed|ure|s)?|cannot|can't|could not|denied|not found|no such|unauthori[sz]ed|invalid|expected|refused|timed? ?out|missing|unknown|undefined|limit)\b/iu;

/** Of what the program found: the files that it lists, or else what it says, without who said it. */
function found(lines: readonly string[]): string | undefined {
  const [first = '', second] = lines;
  if (first.startsWith('It says of itself:')) return second ?? first;
  if (first.endsWith(':')) {
    const items = lines.slice(1, lines.findIndex((line, place) => place > 0 && !line.startsWith('- ')) >>> 0);
    const named = items.slice(0, 3).map((item) => item.replace(/^- /u, ''));
    const more = items.length > named.length ? ` and ${items.length - named.length} more` : '';
    if (named.length > 0) return `${named.join(', ')}${more}`;
  }
  return lines[0];
}
