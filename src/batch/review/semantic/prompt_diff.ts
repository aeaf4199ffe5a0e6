import { estimateTokens, revealHidden } from '../../../lib/index.ts';
import { createSecrets } from '../../../tape/index.ts';
import type { Diff, DiffFile } from '../diff/diff.ts';

/** A line as it is shown to a model, without keys. */
export type PromptDiffLine = {
  readonly sign: ' ' | '+' | '-';
  /** Its number after the change; before it, where the line was removed. */
  readonly line: number;
  readonly text: string;
};

/** A file of a diff as it is shown to a model. */
export type PromptDiffFile = {
  readonly path: string;
  readonly lines: readonly PromptDiffLine[];
  readonly text: string;
  readonly tokens: number;
};

/** A diff in pieces that fit a request, cut between files, and the files that are in none of them. */
export type PromptDiff = {
  readonly pieces: readonly (readonly PromptDiffFile[])[];
  readonly left: readonly { readonly path: string; readonly why: string }[];
};

/** The largest part of a diff in one request, in tokens, and the most requests for one diff. */
const MAX_TOKENS = 12_000;
const MAX_PIECES = 6;

/** Prepares a diff for a model: no keys, no binary files, no generated files; hidden characters are written out. */
export function promptDiff({ files }: Diff, isGenerated: (path: string) => boolean): PromptDiff {
  const left: { path: string; why: string }[] = [];
  const pieces: PromptDiffFile[][] = [];
  let room = 0;
  for (const file of files) {
    const why = KEPT.test(file.path)
      ? 'files of that name contain secrets'
      : isGenerated(file.path)
        ? 'it is generated'
        : file.isBinary || file.hunks.length === 0
          ? 'it has no lines'
          : undefined;
    const shown = shownFile(file);
    const isLarge = shown.tokens > MAX_TOKENS;
    if (why !== undefined || isLarge) {
      left.push({ path: file.path, why: why ?? `more than ${MAX_TOKENS} tokens of it changed` });
      continue;
    }
    if (shown.tokens > room) {
      if (pieces.length === MAX_PIECES) {
        left.push({ path: file.path, why: `the change takes more than ${MAX_PIECES} requests` });
        continue;
      }
      pieces.push([]);
      room = MAX_TOKENS;
    }
    pieces.at(-1)?.push(shown);
    room -= shown.tokens;
  }
  return { pieces, left };
}

/** Files that nobody means to send anywhere. */
const KEPT =
  /(?:^|\/)(?:\.env(?:\..*)?|\.netrc|\.npmrc|\.pypirc|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx|jks|keystore))$/iu;

function shownFile({ path, hunks }: DiffFile): PromptDiffFile {
  const all = hunks.flatMap(({ lines: own }) => own);
  // Cleans them together, since a private key has several lines; its replacement has as many.
  const cleaned = createSecrets()
    .clean(all.map(({ text }) => text).join('\n'))
    .split('\n');
  const lines = all.map(
    ({ kind, before, after }, place): PromptDiffLine => ({
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
