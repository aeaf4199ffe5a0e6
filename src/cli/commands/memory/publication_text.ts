import { countOf, printable, printableLine } from '../../../lib/index.ts';
import type { PublishEvent } from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';

/** Shows the events of publishing facts to instruction files. */
export function showPublication(event: PublishEvent, { print, inform, terminal }: Screen): void {
  if (event.kind === 'planned') {
    print(event.files.map(({ diff }) => printable(diff)).join(''));
    return;
  }
  inform(problemsText(event.problems, terminal.colours));
  const { files, facts, tokens, leftOut, isDryRun } = event;
  const what =
    facts === 0 ? 'No facts to publish' : `${countOf(facts, 'fact')}, about ${countOf(tokens, 'token')}`;
  inform(`${what}.${leftText(leftOut)}\n`);
  for (const { file, outcome } of files) {
    const name = printableLine(file);
    inform(
      {
        created: `Wrote ${name}.\n`,
        changed: `Wrote the block of ${name}; the rest is as it was.\n`,
        unchanged: `Nothing to do: ${name} is up to date.\n`,
        previewed: `Nothing was written to ${name}.\n`,
      }[outcome],
    );
  }
  if (facts === 0 && !isDryRun) inform('Keep one with `orchestrator learn "..."`.\n');
}

function leftText({
  notFresh,
  opposite,
  unfit,
  noRoom,
}: Extract<PublishEvent, { kind: 'published' }>['leftOut']): string {
  const parts = [
    notFresh > 0 && `${notFresh} not fresh`,
    opposite > 0 && `${opposite} that another one denies`,
    unfit > 0 && `${unfit} with a key, an order to a model, or a file that would be read in`,
    noRoom > 0 && `${noRoom} for lack of room (--budget)`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : ` Left out: ${parts.join(', ')}.`;
}
