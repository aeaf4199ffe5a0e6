import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { gitConflicts, type HiddenText, hiddenText } from '../../lib/index.ts';
import type { ComponentProblemCode, FrontMatter } from './component.ts';

/** A parsed component file. */
export type ParsedComponent = { readonly metadata: FrontMatter; readonly text: string };

/** Cache of parsed components: a goal's cases, and many goals, use the same few. */
const parsed = new Map<string, Promise<Result<ParsedComponent, ComponentProblemCode>>>();

/** Number of components in the cache: more than a library usually has. */
const MAX_PARSED = 250;

/** Longer ones are parsed each time, so that the cache stays small, in UTF-16 code units. */
const LONGEST_PARSED = 16_384;

/**
 * Parses a component's file into front matter and text. The text's own bytes are kept; only the line ends at its end are removed,
 * and blank lines between front matter and text.
 *
 * @param file - the name that problems carry
 */
export function parseComponent(
  source: string,
  file: string,
): Promise<Result<ParsedComponent, ComponentProblemCode>> {
  if (source.length > LONGEST_PARSED) return parseAnew(source, file);
  const key = `${file}\0${source}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const made = parseAnew(source, file);
  parsed.set(key, made);
  return made;
}

async function parseAnew(
  source: string,
  file: string,
): Promise<Result<ParsedComponent, ComponentProblemCode>> {
  const conflicts = gitConflicts(source);
  if (conflicts.length > 0)
    return failure(
      'problems',
      conflictIn(file, conflicts[0]),
      ...conflicts.slice(1).map((line) => conflictIn(file, line)),
    );
  const parts = splitFrontMatter(source);
  // Only the text reaches a model; front matter may contain somebody's description, as typed.
  const before = source.slice(0, source.length - (parts?.body ?? source).length).split('\n').length - 1;
  const [hidden, ...more] = hiddenText(source)
    .filter(({ line }) => line > before)
    .map((found) => hiddenIn(file, found));
  if (hidden) return failure('problems', hidden, ...more);
  if (parts === undefined) return withText({}, source, file);
  const { readFrontMatter } = await import('./front_matter.ts');
  const metadata = readFrontMatter(parts.yaml, file);
  if (metadata === 'not-front-matter') return withText({}, source, file);
  if (!metadata.ok) return metadata;
  return withText(metadata.value, parts.body, file);
}

/** The problem of hidden text, which a person who looks at the component cannot see. */
function hiddenIn(file: string, { line, column, what }: HiddenText): Problem<ComponentProblemCode> {
  return {
    severity: 'error',
    code: 'component-hidden-text',
    message: `It contains invisible text: ${what}.`,
    file,
    line,
    column,
    hint: 'Remove it, or use only visible characters.',
  };
}

/** The problem of a merge conflict, both sides of which would instruct a model. */
function conflictIn(file: string, line: number | undefined): Problem<ComponentProblemCode> {
  return {
    severity: 'error',
    code: 'component-conflict',
    message: 'A git merge conflict is not resolved yet.',
    file,
    ...(line === undefined ? {} : { line }),
    hint: 'Choose which text to keep and remove the markers.',
  };
}

function withText(
  metadata: FrontMatter,
  body: string,
  file: string,
): Result<ParsedComponent, ComponentProblemCode> {
  const text = body.replace(/(?<![\r\n])[\r\n]+$/u, '');
  if (text.trim() !== '') return success({ metadata, text });
  return failure('problems', {
    severity: 'error',
    code: 'component-empty',
    message: 'The component has no text.',
    file,
    hint: 'Write its text, or remove the file so that another layer is used.',
  });
}

/** Splits off the YAML between a first line `---` and the next such line; `undefined` without such a block. */
export function splitFrontMatter(source: string): { yaml: string; body: string } | undefined {
  const opening = /^---[ \t]*\r?\n/u.exec(source);
  if (!opening) return undefined;
  const closing = /(?<![^\n])---[ \t]*(?:\r?\n|$)/u.exec(source.slice(opening[0].length));
  if (!closing) return undefined;
  const end = opening[0].length + closing.index;
  return {
    yaml: source.slice(opening[0].length, end),
    body: source.slice(end + closing[0].length).replace(/^(?:[ \t]*\r?\n)+/u, ''),
  };
}
