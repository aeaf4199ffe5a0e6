import type { Result } from '../../../diagnostics/index.ts';
import { readAsking as readWithPort } from '../../../operations/index.ts';
import { EXIT_CODES } from '../../terminal/index.ts';
import { terminalPort } from '../../terminal_port.ts';
import type { CommandSetting } from '../declare.ts';
import type { ReadingFlags } from './reading_flags.ts';

/** What is read, and whether anybody can be asked about it. */
type Asking = { readonly file: string; readonly json: boolean };

/**
 * Reads a document, and asks which of its lists is the work where that is all that is wrong: for commands whose operation takes
 * no port.
 *
 * @param read - called with the flags as given, and again with the section that was chosen
 * @returns what was read; an exit code where the person ended it
 */
export async function readAsking<Flags extends ReadingFlags, Read, Code extends string>(
  read: (flags: Flags) => Result<Read, Code> | Promise<Result<Read, Code>>,
  flags: Flags,
  { file, json }: Asking,
  { context, terminal }: Pick<CommandSetting, 'context' | 'terminal'>,
): Promise<Result<Read, Code> | number> {
  const port = terminalPort<never>(
    { terminal, context },
    { asks: terminal.interactive && !json, show: () => {} },
  );
  try {
    const done = await readWithPort(context, { file, section: flags.section }, port, (section) =>
      read(section === undefined ? flags : { ...flags, section }),
    );
    if (done.ok || done.cause !== 'interrupted') return done as Result<Read, Code>;
    terminal.say(`\n${done.problems.map(({ message }) => `${message}\n`).join('')}`);
    return port.endedBy() ?? EXIT_CODES.interrupted;
  } finally {
    port.end();
  }
}
