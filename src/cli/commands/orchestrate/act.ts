import { printableLine } from '../../../lib/index.ts';
import {
  type OrchestrateEvent,
  type OrchestrateRequest,
  orchestrate,
  type RunEvent,
} from '../../../operations/index.ts';
import type { Screen } from '../../screen.ts';
import { EXIT_CODES, problemsText } from '../../terminal/index.ts';
import { showGenerate } from '../batch/generate/text.ts';
import type { BatchRunFlags } from '../batch/run/act.ts';
import { runWithDisplay } from '../batch/run/run_with_display.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';
import { showDraft } from '../plan/draft/text.ts';
import { figuresOf } from '../run_options.ts';

/** Flags of `orchestrate`. */
export type OrchestrateFlags = CommonOptions &
  BatchRunFlags &
  Omit<
    OrchestrateRequest,
    'words' | 'file' | 'budget' | 'execute' | 'input' | 'saved' | 'planOnly' | keyof BatchRunFlags
  > & {
    readonly execute?: boolean | string;
    readonly inputs?: readonly string[];
    readonly from?: string;
    readonly budget: string;
    readonly planOnly?: boolean;
  };

/** Carries the command out. */
export function orchestrateAction(
  given: readonly string[],
  flags: OrchestrateFlags,
  setting: CommandSetting,
): Promise<void> {
  const { from, budget, planOnly, execute, inputs = [], ...others } = flags;
  // After --execute there may be a plan; or a requirement, since words are often typed last.
  const behind = typeof execute === 'string' ? execute : undefined;
  const isPlan = behind !== undefined && namesPlan(behind);
  const words = behind === undefined || isPlan ? given : [behind, ...given];
  const request: OrchestrateRequest = {
    ...figuresOf(others),
    words,
    budget: /^\d+$/u.test(budget) ? Number(budget) : Number.NaN,
    ...(from === undefined ? {} : { file: from }),
    input: inputs,
    ...(behind !== undefined && isPlan ? { saved: behind } : {}),
    ...(planOnly === undefined ? {} : { planOnly }),
    execute: execute !== undefined && execute !== false,
  };
  const isInput = from === '-' || flags.apiKeyFile === '-' || (words.length === 1 && words[0] === '-');
  return runWithDisplay<'orchestrator.orchestrate/1', Exclude<OrchestrateEvent, RunEvent>>(setting, {
    schema: 'orchestrator.orchestrate/1',
    json: flags.json,
    asks: !flags.json && !isInput,
    call: (port) => orchestrate(setting.context, request, port),
    show: showStep,
    exitCode: ({ ok }, run, port) => (ok ? 0 : run.exitCode(port) || EXIT_CODES.problems),
  });
}

/** Whether a word names a plan, rather than a requirement. */
function namesPlan(word: string): boolean {
  return /^\S+[.](?:md|markdown)$/iu.test(word);
}

/** Shows the events on the way, each like the command that does this step alone. */
function showStep(event: Exclude<OrchestrateEvent, RunEvent>, screen: Screen): void | Promise<void> {
  const { inform, terminal } = screen;
  switch (event.kind) {
    case 'step': {
      const { step, state, detail } = event.step;
      return inform(
        `[${step}] ${state === 'done' ? '' : `${state.replace('-', ' ')}: `}${printableLine(detail)}\n`,
      );
    }
    case 'proposals':
      return inform(
        `Suggestions for the memory:\n${event.proposals.map(({ command }) => `  ${printableLine(command)}\n`).join('')}`,
      );
    case 'next':
      return inform(`Next: ${printableLine(event.command)}\n`);
    case 'checked':
      return inform(problemsText(event.checked.problems, terminal.colours));
    case 'matched':
    case 'problems':
    case 'read':
    case 'requirement-open':
    case 'drafted':
    case 'waiting':
    case 'waited':
      return showDraft(event, screen, false);
    default:
      return showGenerate(event, screen);
  }
}
