import { nearest } from '../../lib/index.ts';
import type { TemplateFault } from './template_fault.ts';
import type { View } from './view.ts';

/**
 * The names that a template can show: for each, the fields of an item if it is a list, `null` if it is a text.
 *
 * @typeParam Data - the data that the template is rendered with
 */
export type TemplateNames<Data> = {
  readonly [Name in keyof Data]: Data[Name] extends string
    ? null
    : Data[Name] extends readonly (infer Item)[]
      ? readonly (keyof Item)[]
      : never;
};

/** The kind of value behind a name: one text, a list, or several texts with names of their own. */
type Shape =
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'group'; readonly parts: ReadonlyMap<string, Shape> };

/** The names that are in scope at a position of a template. */
type Scope = {
  readonly shape: Shape;
  /** The target of `@root`. */
  readonly root: Shape;
  /** The target of `../`. */
  readonly outer: Scope | undefined;
  /** Names that a block declares with `as |name|`. */
  readonly given: ReadonlyMap<string, Shape>;
  readonly inEach: boolean;
};

/** Checks every name and block of a parsed template against the view, in every branch, whether or not it would be rendered. */
export function checkNames(program: hbs.AST.Program, names: NamesOfAny): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const root = shapeFor(names);
  checkProgram(program, { shape: root, root, outer: undefined, given: new Map(), inEach: false }, faults);
  return faults;
}

/** {@link TemplateNames} of any view. */
export type NamesOfAny = Readonly<Record<string, null | readonly string[]>>;

const TEXT: Shape = { kind: 'text' };

/** The names that the templates of a framework can show. */
export const FRAMEWORK_NAMES: TemplateNames<View> = {
  name: null,
  title: null,
  task: null,
  heading: null,
  description: null,
  done: null,
  persona: null,
  open: ['name'],
  request: ['open', 'text', 'close'],
  settings: ['name', 'text'],
  criteria: ['open', 'text', 'close'],
  material: ['open', 'text', 'close'],
  protocol: null,
  output: null,
  limits: ['label', 'name', 'text'],
  start: null,
};

function shapeFor(names: NamesOfAny): Shape {
  const parts = Object.entries(names).map(([name, items]): [string, Shape] => [
    name,
    items === null ? TEXT : listOf(items),
  ]);
  return { kind: 'group', parts: new Map(parts) };
}

function listOf(parts: readonly string[]): Shape {
  return { kind: 'list', item: { kind: 'group', parts: new Map(parts.map((part) => [part, TEXT])) } };
}

function checkProgram(program: hbs.AST.Program | undefined, scope: Scope, faults: TemplateFault[]): void {
  for (const statement of program?.body ?? []) checkStatement(statement, scope, faults);
}

function checkStatement(statement: hbs.AST.Statement, scope: Scope, faults: TemplateFault[]): void {
  const { type } = statement;
  if (type === 'MustacheStatement') checkText(statement as hbs.AST.MustacheStatement, scope, faults);
  else if (type === 'BlockStatement') checkBlock(statement as hbs.AST.BlockStatement, scope, faults);
  else if (type !== 'ContentStatement' && type !== 'CommentStatement')
    faults.push(misuse(statement, 'A template cannot include or define another.'));
}

/** Checks `{{name}}`, which has to be a text. */
function checkText(
  { path, params, hash }: hbs.AST.MustacheStatement,
  scope: Scope,
  faults: TemplateFault[],
): void {
  const name = nameOf(path);
  if (BLOCKS.has(name)) {
    faults.push(misuse(path, `"${name}" is a block: {{#${name} NAME}} … {{/${name}}}.`));
    return;
  }
  if (params.length > 0 || hash) {
    faults.push(noHelper(path));
    return;
  }
  const shape = shapeOf(path, scope, faults);
  if (shape?.kind === 'list') {
    faults.push(
      misuse(path, `"${name}" is a list, not a text.`, `Loop over it: {{#each ${name}}} … {{/each}}.`),
    );
  } else if (shape?.kind === 'group') {
    faults.push(
      misuse(path, `"${name}" is not a text.`, `Its texts are: ${[...shape.parts.keys()].join(', ')}.`),
    );
  }
}

function checkBlock(block: hbs.AST.BlockStatement, scope: Scope, faults: TemplateFault[]): void {
  const { path, params, program, inverse } = block;
  const name = nameOf(path);
  const isBlock = BLOCKS.has(name);
  const [subject] = isBlock ? params : [path];
  if (isBlock && params.length !== 1) {
    faults.push(misuse(block, `{{#${name}}} needs one name, and has ${params.length}.`));
  } else if (!isBlock && (params.length > 0 || block.hash)) {
    faults.push(noHelper(path));
  } else if (subject) {
    const shape = shapeOf(subject, scope, faults);
    if (name === 'each' && shape && shape.kind !== 'list')
      faults.push(misuse(subject, `"${nameOf(subject)}" is not a list, so {{#each}} finds nothing in it.`));
    // With an unknown name there is nothing to check the content of the block against.
    if (shape) checkProgram(program, innerScope({ name, shape, scope, given: program.blockParams }), faults);
  }
  checkProgram(inverse, scope, faults);
}

