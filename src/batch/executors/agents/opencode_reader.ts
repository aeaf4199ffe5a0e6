import {
  countOf,
  faultOfStatus,
  faultOfText,
  type Json,
  objectIn,
  objectOf,
  textOf,
  toolLine,
} from './json_line.ts';
import { limitNotice } from './limit_notice.ts';
import type { AgentReader, Reading } from './reading.ts';

/** Reads the output of `opencode run --format json`; seen with 1.18.33. */
export const readOpencode: AgentReader = (line) => {
  const said = objectIn(line);
  if (said === undefined) return logLine(line);
  const session = textOf(said.sessionID);
  const part = objectOf(said.part) ?? {};
  switch (said.type) {
    case 'step_start':
      return { shows: [], session, goesOn: true };
    case 'text':
      return { shows: [textOf(part.text)], session, goesOn: true };
    case 'reasoning':
      return { shows: [], session, goesOn: true };
    case 'tool_use':
      return toolOf(part);
    case 'step_finish':
      return { shows: [], used: usageOf(part) };
    case 'error':
      return errorOf(objectOf(said.error) ?? {});
    default:
      return undefined;
  }
};

/**
 * A line of its own log: its endpoint answered with a fault. It retries by itself, for ever, after the time the endpoint gave or
 * a growing delay. The title that a smaller model gives the session does not matter for the work.
 */
function logLine(line: string): Reading | undefined {
  const { groups } = STREAM_ERROR.exec(line.slice(0, LONGEST)) ?? {};
  if (groups === undefined) return undefined;
  if (groups.small === 'true') return { shows: [] };
  const error = (groups.error ?? '').replace(/\\(.)/gu, '$1').replace(/^AI_\w+: /u, '');
  const waits = `its endpoint answers with an error; it asks again: ${error}`;
  const fault = faultOfText(error);
  const since = Date.parse(groups.at ?? '');
  const until = fault === 'limited' && since > 0 ? limitNotice(error, since)?.until : undefined;
  return { shows: [`waits: ${waits}`], waits, error, ...(fault && { fault }), ...(until && { until }) };
}

const STREAM_ERROR =
  /^timestamp=(?<at>\S{10,40}) level=ERROR .*?message="stream error" .*?\bsmall=(?<small>true|false)\b.*? error\.error="(?<error>(?:[^"\\]|\\.)*)"/u;
/** In UTF-16 code units. */
const LONGEST = 8_000;

/** A refusal ends the run, with code 0: only this line says so. */
function toolOf(part: Json): Reading {
  const state = objectOf(part.state) ?? {};
  const tool = toolLine(textOf(part.tool), objectOf(state.input));
  if (state.status !== 'error') return { shows: [tool] };
  const why = textOf(state.error);
  const shows = [tool, `! ${why}`];
  return /rejected permission|permission.{0,40}(?:denied|rejected)|prevents you from using/iu.test(why)
    ? { shows, refused: `${tool.slice(2)}: ${why}` }
    : { shows };
}

/** It counts cached tokens separately from those sent. */
function usageOf(part: Json): NonNullable<Reading['used']> {
  const tokens = objectOf(part.tokens) ?? {};
  const cache = objectOf(tokens.cache) ?? {};
  const cached = countOf(cache.read);
  const input = countOf(tokens.input) + countOf(cache.write) + cached;
  const output = countOf(tokens.output) + countOf(tokens.reasoning);
  const cost = typeof part.cost === 'number' ? { costUsd: countOf(part.cost) } : {};
  return { of: 'step', input, cached, output, ...cost };
}

function errorOf(event: Json): Reading {
  const data = objectOf(event.data) ?? {};
  const error = textOf(data.message) || textOf(event.name);
  const fault = faultOfStatus(data.statusCode) ?? faultOfText(`${textOf(event.name)} ${error}`);
  return { shows: [`ended with an error: ${error}`], error, ...(fault && { fault }) };
}
