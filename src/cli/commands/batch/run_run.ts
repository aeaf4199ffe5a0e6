import { type Failure, failure, type Problem, sortProblems } from '../../../diagnostics/index.ts';
import {
  carryOutRun,
  type PreparedRun,
  prepareRun,
  type RunControl,
  type RunEnd,
  type RunNews,
  rehearseRun,
  statusOf,
} from '../../../operations/index.ts';
import { EXIT_CODES, jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { type StopWatch, watchStops } from '../../terminal/signals.ts';
import type { CommandSetting } from '../declare.ts';
import { consentText, shownCommand } from './consent.ts';
import { rehearsalText } from './rehearsal_text.ts';
import { decider } from './run_decide.ts';
import type { BatchRunFlags } from './run_flags.ts';
import { type RunShow, showRun } from './run_show.ts';
import { numberFlags } from './run_usage.ts';

/** The document at the end of a run is that of `batch status`. */
const SCHEMA = 'orchestrator.batch-status/1' as const;

/** One run of `batch run`. */
export class BatchRunCommand {
  readonly #batch: string;
  readonly #flags: BatchRunFlags;
  readonly #setting: CommandSetting;
  #stops: StopWatch | undefined;
  #show: RunShow | undefined;
  /** Asked for, or because nobody would do anything: then nothing is written down as having failed. */
  #isRehearsal: boolean;
  readonly #notes: Problem[] = [];

  constructor(batch: string, flags: BatchRunFlags, setting: CommandSetting) {
    this.#batch = batch;
    this.#flags = flags;
    this.#setting = setting;
    this.#isRehearsal = flags.dryRun ?? false;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { context } = this.#setting;
    const wishes = numberFlags(this.#flags);
    if (!wishes.ok) return this.#fail(wishes);
    // From the start: who ends it early is told so, and by the right code.
    const stops = watchStops();
    this.#stops = stops;
    const prepared = await prepareRun(context, {
      batch: this.#batch,
      isRehearsal: this.#isRehearsal,
      ...wishes.value,
    });
    if (stops.stopping.aborted) return this.#stopped();
    if (!prepared.ok) return this.#fail(prepared);
    this.#isRehearsal ||= prepared.value.isRehearsal;
    const isRehearsal = this.#isRehearsal;
    for (const problem of prepared.value.notes) this.#note(problem);
    if (prepared.value.isDone && !isRehearsal) return this.#nothingToDo(prepared.value);
    if (isRehearsal) this.#say(consentText(prepared.value.commands, prepared.value.pending));
    else {
      const consent = await this.#consent(prepared.value);
      if (consent !== 'yes') return consent;
    }
    if (stops.stopping.aborted) return this.#stopped();
    this.#show = await showRun(this.#setting, prepared.value, { json: this.#flags.json ?? false });
    const news: RunNews = { ...this.#show.news, note: (problem) => this.#note(problem) };
    const control = this.#control(stops, this.#show);
    const end = await (isRehearsal ? rehearseRun : carryOutRun)(context, prepared.value, control, news);
    this.#show.end();
    if (!end.ok && stops.stopping.aborted) return this.#stopped();
    if (!end.ok) return this.#fail(end);
    return this.#report(prepared.value, end.value);
  }

  /** Ended by a person before anything was begun. */
  #stopped(): number {
    const message = 'Stopped; nothing was started.';
    const code = this.#fail(failure('interrupted', { severity: 'note', code: 'interrupted', message }));
    return this.#stops?.endedBy() ?? code;
  }

  #control(
    { stopping, force, stop }: StopWatch,
    show: RunShow,
  ): RunControl & { readonly force: AbortSignal } {
    const { terminal } = this.#setting;
    const { json = false } = this.#flags;
    stopping.addEventListener('abort', () => {
      if (stopping.aborted)
        this.#say('Stopping: what is under way is ended. Ctrl-C again ends it at once.\n');
    });
    if (!terminal.interactive || json || this.#isRehearsal) return { stopping, force };
    return { stopping, force, decide: decider(terminal, { show, stop, signal: stopping }) };
  }

  /** Gives the terminal back. */
  end(): void {
    this.#show?.end();
    this.#stops?.end();
  }

  async #nothingToDo(prepared: PreparedRun): Promise<number> {
    const { terminal } = this.#setting;
    if (this.#flags.json)
      return this.#report(prepared, { kind: 'over', outcome: 'done', state: prepared.state });
    terminal.out(`Batch ${prepared.batch.number} is done already; there is nothing to run.\n`);
    terminal.say(`Bring it to your branch with: orchestrator batch merge ${prepared.batch.number}\n`);
    return 0;
  }

  /** Whether the person lets these commands run; else the exit code. */
  async #consent({ commands, pending, approvals }: PreparedRun): Promise<'yes' | number> {
    const { terminal } = this.#setting;
    const { yes = false, json = false } = this.#flags;
    if (pending.length === 0) return 'yes';
    this.#say(consentText(commands, pending));
    if (yes) return 'yes';
    if (json) return this.#fail(failure('usage', ...pending.map(notApproved)));
    if (!terminal.interactive) return this.#fail(failure('usage', notAllApproved(pending)));
    const { startConversation } = await import('../../wizard/index.ts');
    const conversation = await startConversation(terminal);
    try {
      const answer = await conversation.ask.choice({
        fresh: true,
        harmlessFirst: true,
        message: 'Let them run?',
        choices: [
          { value: 'no', label: 'no', description: 'Start nothing.' },
          { value: 'yes', label: 'yes', description: 'Run them, and do not ask again in this project.' },
          { value: 'once', label: 'yes, this once', description: 'Run them, and ask again next time.' },
        ],
      });
      if (answer.kind === 'closed') {
        this.#fail(
          failure('interrupted', {
            severity: 'note',
            code: 'interrupted',
            message: 'Stopped; nothing was started.',
          }),
        );
        return conversation.endedBy() ?? EXIT_CODES.interrupted;
      }
      if (answer.kind !== 'answer' || answer.value === 'no') {
        terminal.say('Nothing was started.\n');
        return 0;
      }
      if (answer.value === 'yes') {
        const kept = await approvals.approve(pending);
        if (!kept.ok) for (const problem of kept.problems) this.#note({ ...problem, severity: 'warning' });
      }
      return 'yes';
    } finally {
      conversation.end();
    }
  }

  #report(prepared: PreparedRun, end: RunEnd): number {
    const { terminal } = this.#setting;
    const { json = false } = this.#flags;
    const problems = end.kind === 'halted' ? end.problems : [];
    if (json) {
      const { problems: found, ...status } = statusOf(prepared, end.state);
      const all = sortProblems([...found, ...this.#notes, ...problems]);
      terminal.out(
        jsonDocument(SCHEMA, {
          ...status,
          ok: status.ok && end.kind === 'over' && end.outcome === 'done',
          problems: all,
        }),
      );
    } else {
      terminal.out(this.#isRehearsal ? rehearsalText(end.state) : (this.#show?.report(end.state) ?? ''));
      terminal.say(problemsText(problems, terminal.colours));
    }
    if (end.kind === 'halted' && problems.length > 0) return EXIT_CODES.problems;
    if (end.kind === 'halted') return this.#stops?.endedBy() ?? EXIT_CODES.problems;
    if (end.outcome === 'stopped') return this.#stops?.endedBy() ?? EXIT_CODES.problems;
    return end.outcome === 'done' ? 0 : EXIT_CODES.problems;
  }

  #note(problem: Problem): void {
    this.#notes.push(problem);
    const { terminal } = this.#setting;
    this.#say(problemsText([problem], terminal.colours));
  }

  /** Messages go out for a person; a script that reads JSON is told everything in the document. */
  #say(text: string): void {
    if (this.#flags.json) return;
    if (this.#show) this.#show.say(text);
    else this.#setting.terminal.say(text);
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    const { json = false } = this.#flags;
    const problems = json ? [...this.#notes, ...failed.problems] : failed.problems;
    return reportFailure({ ...failed, problems }, { terminal, json, schema: SCHEMA });
  }
}

/** For a person, who has the commands in front already. */
function notAllApproved({ length }: readonly unknown[]): Problem {
  const what = length === 1 ? 'one of these commands' : `${length} of these commands`;
  return {
    severity: 'error',
    code: 'not-approved',
    message: `Nobody has approved ${what} yet, so nothing was started.`,
    hint: 'Approve in a terminal, or let all of them run with --yes.',
  };
}

function notApproved(command: PreparedRun['commands'][number]): Problem {
  return {
    severity: 'error',
    code: 'not-approved',
    message: `Nobody has approved this command yet: ${shownCommand(command)}`,
    hint: 'Approve it in a terminal, or let all of them run with --yes.',
  };
}
