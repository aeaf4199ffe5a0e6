import { hitsOf } from './matches.ts';
import { proseOf } from './prose.ts';

/** Words that make the work stop before it is done. */
export type Stop = { readonly at: number; readonly text: string };

/** Finds where a text makes its reader stop or wait half way; forbidden or quoted stops do not count. */
export function stopsOf(text: string): Stop[] {
  return found(text, STOPS);
}

/** The first words of a text that need a person's answer: those of {@link stopsOf}, and questions to the user. */
export function needOfPerson(text: string): string | undefined {
  return [...stopsOf(text), ...found(text, ASKS)].sort((a, b) => a.at - b.at)[0]?.text;
}

const PERSON = '(?:the |your )?(?:users?|person|people|customer|client|owner|author|requester|reader|human)';

const STOPS =
  /\bwait (?:for|until)\b|\bawait (?:the|an|their|approval|confirmation)\b|\bthen (?:stop|wait|pause)\b|\b(?:first|next) reply only\b|\bonly the first (?:phase|step|reply)\b|\b(?:do|begin with|start with) (?:only )?phase \d\b|\bask (?:the user )?before (?:going|you go) on\b|\bstop (?:there|here)\b|\bstop after (?:the |your |this |a )?(?:plan|list|outline|inventory|first|phase|step|questions?)\b|\bnothing else (?:yet|for now)\b|\bpause (?:for|until)\b/giu;

const ASKS = new RegExp(
  `\\bask (?:them|${PERSON})\\b|\\b(?:show|present)\\b[^.;\\n]{0,80}\\bto ${PERSON} (?:and|then|for (?:approval|confirmation|review|comment))|\\b(?:get|obtain|seek|request) (?:the |their |${PERSON}['’]s? )?(?:approval|confirmation|consent|sign-off)\\b`,
  'giu',
);

/** Words that negate the words after them. */
const NEGATED = /\b(?:not|never|no|without|don['’]t|nobody|nothing)(?:\s+\w{1,12}){0,2}\s*$/iu;

function found(text: string, pattern: RegExp): Stop[] {
  const prose = proseOf(text);
  return hitsOf(prose, {
    pattern,
    counts: (_, at) => !NEGATED.test(prose.slice(Math.max(0, at - 40), at)),
    message: (shown) => shown,
  }).map(({ at, message }) => ({ at, text: message }));
}
