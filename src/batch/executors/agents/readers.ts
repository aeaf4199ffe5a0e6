import { basename } from 'node:path';
import { readAcp } from '../acp/read_lines.ts';
import { readAider } from './aider_reader.ts';
import { readClaude } from './claude_reader.ts';
import { readCodex } from './codex_reader.ts';
import { readCursor } from './cursor_reader.ts';
import { readGemini } from './gemini_reader.ts';
import { readModel } from './model_reader.ts';
import { readOpencode } from './opencode_reader.ts';
import type { AgentReader } from './reading.ts';

const READERS: Readonly<Record<string, AgentReader>> = {
  aider: readAider,
  claude: readClaude,
  codex: readCodex,
  'cursor-agent': readCursor,
  gemini: readGemini,
  model: readModel,
  opencode: readOpencode,
};

/** An agent whose output can be read, with its name. */
export type KnownAgent = {
  readonly name: string;
  readonly read: AgentReader;
  /** It always says itself whether it was a limit that ended it, so that nobody has to guess it from its words. */
  readonly tellsLimits?: true;
  /** It says what it cost. */
  readonly tellsCost?: true;
};

const TELLS_LIMITS: ReadonlySet<AgentReader> = new Set([readModel]);
const TELLS_COST: ReadonlySet<AgentReader> = new Set([readAider, readClaude, readOpencode]);

/**
 * The agent that a command starts, by its program, else by its executor's name; `undefined` for any other.
 *
 * @param protocol - what this program talks with it in, where it does: then its log is this program's own
 */
export function agentOf(
  executor: string,
  argv: readonly string[] | null | undefined,
  protocol?: 'acp',
): KnownAgent | undefined {
  const [program = ''] = argv ?? [];
  if (protocol === 'acp')
    return { name: executor, read: orElse(readAcp, readerOf(basename(program))), tellsLimits: true };
  for (const name of [basename(program), executor]) {
    const read = readerOf(name);
    if (read === undefined) continue;
    return {
      ...{ name, read },
      ...(TELLS_LIMITS.has(read) && { tellsLimits: true }),
      ...(TELLS_COST.has(read) && { tellsCost: true }),
    };
  }
  return undefined;
}

function readerOf(name: string): AgentReader | undefined {
  return Object.hasOwn(READERS, name) ? READERS[name] : undefined;
}

/** What an agent prints beside the protocol, such as that it asks its endpoint again, it prints as ever. */
function orElse(first: AgentReader, second: AgentReader | undefined): AgentReader {
  return second === undefined ? first : (line) => first(line) ?? second(line);
}
