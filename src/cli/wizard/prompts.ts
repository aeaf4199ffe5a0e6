import {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isUpKey,
  type KeypressEvent,
  useEffect,
  useKeypress,
  usePagination,
  useRef,
  useState,
} from '@inquirer/core';
import { cutToWidth, printableLine, textWidth, wrapText } from '../../lib/index.ts';
import type { Answer, ChoiceQuestion, TextQuestion } from '../../operations/index.ts';
import type { Palette } from '../terminal/index.ts';
import { rejectedPasteNotice } from './ask_with_prompt.ts';
import { choiceLine, cutDescription, matchChoices } from './choose.ts';
import { PASTE_KEY, RESIZE_KEY } from './typed_input.ts';

/** The style of prompts and the size of the screen. */
type Look = {
  readonly colours: Palette;
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Discards text typed after a refused answer, and says so; an empty text if there was none. */
  readonly leaveOut: () => string;
};

/** Asks for one line. Enter takes the default, Escape steps back, the end of input closes. */
export const askText = createPrompt<Answer<string>, TextQuestion & Look>((config, done) => {
  const { message, check, leaveOut } = config;
  const [ending, setEnding] = useState<Ending>(undefined);
  const [value, setValue] = useState('');
  // Several pasted lines, before the text typed after them.
  const [pasted, setPasted] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const settle = useSettle(done, setEnding);
  const redraw = useRedraw();
  useKeypress((key, readline) => {
    if (key.name === RESIZE_KEY) return redraw();
    if (key.name === 'escape') return settle({ kind: 'back' });
    const paste = pastedText(key);
    if (paste !== undefined) {
      if (!config.severalLines) return setFault(rejectedPasteNotice(paste));
      setPasted(`${pasted}${readline.line}${paste}`);
      readline.clearLine(0);
      setFault(undefined);
      return setValue('');
    }
    if (!isEnterKey(key)) {
      if (isBackspaceKey(key) && value === '') setPasted('');
      setFault(undefined);
      return setValue(readline.line);
    }
    const typed = pasted === '' ? value.trim() : `${pasted}${value}`;
    const answer = typed === '' ? config.default : typed;
    const wrong = check(answer);
    if (wrong === undefined) {
      setValue(pasted === '' ? answer : linesText(answer));
      return settle({ kind: 'answer', value: answer });
    }
    readline.write(value);
    setFault(`${wrong}${leaveOut()}`);
  });
  const head = headOf(message, config);
  if (ending !== undefined) return outcome(ending, message, value, config);
  const offered = value === '' && pasted === '' && config.default !== '' ? offerText(config) : '';
  const before = pasted === '' ? '' : `${linesText(pasted)} `;
  return [`${head}${offered} ${before}${value}`, faultText(fault, config)];
});

/** Asks for one of several choices: by number, by text, or with the arrows. Enter takes it, Escape steps back. */
export const askChoice = createPrompt<Answer<string>, ChoiceQuestion & Look>((config, done) => {
  const { message, choices, colours, size, leaveOut } = config;
  const first = Math.max(
    0,
    choices.findIndex((choice) => choice.value === config.default),
  );
  const [ending, setEnding] = useState<Ending>(undefined);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(first);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const settle = useSettle(done, setEnding);
  const redraw = useRedraw();
  const matches = matchChoices(choices, typed);
  useKeypress((key, readline) => {
    if (key.name === RESIZE_KEY) return redraw();
    if (key.name === 'escape') return settle({ kind: 'back' });
    const paste = pastedText(key);
    if (paste !== undefined) return setFault(rejectedPasteNotice(paste));
    if (isEnterKey(key)) {
      const chosen = choices[active];
      if (matches.fault === undefined && chosen) return settle({ kind: 'answer', value: chosen.value });
      readline.write(typed);
      return setFault(`${matches.fault ?? 'Nothing is chosen.'}${leaveOut()}`);
    }
    setFault(undefined);
    if (isUpKey(key) || isDownKey(key)) {
      const place = matches.shown.indexOf(active);
      const next = matches.shown.at((place + (isUpKey(key) ? -1 : 1)) % matches.shown.length);
      return setActive(next ?? active);
    }
    const now = matchChoices(choices, readline.line);
    setTyped(readline.line);
    setActive(now.named ?? (now.shown.includes(active) ? active : (now.shown[0] ?? active)));
  });
  const { columns, rows } = size();
  const items = rowsOf(choices, matches.shown);
  const pageSize = Math.max(3, Math.min(items.length, rows - 7));
  const page = usePagination({
    items,
    active: Math.max(
      0,
      items.findIndex((item) => item.index === active),
    ),
    pageSize,
    loop: false,
    renderItem: ({ item, isActive }) => {
      if (item.index === undefined) return `  ${colours.dim(cutToWidth(item.heading, columns - 3))}`;
      const line = choiceLine(choices, item.index, columns - 3);
      return isActive ? colours.accent(`> ${line}`) : `  ${line}`;
    },
  });
  const head = headOf(message, config);
  if (ending !== undefined) return outcome(ending, message, choices[active]?.label ?? '', config);
  // Static text starts a new line each time, with no key to take back typed text.
  const nothing =
    matches.shown.length === 0 ? `${matches.fault ?? ''} Press Backspace to widen.` : matches.fault;
  const wrong = fault ?? nothing;
  const warning = wrong === undefined ? '' : `> ${wrong}`;
  const help = columns < 60 ? SHORT_HELP : HELP;
  const around = [`? ${message} ${typed}`, warning, help].map((text) => wrapText(text, columns).length);
  const room = Math.max(
    0,
    around.reduce((left, height) => left - height, rows - pageSize),
  );
  const below = [
    ...(matches.shown.length > 0 ? [page] : []),
    ...wrapText(cutDescription(choices, active, columns - 3), columns).slice(0, room),
    ...wrapText(warning, columns).map((line) => (line === '' ? '' : colours.bad(line))),
    ...wrapText(help, columns).map((line) => colours.dim(line)),
  ];
  return [`${head} ${typed}`, below.filter((line) => line !== '').join('\n')];
});

