/**
 * Whether no passage can show a point, so that the judge's word alone counts: it asks for something to be absent from the answer
 * ("No praise", "Does not blame the driver", "Nothing invented"), or concerns the answer's length, order or form ("At most 350
 * words", "The verdict stands first", "One question per turn"). It has to begin with that. A point that names a fact first, or a
 * fact that is a denial ("No fee is due", "A-5219 is no fault"), has a passage to show it.
 */
export function concernsWholeAnswer(point: string): boolean {
  const text = point.trim().slice(0, LOOKED_AT).replace(/[’‘]/gu, "'");
  return isAbsence(text) || isLength(text) || isOrder(text) || FORM.test(text);
}

/** The number of characters examined: a point states its subject at the beginning. */
const LOOKED_AT = 300;

/** Parts of an answer: the subject of such a point, if it names one. */
const PART =
  '(?:answer|repl(?:y|ies)|response|turn|message|question|prose|text|letter|mail|e-?mail|note|remark|comment|speech|slide|card|clause|paragraph|sentence|line|heading|headline|title|table|list|summary|verdict|decision|conclusion|recommendation|warning|caveat|introduction|preamble|explanation|code block|bullet|word|reason|result|finding|point|item|step|example|quotation|footnote|diagram)s?';

/** A part of an answer with its possible modifiers: `The whole answer`, `Text outside the JSON`. */
const SUBJECT = `(?:(?:the|a|an|each|every|all|whole|entire|complete|first|last|final|finished|spoken|opening|closing|main|overall|most important)\\s+)*${PART}(?:\\s+itself)?(?:,?\\s+(?:outside|besides|beside|apart from|around|without|in|for|to|of|but)\\s+[^,.;:]{1,40}?)?`;

/** Verbs for things done in an answer; `No date is invented` is about the answer, `No fee is due` about the world. */
const DONE_IN_IT =
  /\b(?:invented|made up|added|asked|given|claimed|named|mentioned|stated|said|told|used|repeated|quoted|copied|proposed|suggested|promised|assumed|presented|introduced|included|offered|listed|blamed|praised|accused|judged|apologi[sz]ed for|taken over|carried over|answered|explained|shown|obeyed|followed|translated|rewritten|reworded|padded)\b/iu;

/** A verb that turns a point into a statement, unless `that` or `which` precedes it. */
const STATEMENT =
  /(?<!\b(?:that|which|who|whom|whose|what|where|when|if|as|of those|than)(?:\s+\S+){0,4}?\s)\b(?:is|isn't|are|aren't|was|were|has|have|had|may|might|can|could|must|shall|should|will|would|does|do|did|needs|applies|apply|counts?|goes|comes?|stops|means|follows?|takes|gets|pays|stays|makes|holds|knows|fits|reaches|exists?|belongs?)\b/iu;

/** Verbs of omission: the passage that is there shows that nothing was omitted. */
const OMISSION =
  /^\W*(?:\S+\s+){0,2}?(?:omit(?:s|ted)?|forget(?:s)?|forgotten|miss(?:es|ed|ing)?|skip(?:s|ped)?|los[est]s?|lost|lacking|lacks?|drop(?:s|ped)?|leaves? out|left out|overlooks?|overlooked|neglects?|neglected|ignores?|ignored|fails? to|cut)\b/iu;

function isAbsence(text: string): boolean {
  const [, none] = /^(?:no|none|neither|nothing|nobody|no one)\b(.*)$/isu.exec(text) ?? [];
  if (none !== undefined) return isAbsenceOf(none);
  const [, undone] =
    /^(?:(?:it|the answer|the reply)\s+)?(?:does not|doesn't|must not(?! be\b)|should not(?! be\b)|never(?=\s+(?!is\b|has\b|was\b)[a-z]+s\b))\s(.*)$/isu.exec(
      text,
    ) ?? [];
  if (undone !== undefined) return !/^(?:it)\b/iu.test(text) && !OMISSION.test(undone);
  return WITHOUT.test(text) || LACKS.test(text) || OF_A_PART.test(text) || QUOTED_AND_GONE.test(text);
}

