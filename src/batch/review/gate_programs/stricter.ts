import type { Target } from './make_target.ts';

/** Whether a script still does everything it did, in the same order, with only additional steps that also have to succeed. */
export function isStricterScript(before: string, after: string): boolean {
  if (/\|\||;|(?<!&)&(?!&)|\||\n/u.test(after)) return false;
  const [were, are] = [partsOf(before), partsOf(after)];
  let place = 0;
  for (const part of are) {
    const old = were[place];
    if (old !== undefined && isStricterCommand(old, part)) place += 1;
    else if (TURNS.test(part)) return false;
  }
  return place === were.length;
}

/** Whether a target still has all its prerequisites and commands, in the same order. */
export function isStricterTarget(before: Target, after: Target): boolean {
  const isThere = (were: readonly string[], are: readonly string[]) => {
    let place = 0;
    for (const each of are) if (isStricterCommand(were[place] ?? '', each)) place += 1;
    return place === were.length;
  };
  return (
    before.isPlain === after.isPlain &&
    before.needs.every((need) => after.needs.includes(need)) &&
    isThere(before.recipe, after.recipe)
  );
}

/** Matches several commands, or one whose failure is ignored. */
const NOT_PLAIN = /[|;&#`$]/u;

function partsOf(script: string): string[] {
  return script.split('&&').map((part) => part.trim());
}

/** Matches commands that end a script, or make later ones run elsewhere or with other settings. */
const TURNS =
  /^(?:exit|return|cd|pushd|exec|export|set|unset|source|\.|alias|trap|eval|function|[A-Za-z_]\w*=|\S*\(\))(?:\s|$|\S*$)/u;

/** Matches commands that check all their arguments alike: more arguments mean more checks. */
const COLLECTS =
  /^(?:npx\s+)?(?:node\s+--test|vitest(?:\s+run)?|jest|mocha|ava|tsc|(?:python3?\s+-m\s+)?(?:pytest|unittest(?:\s+discover)?)|eslint|biome\s+(?:check|lint|ci)|ruff\s+check|prettier\s+--check|mypy|shellcheck|go\s+(?:test|vet))(?=\s|$)/u;

/** Options, by command, that do not reduce what is checked. */
const HARMLESS: readonly (readonly [RegExp, RegExp])[] = [
  [/\bvitest(?:\s+run)?$/u, /^(?:run|--run|--coverage)$/u],
  [/\b(?:jest|mocha|ava)$/u, /^(?:--coverage|--ci|--verbose|--forbid-only)$/u],
  [/--test$/u, /^--experimental-test-coverage$/u],
  [/\btsc$/u, /^(?:--noEmit|--strict|--pretty)$/u],
  [/\bmypy$/u, /^--strict$/u],
  [/\beslint$/u, /^--max-warnings=0$/u],
  [/\bpytest$/u, /^(?:-v|-vv|-q|-ra|--strict-markers|--cov(?:=[\w./]+)?)$/u],
  [/\bgo\s+test$/u, /^(?:-v|-race|-count=1)$/u],
];

/**
 * Whether a command is the same with a harmless option, or with more files where it named some before: where it named none,
 * adding files would reduce the set that it finds by itself.
 */
export function isStricterCommand(before: string, after: string): boolean {
  if (before === after) return true;
  const marks = /^@?/u.exec(before)?.[0] ?? '';
  const runner = COLLECTS.exec(before.slice(marks.length))?.[0];
  if (runner === undefined || !after.startsWith(`${marks}${runner} `) || NOT_PLAIN.test(after)) return false;
  const harmless = HARMLESS.find(([own]) => own.test(runner))?.[1];
  const wordsOf = (command: string) =>
    command
      .slice(marks.length + runner.length)
      .split(/\s+/u)
      .filter(Boolean);
  const were = wordsOf(before);
  const are = wordsOf(after).filter((word) => were.includes(word) || !harmless?.test(word));
  if (were.join(' ') === are.join(' ')) return true;
  if (!were.some((word) => !word.startsWith('-'))) return false;
  let place = 0;
  for (const [at, word] of are.entries()) {
    if (word === were[place]) place += 1;
    // The first word may be a subcommand, such as `related`.
    else if (at === 0 && !/[./*]/u.test(word)) return false;
    // A word after an option may be its value.
    else if (word.startsWith('-') || are[at - 1]?.startsWith('-')) return false;
  }
  return place === were.length;
}
