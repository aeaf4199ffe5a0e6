import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import type { Position } from '../diagnostics/index.ts';
import { describeSystemError, systemErrorCode } from './system_error.ts';

/** The outcome of reading a text file. Line ends are unchanged. */
export type TextRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-a-file' }
  | {
      readonly kind: 'not-text';
      readonly why: string;
      /** Position of the first bad byte. */
      readonly at: Position;
    }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The handling of a byte order mark: it is not part of a program's own files, but a byte like any other in a user's data. */
type ByteOrderMark = 'drop' | 'keep';

/**
 * Reads a UTF-8 text file whole. Invalid UTF-8 and NUL bytes make it `not-text`; nothing is replaced silently.
 *
 * @param limit - largest size accepted, in bytes
 */
export function readText(path: string, limit: number, mark: ByteOrderMark = 'drop'): TextRead {
  const read = readBytes(path, limit);
  return read.kind === 'bytes' ? decode(read.bytes, limit, mark) : read;
}

/** Returns the target of a link as written in it; the target is not read. */
export function readLink(path: string): TextRead {
  try {
    return { kind: 'text', text: readlinkSync(path) };
  } catch (error) {
    return fromSystemError(error);
  }
}

/** The outcome of reading a file of any content. */
export type BytesRead =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | Exclude<TextRead, { readonly kind: 'text' | 'not-text' }>;

/** Reads a file whole. @param limit - largest size accepted, in bytes */
export function readBytes(path: string, limit: number): BytesRead {
  let descriptor: number;
  try {
    // Non-blocking: a pipe without a writer would block the program forever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return fromSystemError(error);
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) return { kind: 'not-a-file' };
    if (status.size > limit) return { kind: 'too-large', bytes: status.size, limit };
    return { kind: 'bytes', bytes: readFileSync(descriptor) };
  } catch (error) {
    return fromSystemError(error);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads standard input to its end, under the same rules as {@link readText}. */
export function readStandardInput(limit: number, mark: ByteOrderMark = 'drop'): TextRead {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    const count = readChunk(chunk);
    if (typeof count !== 'number') return count;
    if (count === 0) return decode(Buffer.concat(chunks), limit, mark);
    size += count;
    if (size > limit) return { kind: 'too-large', bytes: size, limit };
    chunks.push(chunk.subarray(0, count));
  }
}

/** One read from descriptor 0; waits while a non-blocking pipe is empty. */
function readChunk(chunk: Buffer): number | TextRead {
  for (;;) {
    try {
      return readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EOF') return 0;
      else return fromSystemError(error);
    }
  }
}

/** As {@link readText}, but also accepts UTF-16 with a byte order mark, which editors on Windows write. */
export function readTextOrUtf16(path: string, limit: number, mark: ByteOrderMark = 'drop'): TextRead {
  const read = readText(path, limit, mark);
  if (read.kind !== 'not-text') return read;
  const bytes = readBytes(path, limit);
  const text = bytes.kind === 'bytes' ? decodeUtf16(bytes.bytes) : undefined;
  return text === undefined ? read : { kind: 'text', text };
}

/** Decodes UTF-16 that begins with a byte order mark; `undefined` for anything else. */
function decodeUtf16(bytes: Buffer): string | undefined {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return undefined;
  try {
    return new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decode(bytes: Buffer, limit: number, mark: ByteOrderMark): TextRead {
  if (bytes.length > limit) return { kind: 'too-large', bytes: bytes.length, limit };
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    return { kind: 'not-text', why: `it holds a NUL byte at offset ${nul}`, at: positionAt(bytes, nul) };
  if (!isUtf8(bytes))
    return { kind: 'not-text', why: 'it is not valid UTF-8', at: positionAt(bytes, firstBadByte(bytes)) };
  const text = bytes.toString('utf8');
  return { kind: 'text', text: mark === 'keep' ? text : text.replace(BYTE_ORDER_MARK, '') };
}

/**
 * Returns where text stops being UTF-8: decoding replaces the first bad byte by U+FFFD, and everything before it has its encoded
 * length.
 */
function firstBadByte(bytes: Buffer): number {
  const text = bytes.toString('utf8');
  let offset = 0;
  let from = 0;
  for (;;) {
    const mark = text.indexOf('\ufffd', from);
    if (mark === -1) return bytes.length;
    offset += Buffer.byteLength(text.slice(from, mark));
    // The file may contain the character itself.
    if (!bytes.subarray(offset, offset + 3).equals(REPLACEMENT)) return offset;
    offset += REPLACEMENT.length;
    from = mark + 1;
  }
}

const REPLACEMENT = Buffer.from('\ufffd');

/** Returns the line and column of a byte, counted as editors do. */
function positionAt(bytes: Buffer, offset: number): Position {
  const lines = bytes
    .subarray(0, offset)
    .toString('utf8')
    .replace(BYTE_ORDER_MARK, '')
    .split(/\r\n|\n|\r/u);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

const BYTE_ORDER_MARK = /^\ufeff/u;

function fromSystemError(error: unknown): Exclude<BytesRead, { readonly kind: 'bytes' }> {
  const code = systemErrorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
  if (code === 'EISDIR') return { kind: 'not-a-file' };
  return { kind: 'unreadable', why: describeSystemError(error) };
}
