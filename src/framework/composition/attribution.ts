import { failure, type Result, success } from '../../diagnostics/index.ts';
import { linesOf, shortHash } from '../../lib/index.ts';
import type { TemplateName } from '../generated/templates.js';
import { FILES, type RenderedFile, renderFiles, type Templates } from './render.ts';
import type { ResolvedComponent } from './resolve.ts';
import { type Source, sourceKey } from './source.ts';
import type { TemplateProblemCode } from './template_fault.ts';
import type { Block, BlockKind, Slot, View } from './view.ts';

/** A generated file with the sources of each of its lines: at least one, in the order of their text. */
export type AttributedFile = RenderedFile & {
  readonly template: TemplateName;
  readonly lines: readonly AttributedLine[];
};

/** A line with its line feed, if it has one. */
export type AttributedLine = { readonly text: string; readonly sources: readonly Source[] };

/**
 * Renders the two files and attributes each line to its sources.
 *
 * Every text of the view is wrapped in marks that occur in no text, and goes through the same templates; text between two marks
 * came from that text, everything else from the template. A template can only insert a text or test whether it is empty, so that
 * the result without marks equals the ordinary one, byte for byte.
 */
export function attributeFiles(options: {
  readonly templates: Templates;
  readonly view: View;
  readonly slots: readonly Slot[];
  readonly components: readonly ResolvedComponent[];
}): Result<readonly AttributedFile[], TemplateProblemCode> {
  const { templates, view, slots, components } = options;
  const rendered = renderFiles(templates, view);
  if (!rendered.ok) return rendered;
  const marks = new Marks(rendered.value.map(({ text }) => text));
  const marked = renderFiles(templates, markedView(view, { slots, components, marks }));
  if (!marked.ok) return failure(marked.cause, ...marked.problems);
  return success(
    FILES.map(({ file, template }, place) => {
      const lines = marks.take(marked.value[place]?.text ?? '', template);
      return { file, template, text: rendered.value[place]?.text ?? '', lines };
    }),
  );
}

/** Marks that occur in none of some texts, and the source that each represents. */
class Marks {
  readonly #sign: string;
  readonly #sources: Source[] = [];

  constructor(texts: readonly string[]) {
    let id = shortHash(texts.join('\0'));
    while (texts.some((text) => text.includes(OPEN + id))) id += shortHash(id);
    this.#sign = OPEN + id;
  }

  /**
   * Wraps a text in marks; `line` of its source is the line where the text begins. An empty text stays empty, because templates
   * test for that.
   */
  put(text: string, source: Source): string {
    if (text === '') return text;
    this.#sources.push(source);
    return `${this.#sign}${this.#sources.length - 1}${CLOSE}${text}${this.#sign}${CLOSE}`;
  }

