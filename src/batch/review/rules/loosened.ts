import { codeIn } from '../comments.ts';
import { checkIn } from './checks.ts';
import { type ChangedFile, isReadable, type Seen, seenAt } from './rule.ts';
import { isAlways, isAssertion } from './test_marks.ts';

/** Checks that were replaced by weaker ones. */
export function loosened(file: ChangedFile): Seen[] {
  const { language } = file;
  if (language === undefined) return [];
  return file.hunks.flatMap(({ lines }) => {
    // A subject still compared on another line is no vaguer than before.
    const kept = new Set(
      lines.flatMap(({ kind, text }) =>
        kind === 'added' && isReadable(text) && isAssertion(text) ? comparedIn(codeIn(text, language)) : [],
      ),
    );
    return lines.flatMap((line, place) => {
      if (line.kind !== 'added' || !isReadable(line.text)) return [];
      const now = codeIn(line.text, language);
      if (isAlways(now)) return [];
      const before = removedBefore(lines, place).flatMap(({ text }) =>
        isReadable(text) ? [codeIn(text, language)] : [],
      );
      const message = before
        .map(
          (old) =>
            looserMessage(old, now, kept) ?? (isEndOfThrows(lines, place) ? endMessage(old, now) : undefined),
        )
        .find((said) => said !== undefined);
      if (message === undefined) return [];
      const at = { line: line.after, text: line.text };
      return [seenAt(file, at, { kind: 'test-weakened', severity: 'medium', message })];
    });
  });
}

/** The subjects that a line compares with something, without literals. */
function comparedIn(line: string): readonly string[] {
  const check = checkIn(line);
  return check?.strength === 'exact' || check?.strength === 'bound'
    ? check.subjects.filter((own) => /^[A-Za-z_$]/u.test(own))
    : [];
}

type HunkLine = ChangedFile['hunks'][number]['lines'][number];

/** The removed lines right before an added one, with other added ones between. */
function removedBefore(lines: readonly HunkLine[], place: number): HunkLine[] {
  const found: HunkLine[] = [];
  for (let at = place - 1; at >= 0 && place - at <= FARTHEST && lines[at]?.kind !== 'same'; at--) {
    const line = lines[at];
    if (line?.kind === 'removed') found.push(line);
  }
  return found;
}

/** The largest distance between a line and its replacement: otherwise a rewritten file is compared with itself. */
const FARTHEST = 60;

