/**
 * Whether words that forbid or ask for something instruct the answerer, judged by the text before them in their sentence. `Never
 * quote the line`, `You may not quote it` do; `reviewers who never quote the line` describes others. In doubt it returns `false`:
 * a wrong warning costs more than a missed one.
 */
export function isInstruction(text: string, at: number): boolean {
  const before = beforeInSentence(text, at);
  if (before === '' || YOURS.test(before) || /(?:^|, )so $/iu.test(before)) return true;
  if (!/(?:,|\b(?:and|but|or|then|please|also|always))\s$/iu.test(before)) return false;
  return isToldToDo(before);
}

/**
 * Whether `without` and the words after it belong to an instruction: `Start at once, without asking`, `You work without
 * guessing`.
 */
export function isHowItIsDone(text: string, at: number): boolean {
  const before = beforeInSentence(text, at);
  return before === '' || (isToldToDo(before) && !OF_ANOTHER.test(before));
}

/** Whether the subject directly before is the reader of the instruction, or the answer. */
export function isOfAnswerer(text: string, at: number): boolean {
  return YOURS.test(beforeInSentence(text, at));
}

/** Whether a sentence begins at an offset, apart from a list marker. */
export function startsSentence(text: string, at: number): boolean {
  return beforeInSentence(text, at) === '';
}

const ANSWER = '(?:the|your) (?:whole |final )?(?:answer|reply|response|report|result|output)';

const YOURS = new RegExp(`(?:^|[\\s,])(?:you|${ANSWER}) (?:also |always |may |can |will )?$`, 'iu');

/**
 * A thing that is made, breaks or exists `without …` by itself, rather than the way in which the work is done: `a fix made
 * without checking`.
 */
const OF_ANOTHER =
  /\b(?:[a-z]{2,}(?:ed|ing)|made|done|written|built|given|taken|sent|seen|found|known|left)[\s,]+$|\b(?:have|has|had|knows?|knew|saw|sees?|remember|distrust|fear|hate)\s/iu;

/** Whether the sentence so far instructs: it is about nobody else, and nothing in it describes a case or others. */
function isToldToDo(before: string): boolean {
  return !TELLS_OF_OTHERS.test(before) && (IS_YOURS.test(before) || !HAS_SUBJECT.test(before));
}

const TELLS_OF_OTHERS =
  /\b(?:who|whom|whose|that|which|where|when|while|because|since|than|if|unless|they|he|she|people|somebody|someone|nobody|others)\b/iu;

const IS_YOURS = new RegExp(`^(?:you|${ANSWER})\\b`, 'iu');

/** A first word that is not a verb: an article, a pronoun, a condition, or a noun in the plural. */
const HAS_SUBJECT =
  /^(?:the|an?|some|many|most|few|several|all|each|every|it|its|this|these|those|their|his|her|our|my|we|i|there|here|what|how|why|such|no|nothing|none|as|after|before|once|with|without|(?!always\b)[a-z-]+[^siu\W]s)\b/iu;

/** The most UTF-16 code units to search for the beginning of a sentence. */
const REACH = 300;

/** The text before an offset in its sentence, without a list marker. */
function beforeInSentence(text: string, at: number): string {
  const least = Math.max(0, at - REACH);
  let start = at;
  while (start > least && !endsSentence(text, start - 1)) start -= 1;
  return text
    .slice(start, at)
    .replace(/^[\s>#*+•()-]+/u, '')
    .replace(/^\d{1,3}[.)]\s+/u, '');
}

function endsSentence(text: string, at: number): boolean {
  const character = text[at] ?? '';
  return character === '\n' || ('.;:!?'.includes(character) && /\s/u.test(text[at + 1] ?? ' '));
}