/** Whether the text after `No`, `Nothing` and the like names something absent from the answer. */
function isAbsenceOf(rest: string): boolean {
  // "No to the course", "No: it is not due", "No, they may not", "No. 7 is named".
  if (/^(?:\s*[:,.!;–—-]|\s+(?:to|because|since|as|unless|but)\b|\s*$)/iu.test(rest)) return false;
  const [clause = ''] = rest.split(/[.;:(]/u);
  if (OMISSION.test(clause)) return false;
  const statement = STATEMENT.exec(clause);
  if (statement === null || TAKEN_OVER.test(clause)) return true;
  const [before, after] = [clause.slice(0, statement.index), clause.slice(statement.index)];
  return DONE_IN_IT.test(after) || new RegExp(`^\\s*(?:of the\\s+)?${PART}\\b`, 'iu').test(before);
}

/** `Nothing of the old guide is left`. */
const TAKEN_OVER = /^\s*(?:of|from)\s+\S.*\b(?:is|are)\s+(?:left|kept|there|taken|carried)\b/iu;

/** Things that an answer can have or lack. */
const WITHOUT = new RegExp(
  `^without\\s+(?:(?:any|a|an|the)\\s+)?(?:${PART}|praise|jargon|headings|markdown|emoji|formulas?|lists?|apolog(?:y|ies)|flattery|(?:asking|naming|blaming|inventing|quoting|repeating|using|mentioning|adding|claiming|promising|lecturing)\\b[^,]*)(?=$|[,.;(]|\\s(?:and|or)\\b)`,
  'iu',
);

/** Verbs for what an answer does, with a negated object: `Invents no law`, `Asks for nothing`. */
const LACKS =
  /^(?:(?:invents?|adds|asks(?: for)?|contains|uses|makes|gives|takes over|offers|proposes|promises|repeats|quotes|cites|mentions|names|blames|accuses|assumes|claims|introduces|raises|includes|shows|presents|recommends|has) (?:no|nothing|nobody|none|neither)\b|says nothing (?:of|about|on)\b|(?:avoids|refrains from|keeps (?:clear|free) of|is free of|free of|spares)\b|isn't\s|is not\s)/iu;

/** `The first reply does not …`, `The letter has no …`. */
const OF_A_PART =
  /^(?:the|a|whole|each|every)\s+(?:(?:whole|first|last|final|opening)\s+)?(?:answer|reply|response|first question|opening question|turn|message)s?\s+(?:does not|doesn't|never|(?:is|are|has|have|contains?|asks?(?: for)?|makes?|gives?|invents?|adds?) (?:no|not|nothing|none|neither)|isn't|hasn't)\b/iu;

/** A passage of the material that has to be gone, with nothing in its place. */
const QUOTED_AND_GONE =
  /^["“'«„][^"”»]{1,80}["”'»]\s+(?:is|are)\s+(?:gone|left out|absent|not (?:repeated|used|taken over|in (?:it|the \w+)))\b[^:]*$/iu;

const COUNT =
  '(?:\\d[\\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|half an?)';
const RANGE = `${COUNT}(?:\\s*(?:[-–—]|to|or|and)\\s*${COUNT})?`;
const LIMIT =
  '(?:about|around|roughly|at most|at least|no more than|not more than|no longer than|not longer than|longer than|more than|less than|fewer than|shorter than|under|over|below|up to|within|between|exactly|a maximum of|at the most)';
const MEASURE = '(?:words?|characters?|letters|sentences?|lines?|pages?|paragraphs?)';
/** Things in an answer that are counted. */
const COUNTED = `(?:${MEASURE}|questions?|slides?|headings?|bullets?|bullet points?|points?|items?|steps?|turns?|messages?|repl(?:y|ies)|remarks?|tables?|examples?|options?|suggestions?|recommendations?|checks?|findings?|footnotes?)`;
/** A measure ends the phrase: `30 lines were deleted` is a fact. */
const ENDS =
  '(?=$|\\s*[.,;:()]|\\s+(?:or|and|at most|long|in all|altogether|with|without|outside|besides|each|per|in length|in total)\\b)';

/** Kinds of answers, or named parts of one, whose length a point may limit. */
const PIECE =
  '(?:(?:the|each|every|whole)\\s+)*(?:"[^"]{1,40}"|sheet|page|poster|guide|story|report|document|post|bio|abstract|caption|body|slogan|section|part|code|script)s?';

const LENGTHS = [
  // "250–550 words", "At most 350 words", "One page."
  `^(?:${LIMIT}\\s+)?${RANGE}\\s+${MEASURE}${ENDS}`,
  // "At most three questions"; at least some number of things is shown by them.
  `^(?:at most|no more than|not more than|fewer than|less than|up to|exactly)\\s+${RANGE}\\s+(?:[a-z-]+\\s+)?${COUNTED}${ENDS}`,
  // "The whole answer at most 450 words", "Letter 260–420 words", "Each slide has no more than 20 words"
  `^(?:${SUBJECT}|${PIECE})(?:\\s+\\d{1,2})?\\s*:?\\s*(?:(?:is|are|has|have|stays?|keeps? to|runs? to|takes?|fits? (?:on|in)|of)\\s+)?(?:${LIMIT}\\s+${RANGE}|${COUNT}\\s*(?:[-–—]|to)\\s*${COUNT})\\s+${MEASURE}\\b`,
  `^${SUBJECT}\\s+(?:is|are|stays?|fits? (?:on|in))\\s+(?:${LIMIT}\\s+)?(?:one|a single|half a)\\s+${MEASURE}${ENDS}`,
  // "One question per turn", "Not more than one question in each reply"
  `^(?:${LIMIT}\\s+|only\\s+)?(?:a single|${RANGE})\\s+(?:[a-z-]+\\s+)?${COUNTED}\\s+(?:per|in each|in every|in any|a|at a)\\s+(?:turn|reply|message|answer|time|slide|paragraph|section|line|sentence)\\b`,
  // "Not longer than the original", "No longer than a page", "Shorter than the draft"
  '^(?:not|no)?\\s*(?:longer|shorter) than\\b',
  '^(?:is )?(?:as )?(?:short|brief)(?: enough)?(?=$|[.,;:])',
].map((pattern) => new RegExp(pattern, 'iu'));

function isLength(text: string): boolean {
  return LENGTHS.some((pattern) => pattern.test(text));
}

/** Positions of things; if a colon gives the text for the position, a passage can show it. */
const ORDERS = [
  `^${SUBJECT}\\s+(?:stands?|comes?|is|are|goes|go|is (?:given|said|named|put))\\s+(?:(?:right |very )?(?:first|last)(?=$|[.,;(]|\\s+(?:and|of all)\\b)|at the (?:very )?(?:top|start|beginning|end|head|foot)\\b|in the (?:first|last|opening|closing)\\b|on the first\\b)`,
  `^${SUBJECT}\\s+(?:stands?|comes?|is (?:given|said|named|put))\\s+(?:before|after|above|below|ahead of)\\b`,
  `^${SUBJECT}\\s+(?:first|last|in the (?:first|last) [\\w ]{1,30}|at the (?:top|start|end|beginning))(?=$|[.,;(])`,
  `^(?:the (?:answer|reply|letter|text) )?(?:opens|begins|starts|ends|closes|finishes) with\\s+(?:${SUBJECT}|praise|thanks|greeting)(?=$|[,.;(]|\\s+(?:and|not|or)\\b)`,
  '^(?:ordered|sorted|arranged|ranked|grouped) (?:by|from|in)\\b',
  '^in (?:the |its )?(?:original|source|same|given|alphabetical|chronological) order\\b',
].map((pattern) => new RegExp(pattern, 'iu'));

function isOrder(text: string): boolean {
  return !/:\s/u.test(text) && ORDERS.some((pattern) => pattern.test(text));
}

/** The form in which an answer is written. */
const FORM =
  /^(?:(?:length|layout|format)\s*:|(?:(?:written |laid out |set out |formatted )?(?:as|in)|nothing but|only) (?:a |an |one |the |its )?(?:single )?(?:markdown|JSON|YAML|CSV|HTML|plain text|prose|running text|full sentences|table|(?:bulleted |numbered )?list|bullets|bullet points|code block|paragraph|letter|dialogue)(?=$|[,;.(]|\s+(?:and|or|without|only|throughout)\b))/iu;
