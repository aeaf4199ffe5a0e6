import { firstFew, printableLine } from '../../lib/index.ts';

/** Precedes an agent's own last error in the evidence of a failure. */
export const OWN_ERROR = 'Its own last error: ';

/** Precedes the output in the evidence of a failure. */
export const OUTPUT_FOLLOWS = 'The end of its output:';

/**
 * Returns the line of a failure's evidence that best explains it: from printed output, the line that names an error, else the
 * last one; without output, the program's own finding. Safe to show, cut to size; empty if there is none.
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

/** Without output, how it ended; and a signal that ended it explains more than its output until then. */
function atEnd(before: string, line: string | undefined): string | undefined {
  const [, how, signal] = [...before.slice(-MAX_LOOKED_AT).matchAll(ENDED)].at(-1) ?? [];
  if (how === undefined) return line ?? found(linesOf(before));
  if (line === undefined) return `${how}, printed nothing`;
  return signal === undefined ? line : `${how}: ${line}`;
}

const ENDED =
  /^(?:It|The executor) (?:was |had )?(ended with code \d+|ended by (SIG[A-Z0-9]+)|not ended after \d+ seconds)\b/gmu;
const PRINTED_NOTHING = /^\s*(?:\(it printed nothing(?: of its work)?\)\s*)?$/u;

/** The agent's own error explains more than any line of its output. */
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
/** An output may be one endless line, or thousands: only its end is read, and the start of each line. */
const MAX_LINES = 400;
const MAX_LOOKED_AT = 400;

function linesOf(text: string): string[] {
  const lines = text.split('\n').slice(-MAX_LINES);
  return withoutReports(
    lines.map((line) => line.slice(0, MAX_LOOKED_AT).trim()).filter((line) => line !== ''),
  );
}

/** Removes fenced blocks of JSON: an agent's final report is one, and is quoted separately. */
function withoutReports(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const end = /^`{3,}json$/u.test(lines[at] ?? '') ? lines.indexOf('```', at + 1) : -1;
    if (end === -1) kept.push(lines[at] ?? '');
    else at = end;
  }
  return kept;
}

/** Returns the first of the most telling lines; the last line if none is telling. */
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
 * Stack frames, rulers, the standard lines of package managers after every failure, and remarks: of a compiler, of this program
 * about its model, and about the end of a conversation with an agent. The start of a conversation is reported by its reader, and
 * is not in the evidence.
 */
const NOISE =
  /^(?:note: |ended: (?:done|It was asked to end\.)$|at\s.*:\d+|\^+$|[-=_*~─━]{3,}$|`{3,}\w*$|[>{}()[\];,]+$|npm (?:ERR!|error) (?:code|path|command|errno|A complete log|Lifecycle|workspace|location|\s|$)|(?:error|info) Command failed with exit|info Visit|ELIFECYCLE|node:internal|Node\.js v\d)/iu;

/** A line that a package manager prints next to better ones, and that counts only if it is alone. */
const ONLY_A_CODE = /^npm (?:ERR!|error) code E(?!LIFECYCLE)[A-Z]{2,}/u;

const NAMES_AN_ERROR =
  /^(?:(?:\S+:\d+\S*\s+)?(?:\S+:\s+)?(?:[\w.]*(?:Error|Exception)\b|(?:fatal|panic|error|failed|failure|denied)\b\S*:)|error\b|not ok\b|FAIL(?:ED)?\b|E\s{2,}|[✗✘✕×]\s|npm (?:ERR!|error) )|\berror(?: TS\d+)?:|\b(?:\w+Error|Exception): |: (?:not found|No such file or directory|Permission denied|command not found)$/u;

const HINTS =
  /\b(?:error|fail(?:ed|ure|s)?|cannot|can't|could not|denied|not found|no such|unauthori[sz]ed|invalid|expected|refused|timed? ?out|missing|unknown|undefined|limit)\b/iu;

/** From the program's findings: the files it lists, or else its message, without the source's name. */
function found(lines: readonly string[]): string | undefined {
  const [first = '', second] = lines;
  if (first.startsWith('It says of itself:')) return second ?? first;
  if (first.endsWith(':')) {
    const items = lines.slice(1, lines.findIndex((line, place) => place > 0 && !line.startsWith('- ')) >>> 0);
    if (items.length > 0) return firstFew(items, 3, (item) => item.replace(/^- /u, ''));
  }
  return lines[0];
}