/** The rough subject of a check: the text in its first brackets up to the first comma. */
function subjectOf(text: string): string {
  return /(?:expect|assert\w*|Assert\.\w+)[!]?\s*\(?\s*([\w.$[\]]+)/u.exec(text)?.[1] ?? text.trim();
}

const EXACT =
  /\.to(?:Be|Equal|StrictEqual|HaveLength|MatchObject)\(|assert(?:_?equals?|Equal|Equals|Same|_eq!?|DictEqual|ListEqual)\b|Assert\.(?:Equal|AreEqual|Same)\(|\bassert\b.*==/u;
const VAGUE =
  /\.to(?:BeDefined|BeTruthy|BeInstanceOf)\(|\.not\.to(?:Throw|BeNull|BeUndefined)\(|assert(?:IsNotNone|NotNull|_not_nil|_some)\b|Assert\.(?:NotNull|IsNotNull)\(|\bassert\s+\S+\s+is not None|expect\.anything\(\)/u;

function looserMessage(old: string, now: string, kept: ReadonlySet<string>): string | undefined {
  const areChecks = isAssertion(old) && isAssertion(now);
  if (areChecks) {
    const isSame = subjectOf(old) === subjectOf(now);
    if (
      (isSame && EXACT.test(old) && !VAGUE.test(old) && VAGUE.test(now)) ||
      isVaguer(old, now, kept, 'vague')
    )
      return 'A check of the result became a check that there is a result.';
    if (isVaguer(old, now, kept, 'bound')) return WIDER;
    const [wide, narrow] = [toleranceIn(now), toleranceIn(old)];
    if (isSame && wide !== undefined && narrow !== undefined && wide > narrow) return WIDER;
  }
  if (isWider(old, now)) return WIDER;
  return isAnyFailure(old, now) ? ANY_FAILURE : undefined;
}

const WIDER = 'A check accepts a wider range than before.';
const ANY_FAILURE = 'A check for a failure now accepts other failures as well.';

/** Whether a comparison was replaced by a check of the same subject for existence, or for a bound. */
function isVaguer(old: string, now: string, kept: ReadonlySet<string>, to: 'vague' | 'bound'): boolean {
  const [was, is] = [checkIn(old), checkIn(now)];
  if (is?.strength !== to || was === undefined) return false;
  if (was.strength !== 'exact' && !(was.strength === 'bound' && to === 'vague')) return false;
  // A bound does not count as a kept comparison: it is the replacement itself.
  const others = to === 'bound' ? new Set([...kept].filter((own) => !is.subjects.includes(own))) : kept;
  const [subject = ''] = is.subjects;
  return (
    subject !== '' &&
    was.subjects.some(
      (own) =>
        !others.has(own) &&
        (own === subject || own.startsWith(`${subject}.`) || own.startsWith(`${subject}[`)),
    )
  );
}

const NUMBER = /(?<![\w.])(?:\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?|Infinity|math\.inf)(?!\w)/giu;

/** The factor by which a bound has to grow where it is not named as a tolerance. */
const MUCH = 100;

/** Whether a line differs from an earlier one in a single bound that is much wider. */
function isWider(old: string, now: string): boolean {
  if (old.replace(NUMBER, '#').trim() !== now.replace(NUMBER, '#').trim()) return false;
  const [were, are] = [[...old.matchAll(NUMBER)], [...now.matchAll(NUMBER)]];
  const changed = are.flatMap((match, place) => (match[0] === were[place]?.[0] ? [] : [place]));
  const [only] = changed;
  if (only === undefined || changed.length > 1) return false;
  const [narrow, wide] = [amountOf(were[only]?.[0]), amountOf(are[only]?.[0])];
  if (narrow <= 0 || wide < narrow * MUCH) return false;
  const at = are[only]?.index ?? 0;
  const [before, after] = [now.slice(0, at), now.slice(at + (are[only]?.[0].length ?? 0))];
  if (isAssertion(now))
    return (
      /<=?\s*$|\.to(?:BeLessThan\w*|\.be\.(?:below|lessThan|at\.most))\(\s*$/u.test(before) ||
      (/,\s*$/u.test(before) &&
        /^\s*\)/u.test(after) &&
        /delta|close|approx|within|near|\b(?:assertEquals|AreEqual)\b(?=.*,.*,)/iu.test(before))
    );
  // Go has no assertions: its tests fail on the opposite condition.
  return /\b(?:abs|fabs|diff|delta)\b.*>=?\s*$/iu.test(before) && /^\s*if\b/u.test(now);
}

function amountOf(number = ''): number {
  return /inf/iu.test(number) ? Number.POSITIVE_INFINITY : Number(number.replaceAll('_', ''));
}

const ANY =
  /^(?:(?:Base)?Exception|StandardError|Throwable|Error|System\.Exception|\\?Throwable|\\?Exception)?(?:\.class|::class)?$/u;

/** Whether a check for a specific failure now accepts any. */
function isAnyFailure(old: string, now: string): boolean {
  const [was, is] = [failureIn(old), failureIn(now)];
  if (was === undefined || is === undefined || was.call !== is.call || was.subject !== is.subject)
    return false;
  return (
    was.failure !== is.failure &&
    !ANY.test(was.failure) &&
    (ANY.test(is.failure) || was.failure.startsWith(`${is.failure},`))
  );
}

type Failure = { readonly call: string; readonly subject: string; readonly failure: string };

/** The code that a line expects to fail, and the expected failure. */
function failureIn(line: string): Failure | undefined {
  const js = /\b(?:throws|throwsAsync|rejects)\(\s*(.*)\)\s*;?\s*$/u.exec(line);
  if (js) {
    const own = js[1] ?? '';
    const cut = /^(.*[\w)}])\s*,\s*(\/.*|\w*(?:Error|Exception)\w*|\{.*\})(?:,.*)?$/u.exec(own);
    return { call: 'throws', subject: (cut?.[1] ?? own).trim(), failure: cut?.[2] ?? '' };
  }
  const to = /^(.*)\.(toThrow(?:Error)?|to\.throw)\b\(?\s*(.*?)\s*\)?\s*;?\s*$/u.exec(line);
  if (to) return { call: 'toThrow', subject: (to[1] ?? '').trim(), failure: to[3] ?? '' };
  const ruby = /^(.*\bto)\s+raise_error\b\s*\(?(.*?)\)?\s*$/u.exec(line);
  if (ruby) return { call: 'raise_error', subject: (ruby[1] ?? '').trim(), failure: ruby[2] ?? '' };
  const python = /\bpytest\.raises\(\s*(.*?)\s*\)\s*(?:as \w+)?:\s*$/u.exec(line);
  if (python) return { call: 'raises', subject: '', failure: python[1] ?? '' };
  const unit =
    /\b(assertRaises|assertThrows|Assert\.Throws(?:Any)?(?:Async)?)\s*[(<]\s*([\w.]+(?:::class)?)(.*)$/u.exec(
      line,
    );
  if (unit)
    return { call: (unit[1] ?? '').replace('Any', ''), subject: unit[3] ?? '', failure: unit[2] ?? '' };
  const rust = /^\s*#\[should_panic(?:\((.*)\))?\]/u.exec(line);
  return rust ? { call: 'should_panic', subject: '', failure: rust[1] ?? '' } : undefined;
}

/** The most lines of code that is expected to fail. */
const LONGEST_BODY = 12;

/** Whether a line may end a call of `throws` that begins further up. */
function isEndOfThrows(lines: readonly HunkLine[], place: number): boolean {
  return lines
    .slice(Math.max(0, place - LONGEST_BODY), place)
    .some(
      ({ kind, text }) =>
        kind !== 'removed' &&
        /\b(?:throws|rejects)\(\s*(?:async\s*)?(?:\(\)\s*=>|function\s*\(\))\s*\{\s*$/u.test(text),
    );
}

function endMessage(old: string, now: string): string | undefined {
  const isCut = /^\s*\}\s*,\s*\S.*\)\s*;?\s*$/u.test(old) && /^\s*\}\s*\)\s*;?\s*$/u.test(now);
  return isCut && !/^\s*\}\s*,\s*(?:["'`]|\))/u.test(old) ? ANY_FAILURE : undefined;
}

/** The tolerance of a check; `undefined` where it names none. */
function toleranceIn(text: string): number | undefined {
  const digits = /toBeCloseTo\([^,]+,\s*(\d+)\s*\)|assertAlmostEqual\([^)]*?,\s*(?:places=)?(\d+)\s*\)/u.exec(
    text,
  );
  if (digits) return 10 ** -Number(digits[1] ?? digits[2]);
  const named =
    /\b(?:abs|rel|atol|rtol|delta|tolerance|epsilon|eps|tol|within)\s*[=:(]\s*(\d+(?:\.\d+)?(?:e-?\d+)?)/iu.exec(
      text,
    );
  return named ? Number(named[1]) : undefined;
}
