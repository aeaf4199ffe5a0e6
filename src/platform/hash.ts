import { entryKind, fileSize } from './paths.ts';
import { readPiece } from './read_piece.ts';

/**
 * SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
 *
 * The hashes of shipped files are computed by the build, so this module, one of Node's largest, is loaded only for other files.
 */
export function sha256(data: string | Uint8Array): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', data, 'hex');
}

/** SHA-256 of a file of any size, which is never held whole; `undefined` if it is missing or unreadable. */
export function sha256OfFile(path: string): string | undefined {
  if (entryKind(path) !== 'file') return undefined;
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  const room = Buffer.allocUnsafe(PIECE);
  for (let offset = 0; ; ) {
    const piece = readPiece(path, offset, room);
    if (piece.length === 0) return offset === 0 && fileSize(path) > 0 ? undefined : hash.digest('hex');
    hash.update(piece);
    offset += piece.length;
  }
}

const PIECE = 1024 * 1024;
