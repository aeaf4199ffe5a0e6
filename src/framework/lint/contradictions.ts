/** Two kinds of instruction that exclude each other. Global patterns: each is looked for in whole texts. */
export type Contradiction = {
  readonly one: RegExp;
  readonly other: RegExp;
  /** Whether headings in the front matter count as the other. */
  readonly orHeadings?: true;
  /** Whether they exclude each other in one component too; a dialogue may say one thing of its turns, another of its end. */
  readonly inOne?: true;
};

/** What can be seen by words alone. Where a word has other uses, its neighbours have to tell it apart. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    one: /\b(?:(?:never|do not|don['’]t) ask(?: (?:the user|the person|them|anybody|anything|questions|back))?|ask (?:nothing|no questions?)|without (?:asking|questions))(?=[ \t]*(?:[.;,:!]|\n[ \t]*\n|$))/giu,
    other:
      /\b(?:(?<!never )(?<!not )(?<!n['’]t )ask (?:the user|for (?:a|the|each)|up to|at most|one|two|three|which|what they)\b|(?<!not )(?<!never )(?<!without )wait(?:ing)? for (?:the|an|their|approval|confirmation|somebody|someone)|one question (?:per|a|each|at)\b)/giu,
    inOne: true,
  },
  {
    one: /\b(?:in (?:this|one|a single) (?:reply|answer|message)|(?:a|one|in a) single pass)\b/giu,
    other:
      /\b(?:(?:one|each|every) (?:question|step|idea) (?:per|a|each) (?:turn|reply|message)|in (?:the|your|a) next (?:reply|turn|message)|(?:each|every) turn\b|(?:by|in|on) the last turn)\b/giu,
  },
  {
    one: /\b(?:show|output|reply with|answer with|return|print|give) (?:nothing but|only)\b|\bonly (?:output|return|print)\b|\b(?:reply|answer) only\b|\boutput with only\b/giu,
    other: /\balso (?:include|add|output|list|show|give|print)\b/giu,
  },
  {
    one: /\b(?:deliver|give|return|output|show|write)\b[^.;\n]{0,40}\b(?:whole|complete|full) (?:file|files|text|artifact|document|version)\b/giu,
    other:
      /\b(?:the )?(?:patch|diff|changed (?:lines|parts)) (?:only|alone)\b|\bonly (?:a |the )?(?:patch|diff|changed (?:lines|parts))\b|\bnothing but (?:a |the )?(?:patch|diff)\b/giu,
  },
  {
    one: /\b(?:no|without|never use|avoid) (?:a )?tables?\b/giu,
    other:
      /(?<!\bno )(?<!\bwithout a )(?<!\buse a )(?<!\bof a )(?<!\bthe )(?:\b(?:(?:in|as|by|with|add|give|make|include) )?an? (?:\w+ )?table\b(?= (?:of|with|that|for)|[.,;:]|$))/gimu,
    inOne: true,
  },
  {
    one: /\b(?:no|without|never use|avoid) headings?\b/giu,
    other: /^#{1,6} \S[^\n]{0,60}|\bunder (?:these|the) headings\b/gmu,
    orHeadings: true,
  },
];
