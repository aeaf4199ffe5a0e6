import {
  countOf,
  faultOfText,
  type Json,
  objectIn,
  objectOf,
  objectsOf,
  textOf,
  toolLine,
} from './json_line.ts';
import type { AgentReader, Reading } from './reading.ts';

/**
 * Reads the output of `cursor-agent -p --output-format stream-json`: from its documentation of output formats, and from others'
 * recordings; not tried. A run that fails says so only in words on standard error.
 */
export const readCursor: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.type) {
    case 'system':
      return systemOf(said);
    case 'user':
      // The prompt, which is kept elsewhere.
      return { shows: [] };
    case 'thinking':
      return { shows: [], goesOn: true };
    case 'assistant': {
      const texts = objectsOf(objectOf(said.message)?.content).map((part) => textOf(part.text));
      return { shows: texts.filter((text) => text !== ''), goesOn: true };
    }
    case 'tool_call':
      return toolOf(said);
    case 'result':
      return resultOf(said);
    default:
      return said === undefined ? errorOf(line) : undefined;
  }
};

function systemOf(said: Json): Reading | undefined {
  if (said.subtype !== 'init') return undefined;
  const session = textOf(said.session_id);
  const shows = [`cursor-agent, model ${textOf(said.model)}, session ${session}`];
  return { shows, session, begins: true };
}

/** The only entry of a call is named after its tool: `shellToolCall`, `writeToolCall`. */
function toolOf(said: Json): Reading | undefined {
  const [key = '', value] =
    Object.entries(objectOf(said.tool_call) ?? {}).find(([, each]) => objectOf(each)) ?? [];
  const call = objectOf(value);
  if (call === undefined) return undefined;
  const name = key.replace(/ToolCall$/u, '');
  if (said.subtype === 'started') return { shows: [toolLine(name, objectOf(call.args))], goesOn: true };
  if (said.subtype !== 'completed') return undefined;
  const result = objectOf(call.result) ?? {};
  const code = objectOf(result.success)?.exitCode;
  if (typeof code === 'number' && code !== 0)
    return { shows: [`! it ended with code ${code}`], goesOn: true };
  const failed = Object.entries(result).find(([how]) => how !== 'success');
  if (failed === undefined || objectOf(failed[1]) === undefined) return { shows: [], goesOn: true };
  const why = objectOf(failed[1]) ?? {};
  const text = textOf(why.error) || textOf(why.message) || textOf(why.reason) || textOf(why.stderr);
  return { shows: [`! ${failed[0]}${text === '' ? '' : `: ${text.split('\n')[0]}`}`], goesOn: true };
}

/** It seems to count cached tokens separately from those sent: its field names are those of an interface that does. */
function resultOf(said: Json): Reading {
  const session = textOf(said.session_id);
  const usage = objectOf(said.usage);
  const cached = countOf(usage?.cacheReadTokens);
  const used = usage && {
    of: 'all' as const,
    input: countOf(usage.inputTokens) + cached + countOf(usage.cacheWriteTokens),
    cached,
    output: countOf(usage.outputTokens),
  };
  const about = { session, ...(used && { used }) };
  if (said.subtype === 'success' && said.is_error !== true)
    return { shows: ['ended: done'], ...about, isDone: true };
  const error = textOf(said.result) || textOf(said.error) || textOf(said.subtype);
  const fault = faultOfText(error);
  return { shows: [`ended with an error: ${error}`], ...about, error, ...(fault && { fault }) };
}

function errorOf(line: string): Reading | undefined {
  const [, error] = /^Error: (.{1,500})/u.exec(line) ?? [];
  if (error === undefined) return undefined;
  const fault = /\bauthentication required\b/iu.test(error) ? 'unauthenticated' : faultOfText(error);
  return { shows: [line], error, ...(fault && { fault }) };
}
