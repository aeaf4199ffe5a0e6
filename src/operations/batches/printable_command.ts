import { type RunCommand, shellText } from '../../batch/index.ts';
import { visible } from '../../lib/index.ts';

/** A command as it could be typed: complete, quoted where necessary, with invisible characters written out. */
export function printableCommand({ argv, shell }: Pick<RunCommand, 'argv' | 'shell'>): string {
  return visible(shell === undefined ? shellText(argv) : argv.join(''));
}
