import { printableLine } from '../../../../lib/index.ts';
import {
  type Decision,
  type DecisionsEvent,
  type OpenQuestion,
  reportDecisions,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Carries the command out. */
export function decisionsAction(
  wanted: string | undefined,
  { json }: CommonOptions,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.batch-decisions/1', DecisionsEvent>(setting, {
    schema: 'orchestrator.batch-decisions/1',
    json,
    asks: false,
    call: (port) => reportDecisions(setting.context, { batch: wanted }, port),
    show({ open: { batch, decisions, questions, problems } }, { printText, inform, terminal }) {
      const texts = [...decisions.map(decisionText), ...questions.map(questionText)];
      if (decisions.length === 0) inform(`Nothing in batch ${batch} is waiting for you.\n`);
      if (texts.length > 0) printText(texts.join('\n'));
      inform(problemsText(problems, terminal.colours));
    },
  });
}

function questionText({ prp, phase, title, question, default: assumed, command }: OpenQuestion): string {
  return [
    printableLine(`${prp}  Phase ${phase}: ${title}`),
    `  left open: ${printableLine(question)}`,
    `  goes by: ${printableLine(assumed)}`,
    '  next:',
    `    ${command}`,
    '      changes the answer, and redoes what depends on it if it differs',
    '',
  ].join('\n');
}

function decisionText({
  prp,
  phase,
  title,
  reason,
  decision,
  evidence,
  log,
  blocks,
  commands,
  askedBy,
}: Decision): string {
  return [
    printableLine(`${prp}  Phase ${phase}: ${title}`),
    `  failed: ${printableLine(reason)}`,
    ...(blocks.length === 0 ? [] : [`  blocks: ${blocks.map(printableLine).join(', ')}`]),
    ...(decision === null ? [] : [`  decide: ${printableLine(decision)}`]),
    ...(askedBy === null ? [] : [`  asked: by ${printableLine(askedBy)}; answer it in its terminal`]),
    ...(evidence.length === 0 ? [] : ['  evidence:', ...evidence.map((line) => `    | ${line}`)]),
    ...(log === null ? [] : [`  log: ${printableLine(log)}`]),
    '  next:',
    ...commands.flatMap(({ command, does }) => [`    ${command}`, `      ${does}`]),
    '',
  ].join('\n');
}
