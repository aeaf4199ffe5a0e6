import type { Problem } from '../../../../diagnostics/index.ts';
import { printableLine, withThousands } from '../../../../lib/index.ts';
import { type EvalEvent, isSwitchedOn, type OperationContext } from '../../../../operations/index.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import { type LiveBlock, showLive } from '../../../terminal/live_block.ts';
import { consentText } from '../../batch/consent_text.ts';
import { exportedText, previewSummary, previewText, resultsText, waitingText } from './text.ts';

type Asking = Extract<EvalEvent, { kind: 'asking' }>;

/** Shows the events of an eval: progress while questions are asked, then the results. */
export class EvalText {
  readonly #context: OperationContext;
  #live: LiveBlock | undefined;
  #stands = '';
  #isConcluded = false;

  constructor(context: OperationContext) {
    this.#context = context;
  }

  /** The problems that a person has not been shown yet. */
  untold(problems: readonly Problem[]): readonly Problem[] {
    return this.#isConcluded ? [] : problems;
  }

  async show(event: EvalEvent, screen: Screen): Promise<void> {
    const { terminal } = screen;
    switch (event.kind) {
      case 'checks':
        return screen.say(consentText(event.commands, event.pending));
      case 'asking':
        return this.#asking(event, screen);
      case 'asked':
        this.#live?.end();
        return;
      case 'previewed':
        screen.print(previewText(event.preview, await terminal.dataColumns()));
        return screen.inform(problemsText(event.problems, terminal.colours) + previewSummary(event.preview));
      case 'exported':
        screen.print(`${printableLine(event.exported.folder)}\n`);
        return screen.inform(problemsText(event.problems, terminal.colours) + exportedText(event.exported));
      case 'imported': {
        const { taken, waiting, next, problems } = event;
        screen.inform(problemsText(problems, terminal.colours));
        screen.inform(`Took ${taken} ${taken === 1 ? 'answer' : 'answers'}.\n`);
        return screen.inform(next === null ? waitingText(waiting) : exportedText(next));
      }
      case 'concluded': {
        const { results, report, problems, isCutShort } = event;
        this.#isConcluded = true;
        if (!isCutShort) screen.print(resultsText(results, await terminal.dataColumns()));
        screen.inform(problemsText(problems, terminal.colours));
        const place = printableLine(report);
        return screen.inform(`Eval ${results.id}${openText(results.open)}; the report is ${place}\n`);
      }
    }
  }

  #asking({ model, answered, open, tokens }: Asking, { terminal, inform }: Screen): void {
    this.#stands = `Asked ${answered}, ${open} open, about ${withThousands(tokens)} tokens`;
    if (this.#live) return;
    const content = { lines: () => [this.#stands], summary: () => this.#stands };
    this.#live = showLive(terminal, content, {
      spinner: isSwitchedOn(this.#context, 'spinner'),
      print: inform,
    });
    this.#live.printLine(`Asking ${printableLine(model)}`, 'without-block');
  }
}

function openText(open: number): string {
  return open === 0 ? '' : `, ${open} ${open === 1 ? 'question' : 'questions'} open`;
}