  /** Removes the marks from a text and returns its lines, each with its sources. */
  take(text: string, template: TemplateName): AttributedLine[] {
    const lines = new Lines({ kind: 'frame', template, part: 'template' });
    // After splitting at the signs, every piece but the first begins with a mark's number, or with nothing where a mark ends.
    const [first = '', ...rest] = text.split(this.#sign);
    lines.add(first, undefined);
    for (const piece of rest) {
      const end = piece.indexOf(CLOSE);
      lines.add(piece.slice(end + 1), end === 0 ? undefined : this.#sources[Number(piece.slice(0, end))]);
    }
    return lines.all();
  }
}

const OPEN = '\ue000';
const CLOSE = '\ue001';

/** Collects lines from pieces of text with their sources. */
class Lines {
  readonly #frame: Source;
  readonly #lines: AttributedLine[] = [];
  #text = '';
  #sources: Source[] = [];

  constructor(frame: Source) {
    this.#frame = frame;
  }

  /** @param source - without one, the piece is the frame's */
  add(piece: string, source: Source | undefined): void {
    linesOf(piece).forEach((part, offset) => {
      this.#text += part;
      if (source === undefined) this.#addFrame(part);
      else this.#addSource(source, offset, part);
      if (part.endsWith('\n')) this.#end();
    });
  }

  all(): AttributedLine[] {
    if (this.#text !== '') this.#end();
    return this.#lines;
  }

  #addFrame(part: string): void {
    if (part.trim() !== '') this.#push(this.#frame);
  }

  #addSource(source: Source, offset: number, part: string): void {
    // A lone line feed ends a line that others have filled; it is a line of its own only if there is nothing else.
    if (part === '\n' && this.#text !== part) return;
    this.#push('line' in source && source.line !== null ? { ...source, line: source.line + offset } : source);
  }

  #push(source: Source): void {
    if (!this.#sources.some((known) => sourceKey(known) === sourceKey(source))) this.#sources.push(source);
  }

  #end(): void {
    this.#lines.push({ text: this.#text, sources: this.#sources.length > 0 ? this.#sources : [this.#frame] });
    this.#text = '';
    this.#sources = [];
  }
}

/** The view with every text wrapped in marks. */
function markedView(
  view: View,
  {
    slots,
    components,
    marks,
  }: {
    readonly slots: readonly Slot[];
    readonly components: readonly ResolvedComponent[];
    readonly marks: Marks;
  },
): View {
  const ofKind = (kind: string) => components.filter((item) => item.kind === kind);
  const [persona] = ofKind('persona');
  const [protocol] = ofKind('protocol');
  const constraints = ofKind('constraint');
  const wholeProtocol = protocol?.component?.text ?? '';
  const settings = slots.filter(({ input }) => input.kind === 'setting');
  return {
    name: marks.put(view.name, { kind: 'answer', part: 'name' }),
    title: marks.put(view.title, { kind: 'answer', part: 'title' }),
    task: marks.put(view.task, { kind: 'goal', part: 'name' }),
    heading: marks.put(view.heading, { kind: 'goal', part: 'name' }),
    description: marks.put(view.description, { kind: 'goal', part: 'description' }),
    done: marks.put(view.done, sourceOf(protocol, null)),
    persona: marks.put(view.persona, sourceOf(persona, 1)),
    settings: view.settings.map(({ name, text }, place) => ({
      name: marks.put(name, { kind: 'input', input: name, part: 'name', line: null }),
      text: marks.put(text, inputSource(settings[place], name)),
    })),
    open: view.open.map(({ name }) => ({
      name: marks.put(name, { kind: 'input', input: name, part: 'name', line: null }),
    })),
    request: markedBlocks(view.request, slots, 'request', marks),
    criteria: markedBlocks(view.criteria, slots, 'criteria', marks),
    material: markedBlocks(view.material, slots, 'material', marks),
    protocol: marks.put(view.protocol, sourceOf(protocol, 1)),
    // The output contract is the end of the protocol's text, where headings may have had other levels.
    output: marks.put(view.output, sourceOf(protocol, lineCount(wholeProtocol) - lineCount(view.output) + 1)),
    limits: view.limits.map(({ label, name, text }, place) => ({
      label,
      name: marks.put(name, sourceOf(constraints[place], null)),
      text: marks.put(text, sourceOf(constraints[place], 1)),
    })),
    start: marks.put(view.start, { kind: 'frame', template: FILES[1].template, part: 'start-line' }),
  };
}

function markedBlocks(
  blocks: readonly Block[],
  slots: readonly Slot[],
  kind: BlockKind,
  marks: Marks,
): Block[] {
  const own = slots.filter(({ input, boundary }) => input.kind === kind && boundary !== null);
  return blocks.map(({ open, text, close }, place) => {
    const slot = own[place];
    const input = slot?.input.name ?? '';
    const boundary = { kind: 'input', input, part: 'boundary', line: null } as const;
    return {
      open: marks.put(open, boundary),
      text: marks.put(text, inputSource(slot, input)),
      close: marks.put(close, boundary),
    };
  });
}

function inputSource(slot: Slot | undefined, input: string): Source {
  return slot?.filled
    ? { kind: 'input', input, part: 'value', line: 1 }
    : { kind: 'input', input, part: 'slot', line: null };
}

function sourceOf(resolved: ResolvedComponent | undefined, line: number | null): Source {
  const component = { kind: resolved?.kind ?? 'protocol', file: resolved?.file ?? '' } as const;
  return resolved?.component ? { kind: 'component', component, line } : { kind: 'placeholder', component };
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
