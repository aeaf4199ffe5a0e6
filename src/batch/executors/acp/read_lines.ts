import { countOf, type Json, objectIn, textOf } from '../agents/json_line.ts';
import type { AgentReader, Reading } from '../agents/reading.ts';

/** Reads what an attempt's log holds of a talk over the Agent Client Protocol. */
export const readAcp: AgentReader = (line) => {
  const said = objectIn(line);
  switch (said?.acp) {
    case 'start': {
      const session = textOf(said.session);
      const mode = textOf(said.mode);
      return {
        shows: [`${textOf(said.agent)}, session ${session}${mode === '' ? '' : `, mode ${mode}`}`],
        session,
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
    case 'end':
      return endOf(said);
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

function endOf(said: Json): Reading {
  const why = textOf(said.why);
  const until = countOf(said.until);
  switch (said.how) {
    case 'done':
      return { shows: ['ended: done'], isDone: true };
    case 'stopped':
      return { shows: [`ended: ${why}`] };
    case 'refused':
      return { shows: [`refused: ${why}`], refused: why };
    case 'limited':
      return { shows: [`ended: ${why}`], error: why, fault: 'limited', ...(until > 0 && { until }) };
    case 'unauthenticated':
      return { shows: [`ended: ${why}`], error: why, fault: 'unauthenticated' };
    default:
      return { shows: [`ended: ${why}`], error: why };
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
