import { firstFew } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain, quoted } from '../plain_text.ts';
import { guidesIn, itemsAfter, longestPart, proseIn, type Sentence, shownLines } from '../reading/prose.ts';
import type { Sources, SourceText } from '../sources.ts';

/**
 * Rules that only prose states, quoted with their lines: from the guides for contributors, and the questions of the template for
 * pull requests. A sentence counts only if it demands something of one of the known subjects.
 */
export const contributingRules: Detector = {
  name: 'contributing-rules',
  detect: (sources) => {
    const seen = new Set<string>();
    return [
      ...guidesIn(sources)
        .flatMap((guide) => rulesIn(guide, seen))
        .slice(0, MOST),
      ...templateFacts(sources),
    ];
  },
};

const MOST = 24;
const MAX_OF_ONE = 3;

/** Words that make a sentence a demand. What may be repeated must be readable in one way only, or the time grows exponentially. */
const DEMANDS =
  /^(?:(?:please|always|also|then|next|finally|first|lastly|optionally|if\b[^,]{1,120},|when\b[^,]{1,120},|after\b[^,]{1,120},|before\b[^,]{1,120},|once\b[^,]{1,120},|whenever possible,|where possible,|for\b[^,]{1,80},|to\b[^,]{1,80},|in your \w+,)[\s,]*)*(?:add|append|avoid|base|branch|check|commit|create|discuss|do|don['’]t|ensure|fetch|file|follow|fork|format|include|install|keep|lint|make|name|never|open|place|prefer|prefix|provide|push|put|rebase|remember|reference|regenerate|run|send|sign|squash|start|submit|target|test|update|use|verify|write)\b|\b(?:must|should|shall|needs? to|have to|has to|are? required|required (?:for|to)|please|make sure|ensure that|always|never|do not|don['’]t|be sure|expected to|we (?:follow|require|ask|expect|enforce)|(?:is|are) (?:very |always |more than )?welcome|we (?:do not|don['’]t|cannot) accept|not accepted)\b/iu;

/** A sentence that cancels its demand, or is a question. */
const WEAK =
  /\?\s*$|^you (?:may|can)\b|\b(?:not (?:required|necessary|needed|mandatory)|(?:do not|don['’]t) (?:have|need) to|(?:you )?(?:may|might|can|could) (?:also )?(?:want|like|wish|optionally)|feel free|we will|we['’]ll|if you (?:like|wish|want)|thank|hesitate|worry|wiki|submitters?)\b/iu;

/** A subject: its heading, and what a sentence about it holds. */
const SUBJECTS: readonly (readonly [string, string, RegExp])[] = [
  [
    'commit-form',
    'For commit messages',
    /\bconventional[ -]commits?\b|\bsemantic commit|\bcommit messages?\b/iu,
  ],
  [
    'sign-off',
    'For commits',
    /\bsign(?:ed)?[- ]?off\b(?! (?:of|from|by) the)|\bsignoff\b|\bDCO\b|Developer Certificate of Origin/iu,
  ],
  ['agreement', 'For contributors', /Contributor Licen[sc]e Agreement|\bCLA\b/u],
  [
    'branch',
    'For branches',
    /(?:\b(?:against|target(?:s|ing)?|into|from|off(?: of)?|onto|based on|base\b[^.]{0,40}\bon)\b(?: the| our| your)?(?: latest| default| upstream)?\s+`?(?:main|master|dev|devel|develop|development|staging|next|trunk|canary|unstable|upstream\/\w+|origin\/\w+|v?\d+(?:\.[\dx]+)+)`?(?=[\s.,;)]|$))|\bname (?:your|the) branch|\bnew branch\b[^.]{0,80}\b(?:format|named?|called)\b|\bbranch names?\b/iu,
  ],
  [
    'welcome',
    'On contributions',
    /\b(?:bug ?-?fix(?:es)?|features?|refactor\w*|improvements?|rewrites?|AI|LLMs?)\b[^.]{0,120}\b(?:welcome|accept(?:ed)?)\b/iu,
  ],
  [
    'hands-off',
    'On what must not be changed',
    /\b(?:do not|don['’]t|never|must not|should not|shouldn['’]t|not to)\s+(?:directly |manually |hand-?)?(?:edit|modify|change|commit|touch|bump|update|alter|(?:re)?format)\b|\bnot be (?:edited|modified|changed|committed|updated)\b/iu,
  ],
  [
    'changelog',
    'For the changelog',
    /\b[Cc]hange ?[Ll]og\b|\bCHANGELOG\b|\bCHANGES\b|\b[Nn]ews ?(?:[Ff]ragments?|file)\b|\b[Cc]hangesets?\b|\b[Rr]elease [Nn]otes?\b/u,
  ],
  [
    'snapshots',
    'For snapshots',
    /\b(?:snapshots?|golden files?)\b[^.]{0,120}\b(?:updat|accept|regenerat|record)|\b(?:updat|accept|regenerat|record)\w*\b[^.]{0,60}\b(?:snapshots?|golden files?)\b/iu,
  ],
  [
    'needs-of-tests',
    'For running tests',
    /\brequired (?:for|to run|by) (?:the |all |some )?tests\b|\btests? (?:suite )?(?:requires?|needs?|depends? on|assumes?|expects?)\b|\b(?:to|before) run(?:ning)? (?:the |all |these )?(?:[\w-]+ )?tests\b[^.]{0,80}\b(?:need|must|have to|start|install|set|require)/iu,
  ],
  [
    'tests',
    'For tests',
    /\b(?:add|write|include|provide|update|cover)\w*\b[^.]{0,80}\b(?:tests?|test cases?)\b|\btest (?:class|file|method|function|case) names?\b|\bname (?:the |all |your |new )*(?:unit |integration )?tests?\b|\b(?:tests?|test coverage)\b[^.]{0,40}\b(?:must|should|required|have to)\b|\bcover(?:ed|age)\b[^.]{0,60}\b(?:must|should|required|less than|at least|100)/iu,
  ],
  [
    'issue-first',
    'Before a change',
    /\b(?:open|file|create|discuss|start|raise)\w*\b[^.]{0,80}\b(?:issue|discussion|proposal)\b[^.]{0,160}\b(?:before|first|prior)\b|\b(?:before|first|prior to)\b[^.]{0,80}\b(?:open|file|create|discuss|start|raise)\w*\b[^.]{0,60}\b(?:issue|discussion|change)\b/iu,
  ],
  [
    'before-commit',
    'Before a commit or a pull request',
    /\b(?:before|prior to)\b[^.]{0,40}\b(?:commit|push|submit|send|open|creat|mak|rais|request)(?:ting|ing|ing)?\b[^`]{0,120}`[^`]+`|`[^`]+`[^`]{0,80}\b(?:before|prior to)\b[^.]{0,40}\b(?:commit|push|submit|send|open|creat|mak|rais|request)/iu,
  ],
  [
    'style',
    'For code style',
    /\b(?:PEP ?8|PEP ?257|PSR-?(?:2|4|12)|Effective Go|(?:Google|Airbnb|Standard|Ruby|Linux kernel)[\w ]{0,20}style|style ?guide|coding (?:style|standards?|conventions?)|code style|editorconfig|docstrings?|type (?:hints|annotations))\b/iu,
  ],
  [
    'checks',
    'For a change',
    /`(?:[^`]*\s)?(?:make|npm|pnpm|yarn|bun|cargo|go|nox|tox|pytest|ruff|black|mypy|pre-commit|mix|bundle|composer|dotnet|\.\/gradlew|mvn|just|task|rake|uv|poetry|hatch|eslint|prettier|rubocop)\s[^`]+`/u,
  ],
  ['pull-request', 'For pull requests', /\b(?:PRs?|pull requests?)\b[^.:]{0,60}:$/iu],
  [
    'size',
    'For pull requests',
    /\b(?:small|smaller|focus(?:s?ed)?|self-contained|one (?:thing|feature|change|fix|purpose)|single (?:feature|change|fix|purpose|topic))\b[^.]{0,60}\b(?:PRs?|pull requests?|patch(?:es)?|commits?)\b|\b(?:PRs?|pull requests?|patch(?:es)?)\b[^.]{0,60}\b(?:small|focus(?:s?ed)?|self-contained|one (?:thing|feature|change|fix|purpose)|single (?:feature|change|fix|purpose|topic))\b/iu,
  ],
  ['history', 'For the history', /\b(?:squash|rebase|force[- ]push|merge commits?|linear history)\b/iu],
  [
    'versions',
    'For versions',
    /\b(?:semantic versioning|semver|backwards?[- ]compatib\w+|breaking changes?)\b/iu,
  ],
  ['documents', 'For documentation', /\b(?:add|update|write)\b[^.]{0,50}\b(?:documentation|docs)\b/iu],
];

function rulesIn(source: SourceText, seen: Set<string>): Fact[] {
  const counts = new Map<string, number>();
  const listedBy = new Set<number>();
  const lines = shownLines(source);
  return proseIn(source).sentences.flatMap((sentence): Fact[] => {
    const { text } = sentence;
    if (
      text.split(' ').length < 4 ||
      text.length > LONGEST ||
      !DEMANDS.test(text) ||
      WEAK.test(text) ||
      seen.has(text)
    )
      return [];
    // The items of a list are reported with the sentence that announces it.
    if (listedBy.has(sentence.line)) return [];
    const [subject, heading] = SUBJECTS.find(([, , pattern]) => pattern.test(text)) ?? [];
    const count = counts.get(subject ?? '') ?? 0;
    if (subject === undefined || heading === undefined || count >= MAX_OF_ONE) return [];
    const items =
      text.endsWith(':') || /\bthe following\b/iu.test(text) ? announced(source.path, lines, sentence) : [];
    if (text.endsWith(':') && items.length === 0) return [];
    for (const { line } of items) listedBy.add(line);
    counts.set(subject, count + 1);
    seen.add(text);
    return [ruleFact(source.path, lines, { subject, heading, sentence, items })];
  });
}

const LONGEST = 260;

/** The list or the block of code that a sentence announces. */
function announced(path: string, lines: readonly string[], { text, line }: Sentence): readonly Sentence[] {
  const isColon = text.endsWith(':');
  const start = line - 1;
  // Without a colon, the list is the one after the paragraph.
  const length = lines
    .slice(start, start + LONGEST_PARAGRAPH)
    .findIndex((each) => (isColon ? /:[*_]*\s*$/u.test(each) : each.trim() === ''));
  return length < 0 ? [] : itemsAfter(path, lines, start + length + 1);
}

const LONGEST_PARAGRAPH = 6;

/** A sentence that demands something, and what it is about. */
type Rule = {
  readonly subject: string;
  readonly heading: string;
  readonly sentence: Sentence;
  readonly items: readonly Sentence[];
};

function ruleFact(
  path: string,
  lines: readonly string[],
  { subject, heading, sentence: { text, line }, items }: Rule,
): Fact {
  const listed = firstFew(items, MOST_ITEMS, (item) => quoted(item.text, 100));
  return makeFact({
    kind: 'convention',
    about: `rule:${subject}:${path}:${line}:${plain(text, 40)}`,
    statement: `${heading}, \`${plain(path)}\` says: ${quoted(text, LONGEST)}${listed === '' ? '' : ` ${listed}`}`,
    // Readers of the page know the line itself.
    values: { said: longestPart(lines[line - 1] ?? '') },
    evidence: [{ path, line }, ...items.slice(0, 1).map((item) => ({ path, line: item.line }))],
  });
}

const MOST_ITEMS = 9;

/** The questions that the template for pull requests asks, if they demand something. */
function templateFacts(sources: Sources): Fact[] {
  const path = TEMPLATES.find((each) => sources.has(each));
  const text = path === undefined ? undefined : sources.read(path);
  if (path === undefined || text === undefined) return [];
  const asked = shownLines(text).flatMap((line, place) => {
    const said = /^\s*[-*]\s+\[[ xX]?\]\s+(.{8,300})$/u.exec(line)?.[1];
    return said === undefined || !ASKED.test(said) ? [] : [{ said, line: place + 1 }];
  });
  return asked.slice(0, 5).map(({ said, line }) =>
    makeFact({
      kind: 'convention',
      about: `pull-request:${path}:${line}`,
      statement: `The pull request template asks: ${quoted(said.replace(/\[([^\]]+)\]\([^)]*\)/gu, '$1').replaceAll('**', ''), 200)}`,
      values: { said: longestPart(said) },
      evidence: [{ path, line }],
    }),
  );
}

const TEMPLATES = [
  '.github/PULL_REQUEST_TEMPLATE.md',
  '.github/pull_request_template.md',
  'PULL_REQUEST_TEMPLATE.md',
];

/** A question about what was done, not about the kind of the change. */
const ASKED =
  /^(?!\W*(?:(?:minor |major )?(?:bug ?fix|(?:new )?feature|breaking|documentation|docs?|refactor\w*|performance|chore|style|tests?|enhancement|code style)\b(?!.*\b(?:have|has|is|are|been|added|updated)\b)|.*\((?:non-)?breaking)).*\b(?:tests?|docs?|documentation|change ?log|changeset|lint|format|issue|commits?|title|sign|backport|migration)\b/iu;
