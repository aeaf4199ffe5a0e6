import type { Target } from './make_target.ts';

/** Whether everything that a script did is done still, in the same order, and nothing but more that has to be green as well. */
export function isStricterScript(before: string, after: string): boolean {
  if (/\|\||;|(?<!&)&(?!&)|\||\n/u.test(after)) return false;
  const [were, are] = [partsOf(before), partsOf(after)];
  let place = 0;
  for (const part of are) {
    const old = were[place];
    if (old !== undefined && (part === old || looksAtMore(old, part))) place += 1;
    else if (TURNS.test(part)) return false;
  }
  return place === were.length;
}

/** Whether everything that a target needed and did is there still, in the same order. */
export function isStricterTarget(before: Target, after: Target): boolean {
  const isThere = (were: readonly string[], are: readonly string[]) => {
    let place = 0;
    for (const each of are) if (each === were[place]) place += 1;
    return place === were.length;
  };
  return (
    before.isPlain === after.isPlain &&
    before.needs.every((need) => after.needs.includes(need)) &&
    isThere(before.recipe, after.recipe)
  );
}

function partsOf(script: string): string[] {
  return script.split('&&').map((part) => part.trim());
}

/** Ends a script, or has what follows run elsewhere or with other settings. */
const TURNS =
  /^(?:exit|return|cd|pushd|exec|export|set|unset|source|\.|alias|trap|eval|function|[A-Za-z_]\w*=|\S*\(\))(?:\s|$|\S*$)/u;

/** Runs what it is given, one as the other: more of that is more that is looked at. */
const COLLECTS =
  /^(?:npx\s+)?(?:node\s+--test|vitest(?:\s+run)?|jest|mocha|ava|(?:python3?\s+-m\s+)?pytest|eslint|biome\s+(?:check|lint|ci)|ruff\s+check|prettier\s+--check|mypy|shellcheck|go\s+(?:test|vet))(?=\s|$)/u;

/** Whether a command is the same with more files, and had some before: with none, what it finds by itself would have become less. */
function looksAtMore(before: string, after: string): boolean {
  const runner = COLLECTS.exec(before)?.[0];
  if (runner === undefined || !after.startsWith(`${runner} `)) return false;
  const wordsOf = (command: string) => command.slice(runner.length).trim().split(/\s+/u).filter(Boolean);
  const [were, are] = [wordsOf(before), wordsOf(after)];
  if (!were.some((word) => !word.startsWith('-'))) return false;
  let place = 0;
  for (const [at, word] of are.entries()) {
    if (word === were[place]) place += 1;
    // A word behind an option may be its value.
    else if (word.startsWith('-') || are[at - 1]?.startsWith('-')) return false;
  }
  return place === were.length;
}
