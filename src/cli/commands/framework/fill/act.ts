import { failure, type Problem, type Result, success } from '../../../../diagnostics/index.ts';
import { printable } from '../../../../lib/index.ts';
import { configuredModel, type FilledPrompt, messagesOf, type Part } from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { tokensText } from '../../../terminal/tokens.ts';
import type { CommandSetting } from '../../declare.ts';
import { gatherPrompt } from '../../gather_prompt.ts';
import type { FillFlags } from './flags.ts';

const SCHEMA = 'orchestrator.fill/1' as const;

/** One run of `fill`; the exit code. */
export async function runFill(wanted: string, flags: FillFlags, setting: CommandSetting): Promise<number> {
  const { terminal } = setting;
  const { json = false, part, as } = flags;
  if (flags.model !== undefined && as !== 'openai') {
    return reportFailure(failure('usage', MODEL_UNUSED), { terminal, json, schema: SCHEMA });
  }
  const gathered = await gatherPrompt(wanted, { flags, part, setting });
  const formed = gathered.ok ? formOf(gathered.value.prompt, flags, setting) : gathered;
  if (!gathered.ok || !formed.ok) {
    const failed = gathered.ok ? formed : gathered;
    if (failed.ok) return 0;
    const code = reportFailure(failed, { terminal, json, schema: SCHEMA });
    return 'exitCode' in failed && typeof failed.exitCode === 'number' ? failed.exitCode : code;
  }
  const { prompt } = gathered.value;
  if (json) terminal.out(fillDocument(prompt, part, as));
  else {
    // What is said first is still in sight when the text has gone by.
    terminal.say(problemsText(prompt.problems, terminal.colours));
    terminal.out((await terminal.showsData()) ? printable(formed.value) : formed.value);
    terminal.say(tokensText(prompt.tokens[part], part === 'persona' ? [] : prompt.leftOut));
  }
  return 0;
}

function formOf(prompt: FilledPrompt, flags: FillFlags, { context }: CommandSetting): Result<string> {
  const { part, as, model: named } = flags;
  const messages = messagesOf(prompt, part);
  if (as === 'text') return success(messages.map(({ content }) => content).join('\n'));
  if (as === 'messages') return success(`${JSON.stringify(messages, null, 2)}\n`);
  const model = configuredModel(context, named === undefined ? {} : { model: named });
  if (model === null) return failure('usage', NO_MODEL);
  return success(`${JSON.stringify({ model, messages }, null, 2)}\n`);
}

const MODEL_UNUSED: Problem = {
  severity: 'error',
  code: 'model-unused',
  message: '--model stands in a request body, and none is printed.',
  hint: 'Add --as openai, or leave --model out; `orchestrator run` sends to a model.',
};

const NO_MODEL: Problem = {
  severity: 'error',
  code: 'no-model',
  message: 'A request names its model, and none is configured for that endpoint.',
  hint: 'Add --model NAME, or run `orchestrator config set model NAME`.',
};

function fillDocument(prompt: FilledPrompt, part: Part, as: FillFlags['as']): string {
  const { total, frame, inputs } = prompt.tokens[part];
  const messages = messagesOf(prompt, part);
  return jsonDocument(SCHEMA, {
    ok: true,
    framework: prompt.name,
    part,
    tokens: { total, frame, inputs },
    leftOut: part === 'persona' ? [] : prompt.leftOut,
    text: as === 'text' ? messages.map(({ content }) => content).join('\n') : null,
    messages: as === 'text' ? null : messages,
    problems: prompt.problems,
  });
}
