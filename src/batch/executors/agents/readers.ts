import { basename } from 'node:path';
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

/** The agent that a command starts, by its program, else by its executor's name; `undefined` for any other. */
export function agentOf(
  executor: string,
  argv: readonly string[] | null | undefined,
): KnownAgent | undefined {
  for (const name of [basename(argv?.[0] ?? ''), executor]) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read === undefined) continue;
    return {
      ...{ name, read },
      ...(TELLS_LIMITS.has(read) && { tellsLimits: true }),
      ...(TELLS_COST.has(read) && { tellsCost: true }),
    };
  }
  return undefined;
}
