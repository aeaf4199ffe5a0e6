import { StringDecoder } from 'node:string_decoder';
import { fileSize, readPiece } from '../../../platform/index.ts';
import { type AgentReader, type AgentSaid, lineSplitter, NOTHING_SAID, saidAfter } from '../agents/index.ts';

/** Follows an agent's output in a file that grows, and that may be truncated. */
export type AgentLogReader = {
  /** Reads the output since the last call, or a part if there is very much; returns everything said so far. */
  readonly listen: () => AgentSaid;
  /** Number of bytes read so far in lines that only report a request to the endpoint, or the wait for the next one. */
  readonly waited: () => number;
};

/** Follows a file from its beginning; an unreadable file yields nothing. */
export function createLogReader(file: string, read: AgentReader): AgentLogReader {
  const room = Buffer.allocUnsafe(PIECE);
  let offset = 0;
  let said = NOTHING_SAID;
  let decoder = new StringDecoder('utf8');
  let splitter = lineSplitter();
  let waited = 0;
  return {
    waited: () => waited,
    listen() {
      const size = fileSize(file);
      // Truncated: new output is at its beginning. Far behind: reading cannot keep up, and the end is what counts.
      const behind = size - offset > MAX_BEHIND ? size - MAX_BEHIND : offset;
      if (size < offset || behind !== offset) {
        offset = size < offset ? 0 : behind;
        decoder = new StringDecoder('utf8');
        splitter = lineSplitter();
      }
      for (let taken = 0; taken < MAX_AT_ONCE; ) {
        const piece = readPiece(file, offset, room);
        if (piece.length === 0) break;
        offset += piece.length;
        taken += piece.length;
        for (const { text, isWhole } of splitter.push(decoder.write(piece))) {
          const reading = isWhole ? read(text) : undefined;
          if (reading === undefined) continue;
          said = saidAfter(said, reading);
          if (reading.waits !== undefined || reading.asks === true) waited += Buffer.byteLength(text) + 1;
        }
      }
      return said;
    },
  };
}

const PIECE = 64 * 1024;
const MAX_AT_ONCE = 1024 * 1024;
const MAX_BEHIND = 16 * 1024 * 1024;

/** Reads everything an agent said from its complete log. */
export function readAgentLog(file: string, read: AgentReader): AgentSaid {
  const room = Buffer.allocUnsafe(PIECE);
  const decoder = new StringDecoder('utf8');
  const splitter = lineSplitter();
  let said = NOTHING_SAID;
  const hear = (lines: ReturnType<typeof splitter.push>) => {
    for (const { text, isWhole } of lines) {
      const reading = isWhole ? read(text) : undefined;
      if (reading !== undefined) said = saidAfter(said, reading);
    }
  };
  for (let offset = 0; ; ) {
    const piece = readPiece(file, offset, room);
    if (piece.length === 0) break;
    offset += piece.length;
    hear(splitter.push(decoder.write(piece)));
  }
  hear(splitter.push(decoder.end()));
  hear(splitter.end());
  return said;
}
