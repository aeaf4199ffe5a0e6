import { printableLine } from '../../../lib/index.ts';
import { type Decision, openDecisions } from '../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../terminal/index.ts';
import { type CommandSetting, type CommonOptions, type Declare, withCommonOptions } from '../declare.ts';

const SCHEMA = 'orchestrator.batch-decisions/1' as const;

/** Declares `batch decisions`: what waits for a person. */
export const declareDecisions: Declare = (batch, setting) => {
  const verb = batch
    .command('decisions')
    .description('what waits for you, with the evidence and what to run next');
  withCommonOptions(verb, ['orchestrator batch decisions 44', 'orchestrator batch decisions 44 --json'])
    .argument('[batch]', 'the number of the batch (default: the newest)')
    .action((number: string | undefined, flags: CommonOptions) => decisionsAction(number, flags, setting));
};

async function decisionsAction(
  wanted: string | undefined,
  { json = false }: CommonOptions,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const open = await openDecisions(context, wanted);
  const report = { terminal, json, schema: SCHEMA };
  if (!open.ok) return finish(reportFailure(open, report));
  const { batch, decisions, problems } = open.value;
  const ok = problems.every(({ severity }) => severity !== 'error');
  if (json) terminal.out(jsonDocument(SCHEMA, { ok, batch, decisions, problems }));
  else {
    if (decisions.length === 0) terminal.say(`Nothing in batch ${batch} waits for you.\n`);
    else terminal.out(decisions.map(decisionText).join('\n'));
    terminal.say(problemsText(problems, terminal.colours));
  }
  finish(ok ? 0 : 1);
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
