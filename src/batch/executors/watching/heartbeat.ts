import { fileStamp, readText } from '../../../platform/index.ts';
import type { HeartbeatSample } from './watch_state.ts';

/**
 * Reads a heartbeat file. An executor writes it at any interval, in place or by replacing it, with any text: nothing, the time,
 * or one JSON object. Every write counts, even with the same text. Content that cannot be a heartbeat (bytes that are no text, a
 * truncated JSON object, more than 64 KiB, a link, a folder) is a missed beat.
 *
 * @param last - the previous sample; an unchanged file is not read again
 */
export function readHeartbeat(path: string, last: HeartbeatSample | undefined): HeartbeatSample | undefined {
  const stamp = fileStamp(path);
  if (stamp === undefined || stamp === last?.stamp) return stamp === undefined ? undefined : last;
  return { stamp, isSound: isSound(path) };
}

function isSound(path: string): boolean {
  const read = readText(path, 64 * 1024);
  if (read.kind !== 'text') return false;
  if (!read.text.trimStart().startsWith('{')) return true;
  try {
    JSON.parse(read.text);
    return true;
  } catch {
    return false;
  }
}
