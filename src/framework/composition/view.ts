import { type Boundary, chooseBoundary, inWords, looksLikeMarkup, nameBoundary } from '../../lib/index.ts';
import type { GoalParts, Input, InputKind } from '../goal_map/index.ts';
import { lowerHeadings } from './heading_levels.ts';
import { placeholderText } from './placeholder.ts';
import type { ResolvedComponent } from './resolve.ts';
import { interactionOf, startLine } from './start_line.ts';
import { effectiveValue, namedFile, type ValueFiles, type Values } from './values.ts';

/** The data that the two templates can show. Every text in it is data: it is inserted once and never read as a template. */
export type View = {
  readonly name: string;
  readonly title: string;
  /** The goal in words: `review against standards`. */
  readonly task: string;
  /** The same as a heading: `Review against standards`. */
  readonly heading: string;
  readonly description: string;
  /** When the work is done, from the protocol's stop rules; empty if the protocol does not say. */
  readonly done: string;
  readonly persona: string;
  /** The user's own words: one block, or none if the goal has no place for them. */
  readonly request: readonly Block[];
  /** The inputs whose places are still open. */
  readonly open: readonly { readonly name: string }[];
  readonly settings: readonly { readonly name: string; readonly text: string }[];
  readonly criteria: readonly Block[];
  readonly material: readonly Block[];
  /** With its headings below the frame's, as in the output contract. */
  readonly protocol: string;
  /** The output contract; empty if the protocol has none. */
  readonly output: string;
  readonly limits: readonly { readonly label: string; readonly name: string; readonly text: string }[];
  readonly start: string;
};

/** The kinds of input that appear in blocks. */
export type BlockKind = Exclude<InputKind, 'setting'>;

/** A block of user text between its boundaries. */
export type Block = Boundary & { readonly text: string };

/** An input's place in the template. */
export type Slot = {
  readonly input: Input;
  /** The slot's own text, present until it is filled. */
  readonly slot: string;
  readonly boundary: Boundary | null;
  readonly filled: boolean;
  /** The file named in the boundary, whose text is the value. */
  readonly file?: string;
};

/** Composes a framework's texts into a view. Pure: same arguments, same view. */
export function composeView(options: {
  readonly name: string;
  readonly title: string;
  readonly goal: string;
  readonly parts: GoalParts;
  readonly values: Values;
  readonly valueFiles?: ValueFiles;
  readonly components: readonly ResolvedComponent[];
}): { view: View; slots: Slot[] } {
  const { name, title, goal, parts, values, valueFiles = {}, components } = options;
  const texts = new Map(components.map((resolved) => [resolved, textOf(resolved)]));
  const textsOfKind = (kind: string) =>
    components.filter((item) => item.kind === kind).map((item) => texts.get(item) ?? '');
  const slots = placeSlots({
    seed: `${goal}\0${name}`,
    inputs: parts.inputs,
    values,
    valueFiles,
    others: [title, parts.description, ...texts.values()],
  });
  const [whole = ''] = textsOfKind('protocol');
  const { protocol, output } = splitProtocol(lowerHeadings(whole));
  const view: View = {
    name,
    title,
    task: inWords(goal),
    heading: headingOf(goal),
    description: parts.description,
    done: doneRule(protocol),
    persona: textsOfKind('persona')[0] ?? '',
    settings: slots
      .filter(({ input }) => input.kind === 'setting')
      .map((slot) => ({ name: slot.input.name, text: shownIn(slot, values) })),
    open: slots.filter(({ filled }) => !filled).map(({ input }) => ({ name: input.name })),
    request: blocks(slots, 'request', values),
    criteria: blocks(slots, 'criteria', values),
    material: blocks(slots, 'material', values),
    protocol,
    output,
    limits: components
      .filter((item) => item.kind === 'constraint')
      .map((item, index) => ({
        label: `L${index + 1}`,
        name: inWords(stem(item.file)),
        text: texts.get(item) ?? '',
      })),
    start: startLine(
      interactionOf(components.find(({ kind }) => kind === 'protocol')?.component?.metadata ?? {}),
      slots.map(({ input, filled }) => ({ ...input, filled })),
    ),
  };
  return { view, slots };
}

