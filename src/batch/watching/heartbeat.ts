import { fileStamp, readText } from '../../platform/index.ts';
import type { HeartbeatSample } from './watch_state.ts';

/**
 * Looks at a heartbeat file. An executor writes it as often as it likes, in place or by replacing it, with whatever text
 * it likes: nothing, the time, or one JSON object. Every write counts, with the same text too. What can't be a heartbeat
 * (bytes that are no text, a JSON object cut off, more than 64 KiB, a link, a folder) is a beat that was missed.
 *
 * @param last - what was seen the time before; the same file is not read again
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