/** The names in scope inside a block: a condition changes nothing, other blocks enter the value that they name. */
function innerScope(block: {
  readonly name: string;
  readonly shape: Shape;
  readonly scope: Scope;
  readonly given: readonly string[] | undefined;
}): Scope {
  const { name, shape, scope } = block;
  if (name === 'if' || name === 'unless') return scope;
  const goesThrough = shape.kind === 'list' && name !== 'with';
  const inner = goesThrough ? shape.item : shape;
  const [first, second] = block.given ?? [];
  const given = new Map([
    ...scope.given,
    ...(first === undefined ? [] : [[first, inner] as const]),
    ...(second === undefined ? [] : [[second, TEXT] as const]),
  ]);
  return { ...scope, shape: inner, outer: scope, given, inEach: scope.inEach || goesThrough };
}

/** The kind of value behind a name, or `undefined` after the fault has been recorded. */
function shapeOf(expression: hbs.AST.Expression, scope: Scope, faults: TemplateFault[]): Shape | undefined {
  if (expression.type === 'SubExpression') {
    faults.push(noHelper((expression as hbs.AST.SubExpression).path));
    return undefined;
  }
  if (expression.type !== 'PathExpression')
    return follow([nameOf(expression)], { shape: scope.shape, expression, faults });
  const { data, depth, parts, original } = expression as hbs.AST.PathExpression;
  const names = parts.map(String);
  const [first = '', ...rest] = names;
  if (data) {
    if (first === 'root') return follow(rest, { shape: scope.root, expression, faults });
    if (scope.inEach && EACH_DATA.has(first)) return TEXT;
    faults.push({
      ...unknown(expression, original),
      hint: 'Inside {{#each}} you can use @index, @key, @first and @last.',
    });
    return undefined;
  }
  let from: Scope | undefined = scope;
  for (let step = 0; step < depth; step++) from = from?.outer;
  if (from === undefined) {
    faults.push(misuse(expression, `"${original}" leads outside the data.`));
    return undefined;
  }
  const given = depth === 0 && !/^(?:this\b|[.])/u.test(original) ? scope.given.get(first) : undefined;
  return given
    ? follow(rest, { shape: given, expression, faults })
    : follow(names, { shape: from.shape, expression, faults });
}

/** Follows a name from part to part. */
function follow(
  names: readonly string[],
  start: { readonly shape: Shape; readonly expression: hbs.AST.Expression; readonly faults: TemplateFault[] },
): Shape | undefined {
  let { shape } = start;
  for (const name of names) {
    const next =
      shape.kind === 'group'
        ? shape.parts.get(name)
        : shape.kind === 'list' && name === 'length'
          ? TEXT
          : undefined;
    if (next === undefined) {
      start.faults.push({ ...unknown(start.expression, name), hint: namesThere(name, shape) });
      return undefined;
    }
    shape = next;
  }
  return shape;
}

function namesThere(name: string, shape: Shape): string {
  if (shape.kind === 'text') return 'It would have to be part of a text, which has none.';
  if (shape.kind === 'list') return 'It would have to be part of a list; loop over it with {{#each}}.';
  const names = [...shape.parts.keys()];
  const suggestion = nearest(name, names);
  return `${suggestion ? `Did you mean ${suggestion}? ` : ''}The names are: ${names.join(', ')}.`;
}

const BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each', 'with']);
const EACH_DATA: ReadonlySet<string> = new Set(['index', 'key', 'first', 'last']);

/** A name as written. */
function nameOf(expression: hbs.AST.Expression): string {
  return 'original' in expression ? String(expression.original) : '';
}

function unknown(node: hbs.AST.Node, name: string): TemplateFault {
  return {
    ...placeOf(node),
    code: 'template-unknown-name',
    message: `The template uses "${name}", which does not exist.`,
  };
}

function noHelper(path: hbs.AST.Node): TemplateFault {
  return misuse(
    path,
    `There is no helper "${nameOf(path)}".`,
    'The only blocks are #if, #unless, #each and #with.',
  );
}

function misuse(node: hbs.AST.Node, message: string, hint?: string): TemplateFault {
  return { ...placeOf(node), code: 'template-misuse', message, ...(hint === undefined ? {} : { hint }) };
}

function placeOf({ loc }: hbs.AST.Node) {
  return { line: loc.start.line, column: loc.start.column + 1 };
}
