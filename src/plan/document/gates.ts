import type { Gate } from '../plan.ts';
import { elementsOf, TICK_BOX, textOf } from './elements.ts';
import type { RawField } from './fields.ts';
import { codeSpansIn, cut, partsOf, saysLater, saysNone, withoutEscape } from './inline.ts';
import type { TextLine } from './markdown_block.ts';

/** The gates that a field gives: items with or without tick boxes, or the text after its name. */
export function readGates(field: RawField): Gate[] {
  return elementsOf(field).flatMap((element) => {
    const [first, ...further] = element.lines;
    if (first === undefined) return [];
    const box = TICK_BOX.exec(first.text);
    const text = box === null ? first : cut(first, box[0].length, first.text.length);
    if (box === null && (saysNone(text.text) || saysLater(text.text))) return [];
    if (box === null && element.isRunning && further.length === 0) {
      const commands = partsOf(text);
      if (commands.length > 1 && commands.every(isCommand))
        return commands.map((part) => gateOf([part], part.text));
    }
    const whole = textOf({ lines: [text, ...further], nested: element.nested });
    return [gateOf([text, ...further, ...element.nested], whole, box?.groups?.mark)];
  });
}

function isCommand({ text }: TextLine): boolean {
  const [span] = codeSpansIn(text);
  return span?.start === 0 && span.end === text.length;
}

function gateOf(lines: readonly TextLine[], text: string, mark = ''): Gate {
  const { line = 0, column = 0 } = lines[0] ?? {};
  return {
    text: withoutEscape(text),
    command: commandIn(lines),
    checked: mark.toLowerCase() === 'x',
    line,
    column,
  };
}

/** Whether a colon comes before a place in a text, with only white space between. There may be thousands of places. */
function isBehindColon(text: string, place: number): boolean {
  let before = place - 1;
  while (before >= 0 && /\s/u.test(text[before] ?? '')) before -= 1;
  return text[before] === ':';
}

/** The code span that follows a colon, else the first. */
function commandIn(lines: readonly TextLine[]): Gate['command'] {
  let found: Gate['command'];
  for (const line of lines) {
    if (line.isVerbatim || !line.text.includes('`')) continue;
    for (const { start, content } of codeSpansIn(line.text)) {
      const value = content.trim();
      if (value === '') continue;
      const command = { value, line: line.line, column: line.column + start };
      if (isBehindColon(line.text, start)) return command;
      found ??= command;
    }
  }
  return found;
}
