import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useEffect,
  useKeypress,
  usePagination,
  useRef,
  useState,
} from '@inquirer/core';
import type { Palette } from '../terminal/index.ts';
import type { Answer, ChoiceQuestion, TextQuestion } from './answer.ts';
import { choiceLine, cutDescription, matchChoices } from './choose.ts';

/** How a prompt is drawn. */
type Look = {
  readonly colours: Palette;
  readonly size: () => { readonly columns: number; readonly rows: number };
};

/** Asks for one line. Enter takes the default, Escape steps back, the end of input closes. */
export const askText = createPrompt<Answer<string>, TextQuestion & Look>((config, done) => {
  const { message, check, colours } = config;
  const [finished, setFinished] = useState(false);
  const [value, setValue] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const settle = useSettle(done, () => setFinished(true));
  useKeypress((key, readline) => {
    if (key.name === 'escape') return settle({ kind: 'back' });
    if (!isEnterKey(key)) {
      setFault(undefined);
      return setValue(readline.line);
    }
    const answer = value.trim() === '' ? config.default : value.trim();
    const wrong = check(answer);
    if (wrong === undefined) {
      setValue(answer);
      return settle({ kind: 'answer', value: answer });
    }
    readline.write(value);
    setFault(wrong);
  });
  const shown = finished ? colours.accent(value) : value;
  const offered = value === '' && !finished ? colours.dim(`(${config.default}) `) : '';
  return [
    `${colours.accent('?')} ${colours.bold(message)} ${offered}${shown}`,
    fault ? colours.bad(`> ${fault}`) : '',
  ];
});

/** Asks for one of several: by number, by text, or with the arrows. Enter takes it, Escape steps back. */
export const askChoice = createPrompt<Answer<string>, ChoiceQuestion & Look>((config, done) => {
  const { message, choices, colours, size } = config;
  const first = Math.max(
    0,
    choices.findIndex((choice) => choice.value === config.default),
  );
  const [finished, setFinished] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(first);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const settle = useSettle(done, () => setFinished(true));
  const matches = matchChoices(choices, typed);
  useKeypress((key, readline) => {
    if (key.name === 'escape') return settle({ kind: 'back' });
    if (isEnterKey(key)) {
      const chosen = choices[active];
      if (matches.fault === undefined && chosen) return settle({ kind: 'answer', value: chosen.value });
      readline.write(typed);
      return setFault(matches.fault);
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
  const page = usePagination({
    items,
    active: Math.max(
      0,
      items.findIndex((item) => item.index === active),
    ),
    pageSize: Math.max(3, Math.min(items.length, rows - 7)),
    loop: false,
    renderItem: ({ item, isActive }) => {
      if (item.index === undefined) return `  ${colours.dim(item.heading)}`;
      const line = choiceLine(choices, item.index, columns - 3);
      return isActive ? colours.accent(`> ${line}`) : `  ${line}`;
    },
  });
  const head = `${colours.accent('?')} ${colours.bold(message)}`;
  if (finished) return `${head} ${colours.accent(choices[active]?.label ?? '')}`;
  const below = [
    ...(matches.shown.length > 0 ? [page] : []),
    cutDescription(choices, active, columns - 3),
    (fault ?? matches.fault) ? colours.bad(`> ${fault ?? matches.fault}`) : '',
    colours.dim(
      columns < 60
        ? 'Number, text or arrows; Enter; Esc'
        : 'Type a number or text, or use the arrows. Enter chooses, Esc goes back.',
    ),
  ];
  return [`${head} ${typed}`, below.filter((line) => line !== '').join('\n')];
});

/** Hands over an answer once: also when the input ends, as Ctrl-D makes it do. */
function useSettle(
  done: (answer: Answer<string>) => void,
  finish: () => void,
): (answer: Answer<string>) => void {
  const settled = useRef(false);
  const settle = (answer: Answer<string>): void => {
    if (settled.current) return;
    settled.current = true;
    finish();
    done(answer);
  };
  useEffect((readline) => {
    readline.on('close', () => {
      if (!settled.current) done({ kind: 'closed' });
    });
  }, []);
  return settle;
}

type Row = { readonly heading: string; readonly index: undefined } | { readonly index: number };

/** The choices that are shown, with a heading where the group changes. */
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
