import type { Problem } from '../../../../diagnostics/index.ts';
import { durationInWords, printable, printableLine } from '../../../../lib/index.ts';
import type { BatchState, RunEvent } from '../../../../operations/index.ts';
import type { ClosingOptions } from '../../../batch_text/index.ts';
import type { Screen } from '../../../screen.ts';
import { EXIT_CODES, problemsText } from '../../../terminal/index.ts';
import type { TerminalPort } from '../../../terminal_port.ts';
import type { CommandSetting } from '../../declare.ts';
import { consentText } from '../consent_text.ts';
import { type RunShow, showRun } from './show.ts';

/** Whether an event of a larger verb is one of a run, which `RunText` shows. */
export function isRunEvent<Event extends { readonly kind: string }>(
  event: Event | RunEvent,
): event is RunEvent {
  return Object.hasOwn(RUN_EVENTS, event.kind);
}

const RUN_EVENTS: Readonly<Record<RunEvent['kind'], true>> = {
  note: true,
  commands: true,
  begun: true,
  event: true,
  activity: true,
  doing: true,
  'decision-open': true,
  'permission-open': true,
  stopping: true,
  'nothing-to-run': true,
  ended: true,
};

/** The output of a run for a person, and its exit code. */
export class RunText {
  readonly #isQuiet: boolean;
  readonly #setting: CommandSetting;
  readonly #next: ClosingOptions['next'];
  readonly #shown = new Set<Problem>();
  #show: RunShow | undefined;
  #end: Extract<RunEvent, { kind: 'ended' }>['end'] | undefined;
  /** Whether nothing could be started, because all that is left has failed. */
  #isStuck = false;
  /** Whether a person chose to stop it. */
  #isLeft = false;

  /** @param next - the next commands of its report, if other than those that follow from the batch's state */
  constructor(isQuiet: boolean, setting: CommandSetting, next?: ClosingOptions['next']) {
    this.#next = next;
    this.#isQuiet = isQuiet;
    this.#setting = setting;
  }

  async show(event: RunEvent, { printText, terminal }: Screen): Promise<void> {
    switch (event.kind) {
      case 'note':
        this.#shown.add(event.problem);
        return this.#say(problemsText([event.problem], terminal.colours));
      case 'commands':
        return this.#say(consentText(event.run.commands, event.run.pending));
      case 'begun':
        this.#show = await showRun(this.#setting, event.run, {
          json: this.#isQuiet,
          ...(this.#next && { next: this.#next }),
        });
        return;
      case 'event':
        return this.#show?.news.event(event.event, event.state);
      case 'activity':
        return this.#show?.news.activity(event.phase);
      case 'doing':
        return this.#show?.news.doing?.(event.phase, event.now);
      case 'decision-open':
        return this.#say(
          `Phase ${printableLine(event.phase)} has no attempts left: ${printable(event.reason)}.\n${printable(event.decision)}\nWithout an answer it stays failed in ${durationInWords(event.withinMs)}.\n`,
        );
      case 'permission-open':
        return this.#say(
          `The agent of phase ${printableLine(event.phase)} wants: ${event.what}\nNo rule allows it: ${event.why}.\nWithout an answer it is denied ${event.withinSeconds} s after it asked.\n`,
        );
      case 'stopping':
        this.#isLeft = event.by === 'answer';
        return this.#say('Stopping: running attempts are being ended. Ctrl-C again ends them at once.\n');
      case 'nothing-to-run': {
        const { number } = event.run.batch;
        if (event.run.isDone) {
          printText(`Batch ${number} is already done; there is nothing to run.\n`);
          return this.#say(
            event.run.rules.inPlace
              ? `See the results with: orchestrator batch report ${number}\n`
              : `Merge it into your branch with: orchestrator batch merge ${number}\n`,
          );
        }
        this.#isStuck = true;
        const failed = event.run.state.phases
          .filter(({ progress }) => progress.state === 'failed')
          .map(({ phase }) => ` --phase ${phase.id}`)
          .join('');
        printText(
          `Nothing in batch ${number} can be started: the remaining phases failed and are waiting for a person.\n`,
        );
        return this.#say(
          `To retry them, with any executor: orchestrator batch retry ${number}${failed}; what failed, and why: orchestrator batch decisions ${number}\n`,
        );
      }
      case 'ended': {
        this.#end = event.end;
        this.#show?.end();
        const { state } = event.end;
        printText(event.isRehearsal ? rehearsalText(state) : (this.#show?.report(state) ?? ''));
        if (event.end.kind === 'halted' && !this.#isQuiet)
          terminal.say(problemsText(event.end.problems, terminal.colours));
      }
    }
  }

  /** Removes the live block while a question is asked. */
  aside<Value>(ask: () => Promise<Value>): Promise<Value> {
    return this.#show === undefined ? ask() : this.#show.aside(ask);
  }

  /** Problems not shown yet; for unapproved commands, which a person has already seen, only their number. */
  untold(problems: readonly Problem[]): readonly Problem[] {
    // The live block would otherwise be drawn over it.
    this.#show?.end();
    const left = problems.filter((problem) => !this.#shown.has(problem));
    return left.length > 0 && left.every(({ code }) => code === 'not-approved')
      ? [notAllApproved(left)]
      : left;
  }

  exitCode(port: TerminalPort<RunEvent>): number {
    const end = this.#end;
    if (this.#isStuck) return EXIT_CODES.problems;
    if (end === undefined || (end.kind === 'over' && end.outcome === 'done')) return 0;
    const endedBy = port.endedBy() ?? (this.#isLeft ? EXIT_CODES.interrupted : EXIT_CODES.problems);
    if (end.kind === 'halted') return end.problems.length > 0 ? EXIT_CODES[end.cause] : endedBy;
    return end.outcome === 'stopped' ? endedBy : EXIT_CODES.problems;
  }

  end(): void {
    this.#show?.end();
  }

  /** Messages are for a person; a script that reads JSON finds everything in the document. */
  #say(text: string): void {
    if (this.#isQuiet) return;
    if (this.#show) this.#show.say(text);
    else this.#setting.terminal.say(text);
  }
}

function notAllApproved({ length }: readonly unknown[]): Problem<'not-approved'> {
  const what = length === 1 ? 'one of these commands' : `${length} of these commands`;
  return {
    severity: 'error',
    code: 'not-approved',
    message: `Nobody has approved ${what} yet, so nothing was started.`,
    hint: 'Approve in a terminal, or pass --yes to run all commands.',
  };
}

/** The closing line of a rehearsal. */
function rehearsalText({ batch, phases }: BatchState): string {
  const done = phases.filter(({ progress }) => progress.state === 'done').length;
  return `Rehearsed batch ${batch}: ${done} of ${phases.length} phases. Nothing was started and nothing was written.\n`;
}
