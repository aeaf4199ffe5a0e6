import { printableLine, withThousands } from '../lib/index.ts';
import type { OperationContext, WaitEvent } from '../operations/index.ts';
import { showProgress, type Terminal } from './terminal/index.ts';

/** Where a command's text goes. */
export type Screen = {
  readonly terminal: Terminal;
  /** Says something to a person; a script that reads JSON finds everything in the document. */
  readonly say: (text: string) => void;
  /** Says something that is also in the document, if no document is printed. */
  readonly inform: (text: string) => void;
  /** Prints data, unless only the document is printed. */
  readonly print: (text: string) => void;
  /** Prints data that is text for a person, which a terminal may wrap; skipped if only the document is printed. */
  readonly printText: (text: string) => void;
  /** Shows that a wait begins, and that it is over. */
  readonly wait: (event: WaitEvent) => Promise<void>;
  /** Removes the indicator of a wait that nothing has ended. */
  readonly end: () => void;
};

/** The terminal as a command's text sees it. */
export function openScreen(
  { terminal, context }: { readonly terminal: Terminal; readonly context: OperationContext },
  { json }: { readonly json: boolean },
): Screen {
  const isHeard = terminal.interactive || !json;
  const say = (text: string) => {
    if (isHeard && text !== '') terminal.say(text);
  };
  let progress: Awaited<ReturnType<typeof showProgress>> | undefined;
  const end = () => {
    progress?.stop();
    progress = undefined;
  };
  return {
    terminal,
    say,
    inform: (text) => {
      if (!json) say(text);
    },
    print: (text) => {
      if (!json) terminal.out(text);
    },
    printText: (text) => {
      if (!json) terminal.outText(text);
    },
    async wait(event) {
      end();
      if (event.kind === 'waited') return;
      const spinner = terminal.interactive && !terminal.accessible && (await mayMove(context));
      progress = await showProgress({ ...terminal, say }, waitText(event), { spinner });
    },
    end,
  };
}

/** Whether the user's settings allow animation. */
async function mayMove(context: OperationContext): Promise<boolean> {
  const { isSwitchedOn } = await import('./wizard/index.ts');
  return isSwitchedOn(context, 'spinner');
}

function waitText({ model, work }: Extract<WaitEvent, { kind: 'waiting' }>): string {
  const name = printableLine(model);
  switch (work.of) {
    case 'components':
      return `Generating ${work.files.join(', ')} with ${name} ...`;
    case 'plan':
      return `Asking ${name} for a plan ...`;
    case 'pointers':
      return `Asking ${name} to point out the work (about ${withThousands(work.tokens)} tokens) ...`;
    case 'answer':
      return `Asking ${name} ...`;
  }
}
