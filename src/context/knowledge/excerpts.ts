import { join } from 'node:path';
import { estimateTokens, revealHidden, stemsOf, withoutBlock } from '../../lib/index.ts';
import { entryKind, fileSize, isWithin, readText } from '../../platform/index.ts';
import { MEMORY_BLOCK } from '../memory/publish.ts';

/** Some lines of a file, with their numbers. */
export type Excerpt = {
  readonly path: string;
  /** 1-based. */
  readonly from: number;
  readonly lines: readonly string[];
};

/** The parts of a project that are relevant to a question, within a limit of tokens. */
export type Excerpts = {
  /** By path, then by line. */
  readonly excerpts: readonly Excerpt[];
  /** Number of files that were not searched, because there are too many or they are too large. */
  readonly unread: number;
};

/**
 * Finds the parts of a project's files with most of a question's words, rarer words counting more. Nothing is run, no link is
 * followed out of the project, and files for keys are skipped.
 */
export function findExcerpts(
  root: string,
  files: readonly string[],
  { question, tokens }: { readonly question: string; readonly tokens: number },
): Excerpts {
  const wanted = [...new Set(kinOf(question))];
  const windows: (Excerpt & { readonly words: ReadonlySet<string> })[] = [];
  let unread = 0;
  let bytes = 0;
  for (const path of files) {
    if (isKeyFile(path) || NOISE.test(path)) continue;
    const whole = join(root, path);
    const size = fileSize(whole);
    if (size > LARGEST || bytes + size > MAX_BYTES) {
      unread += 1;
      continue;
    }
    const read = entryKind(whole) === 'file' && isWithin(root, whole) ? readText(whole, LARGEST) : undefined;
    if (read?.kind !== 'text') continue;
    bytes += size;
    const lines = withoutBlock(read.text, MEMORY_BLOCK).split(/\r\n|\r|\n/u);
    const inName = new Set(kinOf(path.replace(/[/._-]+/gu, ' ')));
    for (let start = 0; start < lines.length; start += WINDOW) {
      const part = lines.slice(start, start + WINDOW);
      const words = new Set(kinOf(part.join('\n').replace(/([a-z])(?=[A-Z])|[_-]/gu, '$1 ')));
      for (const word of inName) words.add(word);
      if (wanted.some((word) => words.has(word))) windows.push({ path, from: start + 1, lines: part, words });
    }
  }
  const weight = new Map(
    wanted.map((word) => [word, 1 / (1 + windows.filter(({ words }) => words.has(word)).length)]),
  );
  const scored = windows
    .map((window, place) => ({
      window,
      place,
      score: wanted.reduce((sum, word) => sum + (window.words.has(word) ? (weight.get(word) ?? 0) : 0), 0),
    }))
    .sort((a, b) => b.score - a.score || a.place - b.place);
  let left = tokens;
  const taken: { readonly place: number; readonly excerpt: Excerpt }[] = [];
  for (const {
    window: { path, from, lines },
    place,
  } of scored) {
    const cost = estimateTokens(excerptText({ path, from, lines }));
    if (cost > left) continue;
    left -= cost;
    taken.push({ place, excerpt: { path, from, lines } });
  }
  return { excerpts: taken.sort((a, b) => a.place - b.place).map(({ excerpt }) => excerpt), unread };
}

/** An excerpt as shown to a model: each line with its number. */
export function excerptText({ path, from, lines }: Excerpt): string {
  const numbered = lines.map(
    (line, place) => `${from + place}  ${revealHidden(line.slice(0, LONGEST_LINE))}`,
  );
  return `--- ${path} ---\n${numbered.join('\n')}`;
}

const WINDOW = 40;
const LONGEST_LINE = 300;
const LARGEST = 512 * 1024;
const MAX_BYTES = 32 * 1024 * 1024;

/** The stems of words; `quantity` and `quantities` have the same. */
function kinOf(text: string): string[] {
  return stemsOf(text).map((word) => word.replace(/(?<=[^aeiou])y$/u, 'i'));
}

/** Whether a file is for keys, by its name: it is shown to no model, and no statement of a model may rest on it. */
export function isKeyFile(path: string): boolean {
  return SECRET.test(path);
}

const SECRET =
  /(?:^|\/)(?:\.env(?!\.(?:example|sample|template))[^/]*|\.npmrc|\.netrc|id_[a-z0-9]+|credentials[^/]*|secrets?(?:\.[^/]+)?|[^/]*\.(?:pem|key|p12|pfx|keystore))$/iu;

/** Files made by tools, for tools. */
const NOISE =
  /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock)$|\.(?:min\.js|map|svg)$/u;
