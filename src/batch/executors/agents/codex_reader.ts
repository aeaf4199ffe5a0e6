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

/** Reads the output of `codex exec --json`; seen with 0.171.0. */
export const readCodex: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.type) {
    case 'thread.started': {
      const session = textOf(said.thread_id);
      return { shows: [`codex, session ${session}`], session, begins: true };
    }
    case 'turn.started':
      return { shows: [] };
    case 'item.started':
    case 'item.updated':
    case 'item.completed':
      return itemOf(objectOf(said.item) ?? {}, said.type === 'item.completed');
    case 'turn.completed':
      return usageOf(objectOf(said.usage) ?? {});
    case 'turn.failed':
      return errorOf(textOf(objectOf(said.error)?.message));
    case 'error':
      return errorOf(textOf(said.message));
    default:
      return undefined;
  }
};

function itemOf(item: Json, isOver: boolean): Reading | undefined {
  const shown = (text: string): Reading => ({ shows: [text], goesOn: true });
  switch (item.type) {
    case 'agent_message':
      return isOver ? shown(textOf(item.text)) : { shows: [] };
    case 'reasoning':
    case 'todo_list':
      return { shows: [], goesOn: true };
    case 'command_execution': {
      if (!isOver) return shown(toolLine('runs', item));
      const code = item.exit_code;
      return code === 0 ? { shows: [], goesOn: true } : shown(`! it ended with code ${countOf(code) || '-'}`);
    }
    case 'file_change': {
      const changes = objectsOf(item.changes);
      return isOver
        ? shown(changes.map(({ kind, path }) => `> ${textOf(kind)} ${textOf(path)}`).join('\n'))
        : { shows: [] };
    }
    case 'mcp_tool_call':
    case 'web_search':
      return isOver ? { shows: [], goesOn: true } : shown(toolLine(textOf(item.tool) || 'searches', item));
    case 'error':
      return { shows: [`! ${textOf(item.message)}`] };
    default:
      return undefined;
  }
}

/** It counts cached tokens as part of those sent. */
function usageOf(usage: Json): Reading {
  const input = countOf(usage.input_tokens);
  const cached = countOf(usage.cached_input_tokens);
  const output = countOf(usage.output_tokens);
  return { shows: [], used: { of: 'step', input, cached, output }, isDone: true };
}

function errorOf(message: string): Reading {
  const [, tries, why] = /^Reconnecting\.\.\. (\d+\/\d+) ?(.*)$/su.exec(message) ?? [];
  const fault = faultOfText(message);
  if (tries !== undefined) {
    const waits = `its endpoint cannot be used; it asks again, try ${tries.replace('/', ' of ')}: ${why}`;
    return { shows: [`waits: ${waits}`], waits, ...(fault && { fault }) };
  }
  return { shows: [`ended with an error: ${message}`], error: message, ...(fault && { fault }) };
}
