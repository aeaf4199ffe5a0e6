import { estimateTokens, revealHidden } from '../../../lib/index.ts';
import { createSecrets } from '../../../tape/index.ts';
import type { Diff, DiffFile } from '../diff/types.ts';

/** A line as a model is shown it, without keys. */
export type ShownLine = {
  readonly sign: ' ' | '+' | '-';
  /** After the change; before it, where it was removed. */
  readonly line: number;
  readonly text: string;
};

/** A file of a difference as a model is shown it. */
export type ShownFile = {
  readonly path: string;
  readonly lines: readonly ShownLine[];
  readonly text: string;
  readonly tokens: number;
};

/** A difference in pieces that fit a request, cut between files, and the files that none of them has. */
export type ShownDiff = {
  readonly pieces: readonly (readonly ShownFile[])[];
  readonly left: readonly { readonly path: string; readonly why: string }[];
};

/** The most of a difference that one request has, in tokens, and how many requests there are at most for one. */
const MOST_TOKENS = 12_000;
const MOST_PIECES = 6;

/** Makes a difference into what a model is shown: no keys, no binary files, nothing that a program writes; hidden characters are written out. */
export function shownDiff({ files }: Diff, isGenerated: (path: string) => boolean): ShownDiff {
  const left: { path: string; why: string }[] = [];
  const pieces: ShownFile[][] = [];
  let room = 0;
  for (const file of files) {
    const why = KEPT.test(file.path)
      ? 'files of that name hold secrets'
      : isGenerated(file.path)
        ? 'a program writes it'
        : file.isBinary || file.hunks.length === 0
          ? 'it has no lines'
          : undefined;
    const shown = shownFile(file);
    const isLarge = shown.tokens > MOST_TOKENS;
    if (why !== undefined || isLarge) {
      left.push({ path: file.path, why: why ?? `more than ${MOST_TOKENS} tokens of it changed` });
      continue;
    }
    if (shown.tokens > room) {
      if (pieces.length === MOST_PIECES) {
        left.push({ path: file.path, why: `the change takes more than ${MOST_PIECES} requests` });
        continue;
      }
      pieces.push([]);
      room = MOST_TOKENS;
    }
    pieces.at(-1)?.push(shown);
    room -= shown.tokens;
  }
  return { pieces, left };
}

/** Files that nobody means to send anywhere. */
const KEPT =
  /(?:^|\/)(?:\.env(?:\..*)?|\.netrc|\.npmrc|\.pypirc|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx|jks|keystore))$/iu;

function shownFile({ path, hunks }: DiffFile): ShownFile {
  const all = hunks.flatMap(({ lines: own }) => own);
  // Together, for a private key is several lines; what stands in its place is as many.
  const cleaned = createSecrets()
    .clean(all.map(({ text }) => text).join('\n'))
    .split('\n');
  const lines = all.map(
    ({ kind, before, after }, place): ShownLine => ({
      sign: kind === 'added' ? '+' : kind === 'removed' ? '-' : ' ',
      line: kind === 'removed' ? before : after,
      text: revealHidden(cleaned[place] ?? ''),
    }),
  );
  const text = [
    `File: ${revealHidden(path).replace(/\s/gu, ' ')}`,
    ...lines.map(({ sign, line, text: own }) => `${sign} ${line} | ${own}`),
  ].join('\n');
  return { path, lines, text, tokens: estimateTokens(text) };
}
