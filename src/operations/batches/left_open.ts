/**
 * Whether what stands where a goal or a gate should is only the place of one: "TODO: …", "TBD", "…", "<describe it here>". What
 * merely speaks of such a thing ("Remove all TODO comments") is none; of what stands in back ticks, the command tells.
 */
export function isLeftOpen(text: string): boolean {
  const said = unquoted(text.trim());
  if (saysTodo(said) || isPlace(said)) return true;
  const [label = ''] = LABEL.exec(said) ?? [];
  const behind = said.slice(label.length).trim();
  // "Gate" may be the name of one; with a sign and nothing behind it, it waits for the rest.
  if (label === '' || behind === '') return false;
  // Where no colon or dash ends the label, it may be the verb of a sentence: "Check pending".
  const rest = behind.replace(LABEL_ENDS, '');
  if (rest !== behind) return rest === '' || saysTodo(rest) || isPlace(rest);
  return /^[([<{]/u.test(behind) ? isPlace(behind) : coreOf(behind) === '';
}

/** Whether a command only keeps the place of one. `grep TODO src`, `TODO=1 make` and `./TODO.sh` are commands. */
export function isOpenCommand(command: string): boolean {
  const said = command.trim();
  if (COMMAND_IS_TODO.test(said)) return true;
  // In a shell, what stands in square brackets is a test, and most signs alone may be a command, or the path of one: `:`, `./*`.
  return coreOf(said) === '' ? ONLY_DOTS.test(said) : !/^[:[./~]/u.test(said) && isPlace(said);
}

function saysTodo(said: string): boolean {
  return IS_TODO.test(said.replace(/[*_]/gu, ''));
}

/** All of it: signs without a word, words that put it off, or a bracket around what is to be said there. */
function isPlace(said: string): boolean {
  const core = coreOf(said);
  return (
    said !== '' && (core === '' || (core.length <= LONGEST && IS_PUT_OFF.test(core)) || IS_BRACKET.test(said))
  );
}

/** Without the signs before the first letter, number or back tick and behind the last. */
function coreOf(said: string): string {
  // Not by a pattern that ends in `+$`: that looks at every rest of a long run of signs.
  const characters = [...said];
  const isWord = (character: string) => WORD.test(character);
  return characters.slice(characters.findIndex(isWord), characters.findLastIndex(isWord) + 1).join('');
}

/** Without the quotation marks around all of it. */
function unquoted(said: string): string {
  return /^["“„«'‘]([^"“”„«»‘’]*)["”“»'’]$/u.exec(said)?.[1]?.trim() ?? said;
}

const WORD = /[\p{L}\p{N}`]/u;

/** Words that put something off are few. In UTF-16 code units. */
const LONGEST = 60;

/** "Gate: TODO": what the part is called may stand before it. */
const LABEL =
  /^[^\p{L}\p{N}`]*(?:(?:exit|acceptance)[ -])?(?:gate|goal|check|command)(?:\s+#?\d{1,3})?(?![\p{L}\p{N}_`'’])/iu;
const LABEL_ENDS = /^[*_"”]{0,3}\s*(?:[:：–—]|->|-(?=\s|$)|=>)[*_"”]{0,3}\s*/u;

/** "TODO/FIXME triage" and "TODO comments" are about them, and of "TODO" in quotation marks, or "TODO is …", something is said. */
const IS_TODO =
  /^[^\p{L}\p{N}`"'“”„‘’«»]*(?:TODO\b(?![/&+]|[-.]\w|['’]|=|\s*,\s*(?:FIXME|HACK|XXX|TBD)\b|\s+(?:(?:and|or|&)\s+)?(?:FIXME|HACK|XXX|lists?|comments?|items?|markers?|notes?|tags?|apps?|pages?|files?|views?|triage|clean-?up|sweep)\b|\s+(?:is|are|was|were|has|have|stays?|remains?|must|should|can|may|will|does|gets?|appears?|never|no longer)\b)|(?:TO[ -]DO|TBD|TBA|TBC|FIXME|XXX)(?:\s*(?:[:([\]>…]|\.\.)|\s+[-–—]\s))|^[^\p{L}\p{N}`]*to[ -]do\s*:/u;

const IS_PUT_OFF =
  /^(?:to[ -]?do|tbd|tba|tbc|fixme|xxx+|n\/a|pending|coming soon|(?:yet )?to be (?:added|announced|confirmed|decided|defined|described|determined|done|filled in|specified|written)|(?:please )?fill (?:me|this|it)?\s?(?:in|out))$/iu;

const IS_BRACKET = /^(?:<[^<>]{1,200}>|\[[^[\]]{1,200}\]|\{\{[^{}]{1,200}\}\})$/u;

const COMMAND_IS_TODO = /^[<[({\s]*TODO(?:\W*$|\s*[:(\]>…]|\s+[-–—]\s|\s+\w)/u;

/** What is written where a command is to come; `#` begins a comment, which no shell runs. */
const ONLY_DOTS = /^[.…?_#=–—-][.…?_#=–—\s-]*$/u;
