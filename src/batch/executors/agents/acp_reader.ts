import { countOf, type Json, objectIn, textOf } from './json_line.ts';
import { firstLine, ownEnd } from './own_end.ts';
import type { AgentReader, Reading } from './reading.ts';

/** Reads an attempt's log of a conversation over the Agent Client Protocol. */
export const readAcp: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.acp) {
    case 'start': {
      const session = textOf(said.session);
      const mode = textOf(said.mode);
      return {
        shows: [`${textOf(said.agent)}, session ${session}${mode === '' ? '' : `, mode ${mode}`}`],
        session,
        begins: true,
      };
    }
    case 'says':
      return { shows: shown(said.text), goesOn: true };
    case 'thinks':
      return { shows: shown(said.text).map((text) => `(${text})`) };
    case 'tool':
      return { shows: [toolText(said)], goesOn: true };
    case 'tool-ended':
      return said.isError === true
        ? { shows: [`! ${textOf(said.title)}: ${firstLine(textOf(said.text)) || 'failed'}`] }
        : { shows: [] };
    case 'plan':
      return {
        shows: [`plan: ${countOf(said.done)} of ${countOf(said.all)} done; now: ${textOf(said.now)}`],
      };
    case 'permission':
      return permissionOf(said);
    case 'denied': {
      const what = textOf(said.what);
      return { shows: [`denied: ${what}`], denied: what };
    }
    case 'note':
      return { shows: [`note: ${textOf(said.text)}`] };
    case 'stray':
      return { shows: [textOf(said.text)] };
    case 'usage':
      return { shows: [], used: { of: 'all', ...usageOf(said) } };
    case 'cost':
      return { shows: [], costUsd: countOf(said.costUsd) };
    case 'end':
      return said.how === 'stopped' ? { shows: [`ended: ${textOf(said.why)}`] } : ownEnd(said, 'ended');
    default:
      return undefined;
  }
};

function shown(text: unknown): string[] {
  const trimmed = textOf(text).trim();
  return trimmed === '' ? [] : [trimmed];
}

function toolText({ kind, title, paths }: Json): string {
  const first = Array.isArray(paths) ? textOf(paths[0]) : '';
  const name = firstLine(textOf(title)) || textOf(kind) || 'tool';
  return `> ${name}${first === '' || name.includes(first) ? '' : ` ${first}`}`;
}

function permissionOf({ what, isAllowed, why, by }: Json): Reading {
  const wanted = `${textOf(what)}: ${textOf(why)}`;
  const who = by === 'person' ? ' (by you)' : '';
  return isAllowed === true
    ? { shows: [`allowed${who}: ${textOf(what)}`] }
    : { shows: [`denied${who}: ${wanted}`], denied: wanted };
}

function usageOf({ input, cached, output, costUsd }: Json) {
  const cost = countOf(costUsd);
  return {
    input: countOf(input),
    cached: countOf(cached),
    output: countOf(output),
    ...(cost > 0 && { costUsd: cost }),
  };
}
