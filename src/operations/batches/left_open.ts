/**
 * Whether what stands where a goal or a gate should is only the place of one: "TODO: …", "TBD", "…", "<describe it here>". What
 * merely speaks of such a thing ("Remove all TODO comments") is none; of what stands in back ticks, the command tells.
 */
export function isLeftOpen(text: string): boolean {
  const said = text.replace(LABEL, '').replace(/[*_"]/gu, '').trim();
  return IS_TODO.test(said) || isPlace(said) || isPlace(text.trim());
}

/** Whether a command only keeps the place of one. `grep TODO src`, `TODO=1 make` and `./TODO.sh` are commands. */
export function isOpenCommand(command: string): boolean {
  const said = command.trim();
  // In a shell, what stands in square brackets is a test, and signs alone may be a command.
  return COMMAND_IS_TODO.test(said) || (!/^[:[]/u.test(said) && isPlace(said));
}

function isPlace(said: string): boolean {
  return said !== '' && IS_PLACE.test(said);
}

/** "Gate: TODO": what the part is called may stand before it. */
const LABEL = /^[^\w`]*(?:gate|goal|check|command)[^\w`]{1,5}/iu;

/** "TODO/FIXME triage" and "TODO comments" are about them. */
const IS_TODO =
  /^[^\p{L}\p{N}`]*(?:TODO\b(?![/&+]|-\w|\s+(?:(?:and|or|&)\s+)?(?:FIXME|HACK|XXX|lists?|comments?|items?|markers?|notes?|tags?|apps?|pages?|files?|views?|triage|clean-?up|sweep)\b)|(?:TO[ -]DO|TBD|TBA|TBC|FIXME|XXX)(?:\s*(?:[:([\]>…]|\.\.)|\s+[-–—]\s))|^[^\p{L}\p{N}`]*to[ -]do\s*:/u;

/** All of it: signs without a word, words that put it off, or a bracket around what is to be said there. */
const IS_PLACE =
  /^[^\p{L}\p{N}`]*(?:to[ -]?do|tbd|tba|tbc|fixme|xxx+|n\/a|pending|coming soon|(?:yet )?to be (?:added|announced|confirmed|decided|defined|described|determined|done|filled in|specified|written)|(?:please )?fill (?:me|this|it)?\s?(?:in|out))?[^\p{L}\p{N}`]*$|^(?:<[^<>]{1,200}>|\[[^[\]]{1,200}\]|\{\{[^{}]{1,200}\}\})$/iu;

const COMMAND_IS_TODO = /^[<[({\s]*TODO(?:\W*$|\s*[:(\]>…]|\s+[-–—]\s|\s+\w)/u;
