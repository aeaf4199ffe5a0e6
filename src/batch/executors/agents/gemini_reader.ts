import { countOf, faultOfText, type Json, objectIn, objectOf, textOf, toolLine } from './json_line.ts';
import type { AgentReader, Reading } from './reading.ts';

/** Reads the output of `gemini --output-format stream-json`; seen with 0.61.0. */
export const readGemini: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.type) {
    case 'init': {
      const session = textOf(said.session_id);
      const shows = [`gemini, model ${textOf(said.model)}, session ${session}`];
      return { shows, session, begins: true };
    }
    case 'message':
      // The prompt, which is kept elsewhere.
      return said.role === 'user' ? { shows: [] } : { shows: [textOf(said.content)], goesOn: true };
    case 'tool_use':
      return { shows: [toolLine(textOf(said.tool_name), objectOf(said.parameters))], goesOn: true };
    case 'tool_result':
      return said.status === 'error' ? { shows: [`! ${messageOf(said)}`] } : { shows: [], goesOn: true };
    case 'error':
      return said.severity === 'warning' ? { shows: [`! ${messageOf(said)}`] } : errorOf(said);
    case 'result':
      return resultOf(said);
    default:
      return said === undefined ? retryOf(line) : undefined;
  }
};

function messageOf(said: Json): string {
  return textOf(said.message) || textOf(objectOf(said.error)?.message) || textOf(said.output);
}

function errorOf(said: Json): Reading {
  const error = messageOf(said);
  const fault = faultOfText(error);
  return { shows: [`ended with an error: ${error}`], error, ...(fault && { fault }) };
}

function resultOf(said: Json): Reading {
  const stats = objectOf(said.stats) ?? {};
  const input = countOf(stats.input_tokens);
  const used = {
    of: 'all',
    input,
    cached: countOf(stats.cached),
    output: countOf(stats.output_tokens),
  } as const;
  return said.status === 'success' ? { shows: [], used, isDone: true } : { ...errorOf(said), used };
}

/** It announces a retry on standard error, in words. */
function retryOf(line: string): Reading | undefined {
  const [, tries, why = ''] =
    /^Attempt (\d{1,4}) failed(?: with status|:)? ?(.{0,300}?)\.? Retrying/u.exec(line) ?? [];
  if (tries === undefined) return undefined;
  const waits = `its endpoint cannot be used (${why}); it asks again, after try ${tries}`;
  const fault = faultOfText(`status ${why}`);
  return { shows: [`waits: ${waits}`], waits, ...(fault && { fault }) };
}
