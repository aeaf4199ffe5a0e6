import { printable, printableLine, shellWord } from '../../../lib/index.ts';
import type { LearnPatternEvent, SharePatternEvent } from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';

/** Shows a learned pattern. */
export function showLearned(event: LearnPatternEvent, { print, say }: Screen): void {
  if (event.kind === 'pattern-learned') {
    const { pattern, file } = event;
    print(`${printableLine(file)}\n`);
    say(
      `Wrote ${printableLine(pattern)}.\nNext: orchestrator patterns use ${shellWord(printableLine(pattern))}\n`,
    );
    return;
  }
  const inputs = event.replaced.map(({ input, value }) => `  ${printableLine(value)} -> {{${input}}}\n`);
  print(event.diff === '' ? 'Nothing would change.\n' : printable(event.diff));
  if (inputs.length > 0) say(`Replaced by inputs:\n${inputs.join('')}`);
}

/** Shows an exported or imported pattern. */
export async function showShared(event: SharePatternEvent, { print, say, terminal }: Screen): Promise<void> {
  switch (event.kind) {
    case 'exported': {
      const { text, file, hash } = event;
      if (file === null) print((await terminal.showsData()) ? printable(text) : text);
      else print(`${printableLine(file)}\n`);
      return say(`SHA-256 of its content: ${hash}\n`);
    }
    case 'to-import':
      return say(printable(event.diff));
    case 'imported': {
      const { pattern, file, isNew } = event;
      print(`${printableLine(file)}\n`);
      return say(
        isNew
          ? `Imported ${printableLine(pattern)}. Check its gates before you use it: orchestrator patterns show ${shellWord(printableLine(pattern))}\n`
          : `${printableLine(pattern)} is already here and identical.\n`,
      );
    }
  }
}
