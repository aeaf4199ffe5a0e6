import { openRoot } from '../../../operations/index.ts';
import { EXIT_CODES, problemsText } from '../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';

/** Flags of `mcp`. */
export type McpFlags = Pick<CommonOptions, 'debug'> & { readonly root?: string };

/** Serves a client until it disconnects. Standard output is the client's. */
export async function serveAction(
  { root }: McpFlags,
  { context, terminal, serveMcp, finish }: CommandSetting,
): Promise<void> {
  if (serveMcp === undefined) throw new Error('nobody handed in the server');
  const opened = openRoot(context, root);
  if (!opened.ok) {
    terminal.say(problemsText(opened.problems, terminal.colours));
    return finish(EXIT_CODES[opened.cause]);
  }
  finish(await serveMcp({ ...context, cwd: opened.value }, context.log));
}
