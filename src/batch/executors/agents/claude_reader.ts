import {
  countOf,
  faultOfStatus,
  faultOfText,
  type Json,
  objectIn,
  objectOf,
  objectsOf,
  textOf,
  toolLine,
} from './json_line.ts';
import type { AgentReader, Reading } from './reading.ts';

/** Reads the output of `claude -p --output-format stream-json --verbose`; seen with 2.1.332. */
export const readClaude: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.type) {
    case 'system':
      return systemOf(said);
    case 'assistant':
      return assistantOf(said);
    case 'user':
      return { shows: toolErrors(said) };
    case 'rate_limit_event':
      return limitOf(said);
    case 'result':
      return resultOf(said);
    default:
      return undefined;
  }
};

function systemOf(said: Json): Reading | undefined {
  const session = textOf(said.session_id);
  switch (said.subtype) {
    case 'init': {
      const version = textOf(said.claude_code_version);
      const shows = [`claude ${version}, model ${textOf(said.model)}, session ${session}`];
      return { shows, session, begins: true };
    }
    case 'api_retry': {
      const status = said.error_status;
      const why = [typeof status === 'number' ? status : '', textOf(said.error)].filter(Boolean).join(' ');
      const seconds = Math.round(countOf(said.retry_delay_ms) / 1_000);
      const waits = `its endpoint answers ${why || 'nothing'}; it asks again in ${seconds} s, try ${countOf(said.attempt)} of ${countOf(said.max_retries)}`;
      const fault = faultOfStatus(status);
      return { shows: [`waits: ${waits}`], session, waits, ...(fault && { fault }) };
    }
    default:
      return undefined;
  }
}

function assistantOf(said: Json): Reading {
  const content = objectsOf(objectOf(said.message)?.content);
  const shows = content.flatMap((part) => {
    if (part.type === 'text') return [textOf(part.text)];
    return part.type === 'tool_use' ? [toolLine(textOf(part.name), objectOf(part.input))] : [];
  });
  if (said.is_api_error_message !== true) return { shows, goesOn: true };
  const error = shows.join(' ');
  const fault = faultOfStatus(said.api_error_status) ?? faultOfText(error);
  return { shows, error, ...(fault && { fault }) };
}

/** Errors as sentences, or as objects with one each. */
function errorsIn(errors: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  return list.map((each) => textOf(each) || textOf(objectOf(each)?.message)).filter((each) => each !== '');
}

function toolErrors(said: Json): string[] {
  const results = objectsOf(objectOf(said.message)?.content).filter(({ is_error }) => is_error === true);
  return results.map(({ content }) => {
    const text =
      typeof content === 'string'
        ? content
        : objectsOf(content)
            .map((part) => textOf(part.text))
            .join(' ');
    return `! ${text.split('\n')[0]?.slice(0, 200) ?? ''}`;
  });
}

function limitOf(said: Json): Reading {
  const info = objectOf(said.rate_limit_info) ?? {};
  if (info.status !== 'rejected') return { shows: [] };
  const waits = `a limit of use is reached (${textOf(info.rateLimitType) || 'rate limit'})`;
  const until = countOf(info.resetsAt) * 1_000;
  return { shows: [`waits: ${waits}`], waits, fault: 'limited', ...(until > 0 && { until }) };
}

function resultOf(said: Json): Reading {
  const usage = objectOf(said.usage) ?? {};
  const cached = countOf(usage.cache_read_input_tokens);
  const input = countOf(usage.input_tokens) + countOf(usage.cache_creation_input_tokens) + cached;
  const output = countOf(usage.output_tokens);
  const cost = typeof said.total_cost_usd === 'number' ? { costUsd: countOf(said.total_cost_usd) } : {};
  const used = { of: 'all', input, cached, output, ...cost } as const;
  const text = textOf(said.result);
  const session = textOf(said.session_id);
  const about = { session, used };
  if (said.stop_reason === 'refusal') return { shows: [`refused: ${text}`], ...about, refused: text };
  if (said.is_error !== true && said.subtype === 'success')
    return { shows: [`ended: ${text}`], ...about, isDone: true };
  const error = text || errorsIn(said.errors).join(' ') || textOf(said.subtype);
  const fault = faultOfStatus(said.api_error_status) ?? faultOfText(error);
  return { shows: [`ended with an error: ${error}`], ...about, error, ...(fault && { fault }) };
}
