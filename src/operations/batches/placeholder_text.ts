/**
 * Whether the text of a goal or a gate is only a placeholder: "TODO: …", "TBD", "…", "<describe it here>". A text that only
 * mentions one ("Remove all TODO comments") is not; text in backticks is judged as a command.
 */
export function isPlaceholderText(text: string): boolean {
  const said = unquoted(text.trim());
  if (saysTodo(said) || isPlace(said)) return true;
  const [label = ''] = LABEL.exec(said) ?? [];
  const behind = said.slice(label.length).trim();
  // "Gate" alone may be the name of one; if only punctuation follows, the rest is missing.
  if (label === '' || behind === '') return false;
  // Without a colon or dash, the label may be the verb of a sentence: "Check pending".
  const rest = behind.replace(LABEL_ENDS, '');
  if (rest !== behind) return rest === '' || saysTodo(rest) || isPlace(rest);
  return /^[([<{]/u.test(behind) ? isPlace(behind) : coreOf(behind) === '';
}

/** Whether a command is only a placeholder. `grep TODO src`, `TODO=1 make` and `./TODO.sh` are commands. */
export function isPlaceholderCommand(command: string): boolean {
  const said = command.trim();
  if (COMMAND_IS_TODO.test(said)) return true;
  // In a shell, text in square brackets is a test, and most punctuation may be a command or a path: `:`, `./*`.
  return coreOf(said) === '' ? ONLY_DOTS.test(said) : !/^[:[./~]/u.test(said) && isPlace(said);
}

function saysTodo(said: string): boolean {
  return IS_TODO.test(said.replace(/[*_]/gu, ''));
}

/** Whether the complete text is punctuation, a phrase that puts it off, or a bracket around a description. */
function isPlace(said: string): boolean {
  const core = coreOf(said);
  return (
    said !== '' && (core === '' || (core.length <= LONGEST && IS_PUT_OFF.test(core)) || IS_BRACKET.test(said))
  );
}

/** Removes punctuation before the first letter, digit or backtick and after the last. */
function coreOf(said: string): string {
  // Avoids a pattern that ends in `+$`, which is quadratic for long runs of punctuation.
  const characters = [...said];
  const isWord = (character: string) => WORD.test(character);
  return characters.slice(characters.findIndex(isWord), characters.findLastIndex(isWord) + 1).join('');
}

/** Removes quotation marks around the complete text. */
function unquoted(said: string): string {
  return /^["“„«'‘]([^"“”„«»‘’]*)["”“»'’]$/u.exec(said)?.[1]?.trim() ?? said;
}

const WORD = /[\p{L}\p{N}`]/u;

/** Maximum length of a phrase that puts something off, in UTF-16 code units. */
const LONGEST = 60;

/** A label before the text, as in "Gate: TODO". */
const LABEL =
  /^[^\p{L}\p{N}`]*(?:(?:exit|acceptance)[ -])?(?:gate|goal|check|command)(?:\s+#?\d{1,3})?(?![\p{L}\p{N}_`'’])/iu;
const LABEL_ENDS = /^[*_"”]{0,3}\s*(?:[:：–—]|->|-(?=\s|$)|=>)[*_"”]{0,3}\s*/u;

/** Matches an actual TODO, not tasks about TODOs ("TODO comments", "TODO/FIXME triage"), a quoted "TODO", or "TODO is …". */
const IS_TODO =
  /^[^\p{L}\p{N}`"'“”„‘’«»]*(?:TODO\b(?![/&+]|[-.]\w|['’]|=|\s*,\s*(?:FIXME|HACK|XXX|TBD)\b|\s+(?:(?:and|or|&)\s+)?(?:FIXME|HACK|XXX|lists?|comments?|items?|markers?|notes?|tags?|apps?|pages?|files?|views?|triage|clean-?up|sweep)\b|\s+(?:is|are|was|were|has|have|stays?|remains?|must|should|can|may|will|does|gets?|appears?|never|no longer)\b)|(?:TO[ -]DO|TBD|TBA|TBC|FIXME|XXX)(?:\s*(?:[:([\]>…]|\.\.)|\s+[-–—]\s))|^[^\p{L}\p{N}`]*to[ -]do\s*:/u;

const IS_PUT_OFF =
  /^(?:to[ -]?do|tbd|tba|tbc|fixme|xxx+|n\/a|pending|coming soon|(?:yet )?to be (?:added|announced|confirmed|decided|defined|described|determined|done|filled in|specified|written)|(?:please )?fill (?:me|this|it)?\s?(?:in|out))$/iu;

const IS_BRACKET = /^(?:<[^<>]{1,200}>|\[[^[\]]{1,200}\]|\{\{[^{}]{1,200}\}\})$/u;

const COMMAND_IS_TODO = /^[<[({\s]*TODO(?:\W*$|\s*[:(\]>…]|\s+[-–—]\s|\s+\w)/u;

/** Text in place of a command; `#` begins a comment, which no shell runs. */
const ONLY_DOTS = /^[.…?_#=–—-][.…?_#=–—\s-]*$/u;
