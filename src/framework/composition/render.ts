import Handlebars from 'handlebars/dist/cjs/handlebars.runtime.js';
import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { templates as builtIn, type TemplateName } from '../generated/templates.js';
import type { TemplateProblemCode } from './template_fault.ts';
import type { View } from './view.ts';

/** The generated files, in the order in which a model reads them, each with the template it comes from. */
export const FILES = [
  { file: '00_PERSONA.md', template: '00_PERSONA.md.hbs' },
  { file: '01_PROMPT_TEMPLATE.md', template: '01_PROMPT_TEMPLATE.md.hbs' },
] as const satisfies readonly { file: string; template: TemplateName }[];

/** A generated file. */
export type RenderedFile = { readonly file: string; readonly text: string };

/** A user's template that replaces a shipped one. */
export type TemplateOverride = {
  readonly file: TemplateName;
  /** The file's name as shown to the user. */
  readonly shown: string;
  readonly sha256: string;
  /** The template as compiled by Handlebars. */
  readonly specification: object;
};

/** The templates that a framework is rendered with, with the hash of each. */
export type Templates = {
  readonly hashes: readonly {
    readonly file: string;
    /** Shipped, or the user's own. */
    readonly origin: 'seed' | 'hand';
    readonly sha256: string;
  }[];
  /** The template's name as shown to the user; a shipped one by its name alone. */
  readonly shown: (name: TemplateName) => string;
  /** @throws Handlebars' exception when the template uses a name that the view does not have */
  readonly render: (name: TemplateName, view: View) => string;
};

/** The shipped templates, with a user's own in place of those they override. */
export function useTemplates(overrides: readonly TemplateOverride[]): Templates {
  const overrideOf = (name: TemplateName) => overrides.find((override) => override.file === name);
  return {
    hashes: FILES.map(({ template }) => {
      const own = overrideOf(template);
      const origin = own === undefined ? 'seed' : 'hand';
      return { file: template, origin, sha256: own?.sha256 ?? builtIn[template].sha256 };
    }),
    shown: (name) => overrideOf(name)?.shown ?? name,
    render: (name, view) => {
      const own = overrideOf(name)?.specification;
      // The shipped ones are known to use no other names, and the guard would slow down every start.
      return own
        ? Handlebars.template(own)(strictly(view))
        : Handlebars.template(builtIn[name].specification)(view);
    },
  };
}

/**
 * Wraps data so that every unknown name is an error: also in `{{#if name}}`, where Handlebars would treat it as false, and for
 * names that every object inherits. So is a template whose nested lists would practically never end.
 */
export function strictly(data: object): object {
  const entries = Object.values(data).reduce<number>(
    (sum, value: unknown) => sum + (Array.isArray(value) ? value.length : 0),
    0,
  );
  return guarded(data, { left: MAX_LOOKS + LOOKS_PER_ENTRY * entries });
}

/** The most lookups of one template: many times as many as going through every list a few times takes. */
const MAX_LOOKS = 50_000;
const LOOKS_PER_ENTRY = 50;

function guarded(data: object, looks: { left: number }): object {
  return new Proxy(data, {
    has: (target, key) => Object.hasOwn(target, key),
    get: (target, key) => {
      if (key === Symbol.toPrimitive) return () => 'the view';
      looks.left -= 1;
      if (looks.left < 0) throw new Error('It nests too many lists within lists');
      if (typeof key === 'string' && !Object.hasOwn(target, key))
        throw new Error(`"${key}" not defined in the view`);
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'object' && value !== null ? guarded(value, looks) : value;
    },
  });
}

/** Renders the two files. Values are inserted once, verbatim: nothing is escaped, scanned again or indented. */
export function renderFiles(
  templates: Templates,
  view: View,
): Result<readonly RenderedFile[], TemplateProblemCode> {
  const rendered: RenderedFile[] = [];
  const problems: Problem<TemplateProblemCode>[] = [];
  for (const { file, template } of FILES) {
    try {
      const text = templates.render(template, view);
      if (text.trim() === '') problems.push(cameToNothing(templates.shown(template)));
      rendered.push({ file, text });
    } catch (error) {
      problems.push(renderProblem(error, templates.shown(template)));
    }
  }
  return problems.length === 0 ? success(rendered) : failure('problems', ...problems);
}

function cameToNothing(file: string): Problem<TemplateProblemCode> {
  return {
    severity: 'error',
    code: 'template-empty',
    message: 'The template renders to nothing: the file would be empty.',
    file,
    hint: 'Let it show something for every goal: text outside all conditions.',
  };
}

/** The problem of a template whose names were already checked: one that only the data of a rendering can reveal. */
export function renderProblem(error: unknown, file: string): Problem<TemplateProblemCode> {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const place = / - (\d+):(\d+)$/u.exec(message);
  return {
    severity: 'error',
    code: 'template-failed',
    message: `The template cannot be rendered: ${message.replace(/ - \d+:\d+$/u, '')}.`,
    file,
    ...(place ? { line: Number(place[1]), column: Number(place[2]) + 1 } : {}),
  };
}