const HELP = 'Type a number or text, or use the arrows. Enter chooses, Esc goes back.';
const SHORT_HELP = 'Number, text or arrows; Enter; Esc';

/** The pasted text, if a key represents a paste of more than one line of plain text. */
function pastedText(key: KeypressEvent): string | undefined {
  return key.name === PASTE_KEY && 'text' in key && typeof key.text === 'string' ? key.text : undefined;
}

/** Several lines as a prompt shows them. */
function linesText(text: string): string {
  const lines = text.split('\n');
  const first = printableLine(lines.find((line) => line.trim() !== '') ?? '');
  return lines.length === 1 ? cutToWidth(first, 40) : `(${lines.length} lines) ${cutToWidth(first, 40)}`;
}

/** A question as shown on the screen: wrapped at the terminal's width, words whole. */
function headOf(message: string, { colours, size }: Look): string {
  const lines = wrapText(`? ${message}`, size().columns);
  return lines
    .map((line, place) =>
      place === 0 ? `${colours.accent('?')} ${colours.bold(line.slice(2))}` : colours.bold(line),
    )
    .join('\n');
}

/** The answer that Enter takes, after the question or, where it does not fit there, below it. */
function offerText({ message, default: offered, colours, size }: TextQuestion & Look): string {
  const { columns } = size();
  const last = textWidth(wrapText(`? ${message}`, columns).at(-1) ?? '');
  const lines = wrapText(`(${offered})`, columns - 1);
  const isBeside = lines.length === 1 && last + 1 + textWidth(lines[0] ?? '') < columns;
  return `${isBeside ? ' ' : '\n'}${lines.map((line) => colours.dim(line)).join('\n')}`;
}

function faultText(fault: string | undefined, { colours, size }: Look): string {
  if (fault === undefined) return '';
  return wrapText(`> ${fault}`, size().columns)
    .map((line) => colours.bad(line))
    .join('\n');
}

/** Draws a prompt again although nothing of it has changed. */
function useRedraw(): () => void {
  const [times, setTimes] = useState(0);
  return () => setTimes(times + 1);
}

/** The kind of answer to a question, once there is one. */
type Ending = Answer<string>['kind'] | undefined;

/** The text that stays on the screen after a question: only an answer looks like one. */
function outcome(ending: Ending, question: string, answer: string, look: Look): string {
  const { colours, size } = look;
  const shown = ending === 'answer' ? answer : '(back)';
  const head = headOf(question, look);
  // On a line of its own rather than broken in the middle of a word.
  const last = textWidth(wrapText(`? ${question}`, size().columns).at(-1) ?? '');
  const wide = textWidth(shown);
  const gap = last + 1 + wide > size().columns && wide + 2 < size().columns ? '\n  ' : ' ';
  return `${head}${gap}${ending === 'answer' ? colours.accent(shown) : colours.dim(shown)}`;
}

/** Delivers an answer once: also when the input ends, as with Ctrl-D. */
function useSettle(
  done: (answer: Answer<string>) => void,
  finish: (ending: Ending) => void,
): (answer: Answer<string>) => void {
  const settled = useRef(false);
  const settle = (answer: Answer<string>): void => {
    if (settled.current) return;
    settled.current = true;
    finish(answer.kind);
    done(answer);
  };
  useEffect((readline) => {
    // A refused answer would come back with the up arrow, unseen by the prompt.
    readline.on('history', (history) => {
      if (Array.isArray(history)) history.length = 0;
    });
    readline.on('close', () => {
      if (!settled.current) done({ kind: 'closed' });
    });
  }, []);
  return settle;
}

type Row = { readonly heading: string; readonly index: undefined } | { readonly index: number };

/** The visible choices, with a heading where the group changes. */
function rowsOf(choices: ChoiceQuestion['choices'], shown: readonly number[]): Row[] {
  let group: string | undefined;
  return shown.flatMap((index): Row[] => {
    const next = choices[index]?.group;
    const heads =
      next === undefined || next === group ? [] : [{ heading: `--- ${next} ---`, index: undefined }];
    group = next;
    return [...heads, { index }];
  });
}
