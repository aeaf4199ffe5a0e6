import type { TemplateName } from '../generated/templates.js';
import type { ComponentName } from '../library/index.ts';

/**
 * The source of text in a generated file.
 *
 * - `component`: a component's text; `line` counts in its text as assembled, from 1
 * - `placeholder`: the text in place of a missing component
 * - `input`: something about an input: its name, its value, its open slot, or a boundary around it
 * - `goal`: the goal's entry in the goal map
 * - `answer`: the user's answers about the framework itself
 * - `frame`: the template, or text that the program itself adds
 */
export type Source =
  | { readonly kind: 'component'; readonly component: ComponentName; readonly line: number | null }
  | { readonly kind: 'placeholder'; readonly component: ComponentName }
  | {
      readonly kind: 'input';
      readonly input: string;
      readonly part: 'name' | 'value' | 'slot' | 'boundary';
      readonly line: number | null;
    }
  | { readonly kind: 'goal'; readonly part: 'name' | 'description' }
  | { readonly kind: 'answer'; readonly part: 'name' | 'title' }
  | { readonly kind: 'frame'; readonly template: TemplateName; readonly part: 'template' | 'start-line' };

/** Identifies a source without its position: lines of one component share it. */
export function sourceKey(source: Source): string {
  switch (source.kind) {
    case 'component':
    case 'placeholder':
      return `${source.kind}/${source.component.kind}/${source.component.file}`;
    case 'input':
      return `input/${source.input}/${source.part}`;
    case 'goal':
    case 'answer':
    case 'frame':
      return `${source.kind}/${source.part}`;
  }
}

/** A source in a few words. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'component':
      return `${source.component.kind} ${source.component.file}`;
    case 'placeholder':
      return `placeholder for the ${source.component.kind} ${source.component.file}`;
    case 'input':
      return source.part === 'value'
        ? `input ${source.input}`
        : `${source.part} of the input ${source.input}`;
    case 'goal':
      return `${source.part} of the goal`;
    case 'answer':
      return `the framework's ${source.part}`;
    case 'frame':
      return source.part === 'template' ? `frame ${source.template}` : 'start line of the frame';
  }
}
