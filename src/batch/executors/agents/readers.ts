import { basename } from 'node:path';
import { readAcp } from './acp_reader.ts';
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

/** An agent with readable output, and its name. */
export type KnownAgent = {
  readonly name: string;
  readonly read: AgentReader;
  /** It always reports when a limit ended it, so that its words need no guessing. */
  readonly tellsLimits?: true;
  /** It reports its cost. */
  readonly tellsCost?: true;
};

const TELLS_LIMITS: ReadonlySet<AgentReader> = new Set([readModel]);
const TELLS_COST: ReadonlySet<AgentReader> = new Set([readAider, readClaude, readOpencode]);

/**
 * The agent that a command starts, found by its program, else by its executor's name; `undefined` for any other.
 *
 * @param protocol - the protocol that this program speaks with it, if any: then its log is this program's own
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

/** An agent's output outside the protocol, such as a notice of a retry, is read as usual. */
function orElse(first: AgentReader, second: AgentReader | undefined): AgentReader {
  return second === undefined ? first : (line) => first(line) ?? second(line);
}