/** A goal's name as the heading of its task. */
function headingOf(goal: string): string {
  const words = inWords(goal);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(resolved: ResolvedComponent): string {
  return resolved.component ? resolved.component.text : placeholderText(resolved);
}

function placeSlots(options: {
  readonly seed: string;
  readonly inputs: readonly Input[];
  readonly values: Values;
  readonly valueFiles: ValueFiles;
  readonly others: readonly string[];
}): Slot[] {
  const { inputs, values, valueFiles } = options;
  const texts = [...Object.values(values), ...Object.values(valueFiles)];
  const taken = [...options.others, ...inputs.map(slotText), ...texts];
  const allMarkup = inputs.some(
    (input) => input.kind === 'setting' && MARKUP.test(effectiveValue(input, values) ?? ''),
  );
  return inputs.map((input) => {
    const filled = Object.hasOwn(values, input.name);
    const slot = slotText(input);
    if (input.kind === 'setting') return { input, slot, boundary: null, filled };
    const value = filled ? (values[input.name] ?? '') : '';
    const plain = looksLikeMarkup(value) || (allMarkup && input.kind === 'material');
    const boundary = chooseBoundary({ input: input.name, seed: options.seed, texts: taken, plain });
    taken.push(boundary.open, boundary.close);
    const file = filled ? namedFile(input, valueFiles) : undefined;
    if (file === undefined) return { input, slot, boundary, filled };
    return { input, slot, boundary: nameBoundary(boundary, file), filled, file };
  });
}

/** Values of a setting that indicate that the material is markup. */
const MARKUP =
  /^(?:markup|templates?|x?html5?|xml|svg|jsx|tsx|vue|svelte|handlebars|jinja2?|erb|twig|markdown)$/i;

/** `<<FILL artifact (required): the work to review>>` */
function slotText(input: Input): string {
  const need =
    input.default !== null ? `optional, default: ${input.default}` : input.required ? 'required' : 'optional';
  return `<<FILL ${input.name} (${need}): ${input.describe}>>`;
}

function shownIn(slot: Slot, values: Values): string {
  return slot.filled ? (values[slot.input.name] ?? '') : slot.slot;
}

function blocks(slots: readonly Slot[], kind: BlockKind, values: Values): Block[] {
  return slots.flatMap((slot) => {
    if (slot.input.kind !== kind || slot.boundary === null) return [];
    const text = shownIn(slot, values);
    return [{ ...slot.boundary, text: text.endsWith('\n') ? text : `${text}\n` }];
  });
}

/** Splits a protocol into its steps and stop rules, and the text after its line `OUTPUT`. */
export function splitProtocol(text: string): { protocol: string; output: string } {
  const line = findOutput(text);
  if (!line) return { protocol: text, output: '' };
  return {
    protocol: text.slice(0, line.start).replace(/(?<![\r\n])[\r\n]+$/u, ''),
    output: text.slice(line.end).replace(/^[\r\n]+/u, ''),
  };
}

/** The start and end of a protocol's line `OUTPUT`. */
export function findOutput(text: string): { readonly start: number; readonly end: number } | undefined {
  const line = /^OUTPUT:?[ \t]*\r?$/mu.exec(text);
  return line ? { start: line.index, end: line.index + line[0].length } : undefined;
}

/** The text of a protocol's `done:` line, with its continuation lines. */
function doneRule(protocol: string): string {
  const match = /^([ \t]*)(?:[-*] )?done:[ \t]*(.+(?:\r?\n\1[ \t]+\S.*)*)/im.exec(protocol);
  return match?.[2]?.replace(/\s+/gu, ' ').trim() ?? '';
}

function stem(file: string): string {
  return file.replace(/\.(txt|md)$/u, '');
}
