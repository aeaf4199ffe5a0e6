/** Two kinds of instruction that exclude each other. Global patterns: each is looked for in whole texts. */
export type Contradiction = {
  readonly one: RegExp;
  readonly other: RegExp;
  /** Whether headings in the front matter count as the other. */
  readonly orHeadings?: true;
  /**
   * Whether they exclude each other within one component too; a dialogue may say one thing about its turns, another about its
   * end.
   */
  readonly inOne?: true;
};

/** Contradictions that words alone reveal. If a word has other uses, its neighbours have to tell them apart. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    one: /\b(?:(?:never|do not|don['’]t) ask(?: (?:the user|the person|them|anybody|anything|(?:any )?questions|back))?|ask (?:nothing|no questions?)|no questions(?: asked)?|without (?:asking|(?:any |further )?questions))(?=[ \t]?(?:[.;,:!]|\n[ \t]*\n|$))/giu,
    other:
      /\b(?:(?<!never )(?<!not )(?<!n['’]t )(?<!to )ask (?:the user|for [a-z]|up to|at most|one|two|three|which|what they)\b|(?<!not )(?<!never )(?<!without )wait(?:ing)? for (?:the|an|my|their|approval|confirmation|somebody|someone)|one question (?:per|a|each|at)\b)/giu,
    inOne: true,
  },
  {
    one: /\b(?:in (?:this|one|a single) (?:reply|answer|message)|(?:a|one|in a) single pass)\b/giu,
    other:
      /\b(?:(?:one|each|every) [a-z]{3,15} (?:per|a|each|at a) (?:turn|reply|message)|in (?:the|your|a) next (?:reply|turn|message)|(?:each|every) turn(?= (?:ends|has|is|asks|begins)\b|[ \t]*[.;,:])|(?:by|in|on) the last turn|(?:and|then) stop there|let the (?:user|person|reader) (?:choose|pick|decide)|(?<!not )(?<!never )(?<!without )wait(?:ing)? (?:for|until) (?:the (?:user|person)|my|their|approval|confirmation))\b/giu,
  },
  {
    one: /\b(?:show|output|reply with|answer with|return|print|give) (?:nothing but|only)\b|\bonly (?:output|return|print)\b|\b(?:reply|answer) only\b|\boutput with only\b|\b(?:with|in|as|return|output|print) (?:valid )?(?:JSON|YAML|XML|CSV|code) (?:only|alone)\b|\bnothing but (?:valid )?(?:JSON|YAML|XML|CSV|code)\b/giu,
    other:
      /\balso (?:include|add|output|list|show|give|print)\b|\b(?:after|below|under|beside) (?:the|it|that)\b[^.;\n]{0,30}, (?:explain|list|say|add|give|describe|name)\b/giu,
  },
  {
    one: /\b(?:with|in|as|return|output|print|give|reply|answer)(?: (?:with|in))? (?:(?:only|nothing but) (?:valid )?(?:JSON|YAML|XML|CSV)|(?:valid )?(?:JSON|YAML|XML|CSV) (?:only|alone))\b/giu,
    other: /^#{1,6} \S[^\n]{0,60}|\bunder (?:these|the) headings\b/gmu,
    orHeadings: true,
  },
  {
    one: /\b(?:deliver|give|return|output|show|write)\b[^.;\n]{0,40}\b(?:whole|complete|full) (?:file|files|text|artifact|document|version)\b/giu,
    other:
      /(?:\b(?:the )?(?:patch|diff|changed (?:lines|parts)) (?:only|alone)|\bonly (?:a |the )?(?:patch|diff|changed (?:lines|parts))|\bnothing but (?:a |the )?(?:patch|diff)|\b(?:patch|diff|changed (?:lines|parts)),? (?:and )?nothing else)(?=[ \t]?(?:[.;,:!]|\n[ \t]*\n|$))/giu,
  },
  {
    one: /\b(?:no|without|avoid|(?:never|do not|don['’]t) (?:use|make|give)) (?:a |any )?tables?(?=(?: in the (?:answer|reply)| at all| anywhere)?[ \t]?(?:[.;,:!]|\n[ \t]*\n|$))/giu,
    other:
      /(?<!\bno )(?<!\bwithout a )(?<!\buse a )(?<!\bof a )(?<!\bthe )(?:\b(?:(?:in|as|by|with|add|give|make|include) )?an? (?:\w+ )?table\b(?= (?:of|with|that|for)|[.,;:]|$))/gimu,
    inOne: true,
  },
  {
    one: /(?:(?<=^|[.;:] )(?:write |in )?(?:one|a single) paragraph|\b(?:no|without|avoid|(?:never|do not|don['’]t) (?:use|write|give)) (?:any )?headings?)(?=(?: in the (?:answer|reply)| at all| anywhere)?[ \t]?(?:[.;,:!]|\n[ \t]*\n|$(?![\s\S])))/gimu,
    other: /^#{1,6} \S[^\n]{0,60}|\b(?:under (?:these|the)|with) headings\b|(?:^|[.;] )use headings\b/gimu,
    orHeadings: true,
  },
  {
    one: /\b(?:give|return|output|show|state|deliver) (?:the )?(?:result|answer|verdict) (?:alone|only)\b|\bonly (?:give|return|output|show|state) the (?:result|answer|verdict)\b/giu,
    other:
      /\b(?:show|explain|give|write out) (?:your|the) (?:reasoning|thinking|working)\b|\bthink aloud\b/giu,
  },
  {
    one: /\bstop (?:after|at) the first [a-z]{3,20}\b/giu,
    other: /\b(?:report|list|name|find|give|show|fix) (?:all|every|each)\b/giu,
  },
  {
    one: /\b(?:never|do not|don['’]t) (?:quote|cite|repeat)(?: (?:from )?(?:the )?(?:material|source|text|original)| anything)?(?=[ \t]?(?:[.;,:!]|\n[ \t]*\n|$))/giu,
    other: /(?<!\bnot )(?<!\bnever )(?<!n['’]t )\bquote (?:the|an?|each|every|what|its) [a-z]/giu,
  },
  {
    one: /\b(?:no|without(?: any)?) (?:commentary|comments?|explanations?|remarks?)(?=[ \t]?(?:[.;,:!]|\n[ \t]*\n|$))/giu,
    other: /(?<!\bnot )(?<!\bnever )(?<!n['’]t )\bexplain (?:each|every|what|why|how|the|your) [a-z]/giu,
  },
  ...languages(),
];

/** The answer's language: as the user writes, against a named one; two different named ones. */
function languages(): Contradiction[] {
  const names =
    'English German French Spanish Italian Portuguese Dutch Polish Russian Turkish Arabic Chinese Japanese Korean Hindi'.split(
      ' ',
    );
  const answer =
    '\\b(?:answer|reply|respond|write)\\b(?: (?:the|your) (?:answer|reply|report))?(?: only)? in ';
  const named = (which: readonly string[]) => new RegExp(`${answer}(?:${which.join('|')})\\b`, 'gu');
  const theirs = new RegExp(
    `${answer}(?:the language of|the same language|the (?:user|reader|person)['’]s (?:own )?language)`,
    'giu',
  );
  return [
    { one: new RegExp(named(names).source, 'giu'), other: theirs },
    // Each name against those after it, so that a pair is looked for once.
    ...names.slice(0, -1).map((name, index) => ({
      one: new RegExp(named([name]).source, 'giu'),
      other: new RegExp(named(names.slice(index + 1)).source, 'giu'),
    })),
  ];
}
