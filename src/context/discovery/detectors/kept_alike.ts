import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, LONGEST_LINE, plain, quoted } from '../plain_text.ts';
import { workflowsIn } from '../reading/ci_files.ts';
import { inFolders } from '../reading/minor_folders.ts';
import { longestPart } from '../reading/prose.ts';
import type { SourceText } from '../sources.ts';

/** Comments in manifests, build files and workflows that say what must be changed together, quoted with their lines. */
export const keptAlike: Detector = {
  name: 'kept-alike',
  detect: (sources) =>
    [
      ...sources
        .where({ name: FILES, outside: MINOR })
        .filter((path) => depthOf(path) <= 2)
        .slice(0, 30),
      ...workflowsIn(sources),
    ]
      .flatMap((path) => notesIn(sources.read(path)))
      .slice(0, MOST),
};

const MOST = 6;

const FILES =
  /^(?:Cargo\.toml|pyproject\.toml|CMakeLists\.txt|meson\.build|Makefile|Dockerfile|go\.mod|(?:build|settings)\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|\.pre-commit-config\.yaml|pnpm-workspace\.yaml|versions\.tf|tox\.ini|setup\.cfg|setup\.py|noxfile\.py|Justfile|justfile|Taskfile\.ya?ml|(?:docker-)?compose\.ya?ml|\.readthedocs\.ya?ml|flake\.nix|\.goreleaser\.ya?ml|\.golangci\.ya?ml|codecov\.yml|\.tool-versions)$/u;

const MINOR = inFolders(['thirdParty', 'fixtures', 'examples', 'templates']);

const ALIKE =
  /^(?:match(?:es)?|mirrors?) (?:the|what|that)\b(?! (?:regex|pattern|glob|expression))|\b(?:keep|kept|stays?|be|remain)\s(?:\w+\s){0,3}(?:in[ -]sync|synchroni[sz]ed|aligned|up[ -]to[ -]date)\s?(?:with\b|$|[.,;])|\bin sync with\b|\b(?:must|should|has to|have to|needs? to) (?:always |exactly )?(?:match|mirror|agree with|equal|correspond to|be (?:the same as|identical to)) (?:the|what|that|those|its)\b(?! (?:regex|pattern|glob|expression))|\bremember to (?:also )?(?:update|change|bump)\b|\b(?:also|then) (?:update|change|bump) (?:the |it in )/iu;

/** A line of code that is commented out. */
const CODE = /^(?:- )?(?!note\b)[a-z][\w.-]*\s*(?::(?:\s|$)|=)|^[-@\t]|\becho\b|[{}]\s/u;

const COMMENT = /^\s*(?:#|\/\/)+\s*(?!#)(\S.*)$/u;

function notesIn(text: SourceText | undefined): Fact[] {
  if (text === undefined || !ALIKE_ANYWHERE.test(text.text)) return [];
  const { path, lines } = text;
  const said = (place: number): string | undefined => {
    const comment = COMMENT.exec((lines[place] ?? '').slice(0, LONGEST_LINE))?.[1];
    return comment === undefined || CODE.test(comment) ? undefined : comment;
  };
  return lines.flatMap((_, place): Fact[] => {
    // A note begins where a comment does, and ends with it.
    if (said(place) === undefined || said(place - 1) !== undefined) return [];
    const parts: string[] = [];
    for (let next = place; said(next) !== undefined && parts.length < LONGEST_NOTE; next++)
      parts.push(said(next) ?? '');
    const found = sentenceIn(parts);
    return found === undefined
      ? []
      : [
          makeFact({
            kind: 'convention',
            about: `kept-alike:${path}:${place + 1 + found.place}`,
            statement: `\`${plain(path)}\` says: ${quoted(found.said, 240)}`,
            values: { said: longestPart(parts[found.place] ?? '') },
            evidence: [{ path, line: place + 1 + found.place }],
          }),
        ];
  });
}

/** A quick test of a whole file. */
const ALIKE_ANYWHERE =
  /in[ -]sync|synchroni[sz]ed|aligned|up[ -]to[ -]date|remember to|(?:also|then) (?:update|change|bump)|\b(?:match|mirror|agree with|equal|correspond to|same as|identical to) (?:the|what|that|those|its)\b/iu;

const LONGEST_NOTE = 12;

/** The sentence of a comment that says what must stay alike, and the place of the line that it begins on. */
function sentenceIn(parts: readonly string[]): { readonly said: string; readonly place: number } | undefined {
  const whole = parts.join(' ');
  let from = 0;
  for (const sentence of whole.split(/(?<=[.!?])\s+(?=[A-Z`])/u)) {
    const start = whole.indexOf(sentence, from);
    from = start + sentence.length;
    if (!ALIKE.test(sentence) || sentence.split(' ').length < 5) continue;
    let passed = 0;
    const place = parts.findIndex((part) => {
      passed += part.length + 1;
      return passed > start;
    });
    return { said: sentence, place: Math.max(0, place) };
  }
  return undefined;
}
