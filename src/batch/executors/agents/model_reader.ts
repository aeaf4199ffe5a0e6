import { countOf as counted } from '../../../lib/index.ts';
import { countOf, type Json, objectIn, objectOf, objectsOf, textOf, toolLine } from './json_line.ts';
import { firstLine, ownEnd } from './own_end.ts';
import type { AgentReader, Reading } from './reading.ts';

/** Reads the transcript of the built-in executor. */
export const readModel: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.type) {
    case 'start':
      return { shows: [`model ${textOf(said.model)} at ${textOf(said.endpoint)}`], begins: true };
    case 'said':
      return { shows: said.by === 'note' ? [`note: ${textOf(said.text)}`] : [] };
    case 'form':
      return { shows: [`calls are written as fenced blocks from here on: ${textOf(said.why)}`] };
    case 'asks':
      return { shows: [], asks: true };
    case 'answer':
      return answerOf(said);
    case 'lost':
      return { shows: [`! ${firstLine(textOf(said.why))}`], used: usedBy(said), goesOn: true };
    case 'result':
      return { shows: said.isError === true ? [`! ${firstLine(textOf(said.text))}`] : [], goesOn: true };
    case 'dropped':
      return { shows: [droppedLine(said)] };
    case 'waits': {
      const waits = `${textOf(said.why)} It asks again in ${countOf(said.seconds)} s.`;
      return { shows: [`waits: ${waits}`], waits };
    }
    case 'end':
      return ownEnd(said, 'ended with an error');
    default:
      return undefined;
  }
};

function answerOf(said: Json): Reading {
  const calls = objectsOf(said.calls).map(({ name, arguments: given }) =>
    toolLine(textOf(name), objectIn(textOf(given))),
  );
  const text = textOf(said.text).trim();
  return { shows: [...(text === '' ? [] : [text]), ...calls], used: usedBy(said), goesOn: true };
}

function usedBy(said: Json): NonNullable<Reading['used']> {
  const usage = objectOf(said.usage) ?? {};
  return { of: 'step', input: countOf(usage.input), cached: 0, output: countOf(usage.output) };
}

function droppedLine({ results, turns, tokens, window }: Json): string {
  const what = [
    countOf(results) > 0 ? counted(countOf(results), 'old result') : '',
    countOf(turns) > 0 ? counted(countOf(turns), 'old turn') : '',
  ];
  return `dropped ${what.filter(Boolean).join(' and ')} to stay within a window of ${countOf(window)} tokens; about ${countOf(tokens)} are left`;
}
