/** The meaning of a test's check, as far as its line shows it. */
export type Check = {
  /** Its subjects: the arguments of an equality, the argument of `expect`, the condition. */
  readonly subjects: readonly string[];
  /** `exact` compares with a value; `bound` with a limit; `vague` tests for existence, a type, or truthiness. */
  readonly strength: 'exact' | 'bound' | 'vague' | 'other';
};

const CALL =
  /\b(?:expect|(?:assert|t|chai|self|this|Assert|Assertions|require|should|TestCase)(?:\.|->|::)(\w+)!?(?:<[^<>]*>)?|(assert\w*)!?)\s*\(/u;
const EXACT_NAME =
  /^(?:is|eq|eql|(?:assert_?)?(?:deep_?)?(?:strict_?)?(?:equals?|eq|same|are_?equal|is_?equal)|assertDeep\w*|assert(?:Dict|List|Tuple|Set|Count|Sequence|Array)Equals?)$/iu;
const VAGUE_NAME =
  /^(?:ok|truthy|true|is_?true|is_?ok|exists|is_?defined|(?:assert_?)?(?:is_?)?(?:true|not_?(?:nil|none|null|empty)|some)|assert|assertIsNotNone)$/iu;
const TRUE = /^(?:true|True)$/u;

/** Parses a line with a check; `undefined` where its meaning is unclear. */
export function checkIn(line: string): Check | undefined {
  const bare = /^\s*assert\s+(?!\()(.*)$/u.exec(line);
  if (bare) return conditionOf(splitTop(bare[1] ?? '').at(0) ?? '');
  const ruby = /^\s*(assert(?:_\w+)?)\s+(?!\()(.+)$/u.exec(line);
  if (ruby) return named(ruby[1] ?? '', splitTop(ruby[2] ?? ''));
  const call = CALL.exec(line);
  if (call === null) return undefined;
  const { inside, rest } = bracketed(line, call.index + call[0].length);
  const own = splitTop(inside);
  if (/^expect/u.test(call[0])) return expectation(own[0] ?? '', rest);
  // In Go the test itself is the first argument.
  return named(call[1] ?? call[2] ?? '', own[0] === 't' && own.length > 1 ? own.slice(1) : own);
}

function named(name: string, own: readonly string[]): Check {
  if (EXACT_NAME.test(name) && own.length >= 2) {
    if (own.slice(0, 2).some((each) => TRUE.test(each)))
      return { subjects: own.slice(0, 2), strength: 'other' };
    return { subjects: own.slice(0, 2), strength: 'exact' };
  }
  if (VAGUE_NAME.test(name)) return conditionOf(own[0] ?? '');
  return { subjects: own, strength: 'other' };
}

function expectation(subject: string, rest: string): Check {
  if (/\.(?:not_to|not)\b|\.to\.not\b/u.test(rest)) return { subjects: [subject], strength: 'other' };
  if (/^\.(?:to(?:BeTruthy|BeDefined)\(|to\.(?:be\.ok|exist)\b|to\s+be_(?:truthy|present)\b)/u.test(rest))
    return { subjects: [subject], strength: 'vague' };
  if (
    /^\.(?:toBe(?:Greater|Less)Than|to\.be\.(?:above|below|at\.|greaterThan|lessThan)|to\s+be\s+[<>])/u.test(
      rest,
    )
  )
    return { subjects: [subject], strength: 'bound' };
  const value =
    /^\.(?:to(?:Be|Equal|StrictEqual)\(|to\.(?:deep\.)?(?:equal|eql|eq)\(|to\s+(?:eq|eql)\b\W?)\s*(\w*)/u.exec(
      rest,
    );
  const isExact = value !== null && !TRUE.test(value[1] ?? '');
  return { subjects: [subject], strength: isExact ? 'exact' : 'other' };
}

/** Parses a comparison, or a value that only has to exist. */
function conditionOf(condition: string): Check {
  const there = /^(.*\S)\s*(?:\bis\s+not\s+None|!==?\s*(?:null|undefined|nil|None|nullptr))$/u.exec(
    condition.trim(),
  );
  const kind = /^isinstance\((.*),[^,]*\)$/u.exec(condition.trim());
  const only = there?.[1] ?? kind?.[1];
  if (only !== undefined && splitAt(only, /^(?:&&|\|\|)|^\s(?:and|or)\s/u) === undefined)
    return { subjects: [only.trim()], strength: 'vague' };
  const sides = splitAt(condition, /^(?:===?|!==?|<=?|>=?)(?![=<>])|^\s(?:is|in|not in)\s/u);
  if (sides === undefined) {
    const isPlain = splitAt(condition, /^(?:&&|\|\||=>)|^\s(?:and|or|not)\s|^not\s|^!/u) === undefined;
    return { subjects: [condition.trim()], strength: isPlain ? 'vague' : 'other' };
  }
  const isTrue = sides.some((side) => TRUE.test(side));
  if (isTrue) return { subjects: sides, strength: 'other' };
  const isBound = splitAt(condition, /^[<>]/u) !== undefined;
  return { subjects: sides, strength: isBound ? 'bound' : 'exact' };
}

const EMPTY: ReadonlySet<string> = new Set(['0', '-0', '""', "''", '``', '0.0']);
const FALSY: ReadonlySet<string> = new Set(['false', 'False', 'null', 'nil', 'None', 'undefined', ...EMPTY]);

const LITERAL =
  /^(?:true|false|True|False|null|nil|None|undefined|-?\d[\d_]*(?:\.\d+)?|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`$]*`)$/u;

/** Whether a check passes whatever the code does. */
export function holdsAlways(line: string): boolean {
  const bare = /^\s*assert\s+(.*?)\s*;?\s*$/u.exec(line);
  if (bare) {
    const parts = splitTop(bare[1] ?? '');
    // In Python, a pair in brackets is true because it is a pair.
    const [first = ''] = parts;
    const isPair =
      first.startsWith('(') && first.endsWith(')') && splitTop(bracketed(first, 1).inside).length > 1;
    if (isAlwaysTrue(first) || (parts.length === 1 && isPair && bracketed(first, 1).rest === '')) return true;
  }
  const ruby = /^\s*(assert_equal)\s+(?!\()(.+)$/u.exec(line);
  if (ruby) return areSame(splitTop(ruby[2] ?? ''));
  const call = CALL.exec(line);
  if (call === null) return false;
  const { inside, rest } = bracketed(line, call.index + call[0].length);
  const all = splitTop(inside);
  const own = all[0] === 't' && all.length > 1 ? all.slice(1) : all;
  const [first = ''] = own;
  if (/^expect/u.test(call[0])) {
    const [, value = ''] =
      /^\.to(?:Be|Equal|StrictEqual|\.(?:deep\.)?(?:equal|eql|eq)|\s+(?:eq|eql|be))[(\s]\s*(.+?)\s*\)?\s*;?\s*(?:\}?\);?)?$/u.exec(
        rest,
      ) ?? [];
    if (LITERAL.test(first) && value === first) return true;
    const asksTrue = value === 'true' || /^\.to(?:BeTruthy\(|\.be\.(?:ok|true)\b|\s+be_truthy\b)/u.test(rest);
    return asksTrue
      ? isAlwaysTrue(first)
      : FALSY.has(first) && /^\.to(?:BeFalsy\(|\.be\.false\b|\s+be_falsey\b)/u.test(rest);
  }
  const name = call[1] ?? call[2] ?? '';
  if (EXACT_NAME.test(name)) return areSame(own);
  if (/^(?:(?:assert_?)?(?:is_?)?false)$/iu.test(name)) return /^(?:false|False)$/u.test(first);
  return VAGUE_NAME.test(name) && isAlwaysTrue(first);
}

function areSame([one = '', other]: readonly string[]): boolean {
  return other !== undefined && LITERAL.test(one) && one === other;
}

function isAlwaysTrue(condition: string): boolean {
  if (LITERAL.test(condition)) return !FALSY.has(condition);
  const either = splitAt(condition, /^\|\||^\sor\s/u);
  if (either !== undefined) return either.some((side) => LITERAL.test(side) && !FALSY.has(side));
  const sides = splitAt(condition, /^===?(?!=)|^\sis\s/u);
  return sides !== undefined && sides.length === 2 && areSame(sides);
}

/** The text between a bracket opened before a position and its end, and the text after it. */
function bracketed(text: string, from: number): { readonly inside: string; readonly rest: string } {
  const end = scan(text, from, (_, depth) => depth < 0);
  return { inside: text.slice(from, end), rest: text.slice(end + 1) };
}

/** The arguments of a list. */
function splitTop(text: string): string[] {
  return (splitAt(text.replace(/;\s*$/u, ''), /^,/u) ?? [text.replace(/;\s*$/u, '').trim()]).filter(Boolean);
}

/** The parts between marks outside brackets and strings; `undefined` where there is no mark. */
function splitAt(text: string, mark: RegExp): string[] | undefined {
  const parts: string[] = [];
  let start = 0;
  for (;;) {
    const from = start;
    let found = 0;
    const end = scan(text, from, (at, depth) => {
      found = depth === 0 ? (mark.exec(text.slice(at, at + 9))?.[0].length ?? 0) : 0;
      return found > 0;
    });
    parts.push(text.slice(start, end).trim());
    if (end >= text.length) return parts.length === 1 ? undefined : parts;
    start = end + found;
  }
}

/** The first wanted position outside strings, from a start on; the end where there is none. */
function scan(text: string, from: number, isWanted: (at: number, depth: number) => boolean): number {
  let [depth, quote] = [0, ''];
  for (let at = from; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
      continue;
    }
    if (isWanted(at, depth - (')]}'.includes(sign) ? 1 : 0))) return at;
    if (`"'\``.includes(sign)) quote = sign;
    else if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
  }
  return text.length;
}
