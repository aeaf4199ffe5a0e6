import { codeSpansIn } from '../document/inline.ts';
import { cannotFail } from '../rules/cannot_fail.ts';
import { checkedBy } from '../words/outcome_words.ts';
import { runsAnywhere } from './command_places.ts';

/**
 * Turns a sentence into the text of a gate. A plan takes a gate's code span for its command, so spans which are no commands, such
 * as names of files and functions, become plain words in quotes. A gate that is only `true` is kept as that command, so that the
 * rules report that it proves nothing.
 */
export function gateText(sentence: string): string {
  const spans = codeSpansIn(sentence);
  let text = '';
  let from = 0;
  for (const [index, { start, end, content }] of spans.entries()) {
    const isAll = start === 0 && end === sentence.trimEnd().length;
    const said = aboutIt(sentence.slice(from, start), sentence.slice(end, spans[index + 1]?.start));
    const check = isCheck(content) ? checkedBy(content.trim(), said) : undefined;
    const isAsWritten = check === content.trim() || (isAll && cannotFail(content));
    const shown = isAsWritten
      ? sentence.slice(start, end)
      : check === undefined
        ? `"${content.trim()}"`
        : `\`${check}\``;
    text += sentence.slice(from, start) + shown;
    from = end;
  }
  return (text + sentence.slice(from)).replace(/\s+/gu, ' ');
}

/** What a sentence says of a command: the rest of its clause, and what leads to it with a colon or an "of". */
function aboutIt(before: string, after: string): string {
  const lead = /[^.;]*(?:[:：]|\b(?:of|from|with|for|that|dass|que|che|что))\s*$/iu.exec(before)?.[0] ?? '';
  return `${lead} ${/^(?:[^.;。；]|[.](?=\S))*/u.exec(after)?.[0] ?? ''}`;
}

/** Whether a code span is a command whose success is worth something, in any working copy. */
export function isCheck(code: string): boolean {
  return isCommand(code) && !neverEnds(code) && !CHANGES_REPOSITORY.test(code.trim()) && runsAnywhere(code);
}

/** Whether a code span is a command line: it begins with a program that runs things. */
export function isCommand(code: string): boolean {
  return /^(?:[A-Z][A-Z0-9_]*=\S+\s+)*(?:\.\/(?:\S*\/)?[\w-]+(?:\.(?:sh|bash|zsh|py|rb|pl))?|! ?(?:git grep|[ef]?grep|rg)|npm|npx|pnpm|yarn|bun|bunx|deno|node|tsc|tsx|eslint|biome|prettier|vitest|jest|mocha|playwright|cypress|pytest|python3?|pip3?|uv|poetry|tox|nox|ruff|mypy|flake8|black|go|cargo|rustc|clippy|make|just|task|cmake|ctest|mvn|\.?\/?gradlew|gradle|sbt|dotnet|bundle|rake|rspec|rails|mix|composer|phpunit|php|swift|xcodebuild|flutter|dart|docker|docker-compose|kubectl|helm|terraform|bash|sh|zsh|curl|git|test|[ef]?grep|rg|diff|plutil|shellcheck|yamllint|actionlint|hadolint|xmllint|jq|golangci-lint|swiftlint|ktlint|rubocop|pre-commit|pdm|hatch|pipenv|fvm|bazel|nx|turbo|openspec)(?:\s+\S.*)?$/u.test(
    code.trim(),
  );
}

/** Whether a command line that a text tells to run checks something: it is no call of git, and installs nothing. */
export function isCheckCommand(code: string): boolean {
  return isCheck(code) && !IS_STEP.test(code);
}

/** Commands that are steps, and no checks: those of git, and installations. */
const IS_STEP =
  /^(?:[A-Z][A-Z0-9_]*=\S+\s+)*(?:git\b|(?:npm|pnpm|yarn|bun|pip3?|uv|poetry|composer|bundle|cargo|go|dotnet)\s+(?:install|i|add|get|ci|sync)\b|uv\s+pip\s+install\b|python3?\s+-m\s+pip\s+install\b)/u;

/** "From `git clone` to a running server": a command that changes a repository checks nothing. */
const CHANGES_REPOSITORY =
  /^git\s+(?:clone|init|add|commit|push|pull|fetch|checkout|switch|merge|rebase|reset|stash|tag)\b/u;

/** Whether a command starts a server or a watcher, which would hold up a gate for ever. */
function neverEnds(command: string): boolean {
  return SERVER.test(command.trim());
}

const SERVER =
  /^(?:[A-Z][A-Z0-9_]*=\S+\s+)*(?:(?:(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?|(?:npx|bunx)\s+\S+\s+)(?:dev|start|serve|watch|preview)(?::\S+)?(?=\s|$)(?!.*&&)|docker(?:-compose|\s+compose)\s+up(?!.*\s(?:-d|--detach)\b)|(?:python3?\s+-m\s+http\.server|flask\s+run|rails\s+s(?:erver)?|php\s+artisan\s+serve|uvicorn)\b)/u;

/**
 * A text as sentences for gates: each line with a bullet is one, and lines that run on belong together. A bold heading over
 * others is none, and items below one that ends with a colon are part of it.
 */
export function gatesIn(text: string): string[] {
  const entries = entriesIn(text);
  const gates: string[] = [];
  for (let index = 0; index < entries.length; index++) {
    const { text: said, indent, isItem } = entries[index] as Entry;
    if (BOLD_HEADING.test(said) && index + 1 < entries.length) continue;
    const below: string[] = [];
    while (isItem && /[:：]$/u.test(said)) {
      const next = entries[index + 1];
      if (next === undefined || !next.isItem || next.indent <= indent) break;
      below.push(next.text);
      index++;
    }
    const plain = said.replace(/^\*\*([^*]+)\*\*/u, '$1');
    gates.push(below.length === 0 ? plain : `${plain} ${below.join('; ')}`);
  }
  return gates.map(gateText).filter((gate) => gate !== '' && !/^[-*_]{3,}$/u.test(gate));
}

/** "**Unit tests**:", "**Unit tests:**" */
const BOLD_HEADING = /^\*\*[^*]+(?:\*\*\s*[:：]|[:：]\s*\*\*)$/u;

/** A line with its bullet taken off, and the lines that run on. */
type Entry = { readonly text: string; readonly indent: number; readonly isItem: boolean };

function entriesIn(text: string): Entry[] {
  const entries: Entry[] = [];
  for (const paragraph of text.trim().split(/\n\s*\n/u))
    for (const [index, raw] of paragraph.split('\n').entries()) {
      const line = raw.trim();
      const bullet = /^(?:[-*+•]|\d{1,3}[.)])(?:\s+|$)(?:\[[ xX]?\]\s*)?/u.exec(line)?.[0];
      const last = index > 0 && bullet === undefined ? entries.pop() : undefined;
      if (last !== undefined) entries.push({ ...last, text: `${last.text} ${line}` });
      else
        entries.push({
          text: line.slice(bullet?.length ?? 0),
          indent: raw.length - raw.trimStart().length,
          isItem: bullet !== undefined,
        });
    }
  return entries;
}
