import { cutToWidth, textWidth } from '../../lib/index.ts';
import type { Choice } from '../../operations/index.ts';

/** The choices that match the text typed so far. */
export type Matches = {
  /** Indexes of the visible choices. */
  readonly shown: readonly number[];
  /** Index of the choice named by its number. */
  readonly named: number | undefined;
  /** Why nothing can be chosen, or `undefined`. */
  readonly fault: string | undefined;
};

/** A number names a choice and hides none; any other text keeps the choices that contain all its words. */
export function matchChoices(choices: readonly Choice[], typed: string): Matches {
  const all = choices.map((_, index) => index);
  const text = typed.trim();
  if (text === '') return { shown: all, named: undefined, fault: undefined };
  if (/^\d+$/u.test(text)) {
    const index = Number(text) - 1;
    if (choices[index]) return { shown: all, named: index, fault: undefined };
    return {
      shown: all,
      named: undefined,
      fault: `There is no ${text}; the numbers are 1 to ${choices.length}.`,
    };
  }
  const words = text.toLowerCase().split(/[\s_]+/u);
  const shown = all.filter((index) => {
    const choice = choices[index];
    const searched = [choice?.label, choice?.description, ...(choice?.keywords ?? [])]
      .join(' ')
      .toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  const fault = shown.length === 0 ? `Nothing matches "${text}".` : undefined;
  return { shown, named: undefined, fault };
}

/** A choice on one line that fits the columns: number, label, and as much of the description as there is room for. */
export function choiceLine(choices: readonly Choice[], index: number, columns: number): string {
  const labels = choices.map((choice, place) => `[${place + 1}] ${choice.label}`);
  const width = Math.max(...labels.map(textWidth));
  const label = labels[index] ?? '';
  const room = columns - width - 3;
  if (room < 20) return cutToWidth(label, columns);
  return `${label}${' '.repeat(width - textWidth(label))}   ${cutToWidth(choices[index]?.description ?? '', room)}`.trimEnd();
}

/** The full description of a choice where {@link choiceLine} had to cut it, else an empty text. */
export function cutDescription(choices: readonly Choice[], index: number, columns: number): string {
  const description = choices[index]?.description ?? '';
  return choiceLine(choices, index, columns).endsWith(description) ? '' : description;
}
