import { printable } from '../../../lib/index.ts';
import { readEnd } from '../../../platform/index.ts';
import { type KnownAgent, readableStream } from '../../executors/agents/index.ts';

/**
 * Returns the end of the output, fit for a prompt and for a terminal; says so if there is none.
 *
 * @param agent - the agent whose output it is, for parsing; the start of it is left out then
 */
export function logTail(file: string, agent?: KnownAgent): string {
  const text = printable(agent === undefined ? endOf(file, LONGEST) : readable(file, agent)).trim();
  if (text !== '') return text;
  return endOf(file, LONGEST).trim() === '' ? '(it printed nothing)' : '(it printed nothing of its work)';
}

/** In bytes. */
const LONGEST = 6 * 1024;

function endOf(file: string, most: number): string {
  return readEnd(file, most).toString('utf8');
}

/** An agent's lines are for programs, and each may contain a whole file. */
function readable(file: string, { read }: KnownAgent): string {
  const end = endOf(file, LONGEST_READ);
  const isCut = Buffer.byteLength(end) >= LONGEST_READ;
  const lines = isCut ? end.slice(end.indexOf('\n') + 1) : end;
  const stream = readableStream(read, 'work');
  return `${stream.push(lines)}${stream.end()}`.slice(-LONGEST);
}

const LONGEST_READ = 1024 * 1024;
