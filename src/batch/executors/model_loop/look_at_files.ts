import { join } from 'node:path';
import { type Environment, entryKind, listFiles, listGitFiles, readText } from '../../../platform/index.ts';
import { placeToRead } from './place.ts';

/** A tool's output, and whether the call failed. */
export type ToolResult = { readonly text: string; readonly isError: boolean };

/** The place where read-only tools work. */
export type Looking = {
  readonly root: string;
  readonly env: Environment;
  /** The longest result, in UTF-16 code units. */
  readonly mostShown: number;
};

const MAX_BYTES = 4 * 1024 * 1024;
const MAX_FILES = 20_000;

/** A successful result. */
export const good = (text: string): ToolResult => ({ text, isError: false });
/** A failed result, with the reason. */
export const bad = (text: string): ToolResult => ({ text, isError: true });

/** Reads a text file, or a part of it, in whole lines. */
export function readPart(
  looking: Looking,
  written: string,
  { from = 1, lines }: { readonly from?: number | undefined; readonly lines?: number | undefined },
): ToolResult {
  const place = placeToRead(looking.root, written);
  if (!place.ok) return bad(place.why);
  const read = readText(place.file, MAX_BYTES, 'keep');
  switch (read.kind) {
    case 'absent':
      return bad('There is no such file.');
    case 'not-a-file':
      return bad(entryKind(place.file) === 'folder' ? 'It is a folder: list it.' : 'It is not a file.');
    case 'not-text':
      return bad(`It is not text: ${read.why}.`);
    case 'too-large':
      return bad(`It has ${read.bytes} bytes, more than ${read.limit}.`);
    case 'unreadable':
      return bad(`It cannot be read: ${read.why}.`);
    case 'text':
      return partOf(read.text, { from, lines, most: looking.mostShown });
  }
}

function partOf(
  text: string,
  { from, lines, most }: { readonly from: number; readonly lines: number | undefined; readonly most: number },
): ToolResult {
  if (text === '') return good('[the file is empty]');
  const all = text.split(/(?<=\n)/u);
  if (from > all.length) return bad(`It has ${all.length} lines.`);
  const shown: string[] = [];
  let size = 0;
  for (const line of all.slice(from - 1, lines === undefined ? undefined : from - 1 + lines)) {
    if (size + line.length > most && shown.length > 0) break;
    shown.push(
      line.length > most
        ? `${line.slice(0, most)}[… ${line.length - most} characters of this line left out]`
        : line,
    );
    size += line.length;
  }
  const last = from - 1 + shown.length;
  const isWhole = from === 1 && last === all.length;
  const head = isWhole ? '' : `[lines ${from} to ${last} of ${all.length}]\n`;
  const more = last < all.length ? `\n[to go on: "from": ${last + 1}]` : '';
  return good(head + shown.join('') + more);
}

/** Lists the files below a folder. */
export async function listBelow(looking: Looking, written: string): Promise<ToolResult> {
  const found = await filesAt(looking, written);
  if ('why' in found) return bad(found.why);
  const { files } = found;
  if (files.length === 0) return good('[no files]');
  const shown: string[] = [];
  let size = 0;
  for (const file of files) {
    size += file.length + 1;
    if (size > looking.mostShown) break;
    shown.push(file);
  }
  const rest = files.length - shown.length;
  return good(shown.join('\n') + (rest > 0 ? `\n[and ${rest} more: list a folder below]` : ''));
}

/** Finds the lines that contain a text. */
export async function searchBelow(looking: Looking, text: string, written: string): Promise<ToolResult> {
  if (text === '' || text.includes('\n')) return bad('`text` has to be some of one line.');
  const found = await filesAt(looking, written);
  if ('why' in found) return bad(found.why);
  const hits: string[] = [];
  let size = 0;
  let rest = 0;
  for (const path of found.files) {
    const place = placeToRead(looking.root, path);
    const read = place.ok ? readText(place.file, MAX_BYTES) : undefined;
    if (read?.kind !== 'text' || !read.text.includes(text)) continue;
    for (const [at, line] of read.text.split('\n').entries()) {
      if (!line.includes(text)) continue;
      const hit = `${path}:${at + 1}: ${line.trim().slice(0, LONGEST_LINE)}`;
      if (size + hit.length > looking.mostShown) rest += 1;
      else hits.push(hit);
      size += hit.length + 1;
    }
  }
  if (hits.length === 0) return good('[not found]');
  return good(hits.join('\n') + (rest > 0 ? `\n[and ${rest} more: search a folder below]` : ''));
}

const LONGEST_LINE = 240;

/** The files at or below a path, relative to the working directory and sorted, without those that git ignores. */
async function filesAt(
  { root, env }: Looking,
  written: string,
): Promise<{ readonly files: readonly string[] } | { readonly why: string }> {
  const place = placeToRead(root, written);
  if (!place.ok) return place;
  const kind = place.path === '' ? 'folder' : entryKind(place.file);
  if (kind === 'file') return { files: [place.path] };
  if (kind !== 'folder')
    return { why: kind === 'absent' ? 'There is no such folder.' : 'It is not a folder.' };
  const all = (await listGitFiles(root, env)) ?? listFiles(root, (name) => name === '.git', MAX_FILES);
  const prefix = place.path === '' ? '' : `${place.path}/`;
  const files = all.filter(
    (path) => path.startsWith(prefix) && placeToRead(root, path).ok && entryKind(join(root, path)) === 'file',
  );
  return { files: files.sort().slice(0, MAX_FILES) };
}
