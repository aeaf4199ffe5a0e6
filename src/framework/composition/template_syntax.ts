import Handlebars from 'handlebars';
import type { TemplateFault } from './template_fault.ts';

/** Turns a parser's error about a template into a fault with a readable message and a position. */
export function syntaxFault(error: unknown, text: string): TemplateFault {
  const said = error instanceof Error ? error.message : String(error);
  const [, opened, closed, openLine, openColumn] =
    /^(\S+) doesn't match (\S+) - (\d+):(\d+)$/u.exec(said) ?? [];
  if (opened !== undefined) {
    return fault(`The block {{#${opened}}} is closed by {{/${closed}}}.`, {
      line: Number(openLine),
      column: Number(openColumn) + 1,
    });
  }
  const got = /got '(\w+)'$/u.exec(said)?.[1];
  const place = parserPlace();
  if (got === 'EOF') return openBlock(text) ?? fault('The template ends too early.', place);
  if (got === 'OPEN_ENDBLOCK') return fault('A block is closed here that was not opened.', place);
  if (got === 'INVERSE' || got === 'OPEN_INVERSE_CHAIN') return fault('{{else}} is not allowed here.', place);
  if (got === 'CLOSE' || got === 'CLOSE_UNESCAPED')
    return fault('The braces close too early here, or there are too few or too many of them.', place);
  const [, path, line, column] = /^Invalid path: (.+) - (\d+):(\d+)$/su.exec(said) ?? [];
  if (path !== undefined)
    return fault(`"${path}…" is not a name.`, { line: Number(line), column: Number(column) + 1 });
  return fault('This cannot be parsed, or its braces are not closed.', place);
}

type Place = { readonly line: number; readonly column: number };

/**
 * The position where the parser stopped. Its error only has the line; the exact position is left in the lexer that all instances
 * share, and nothing else has run since.
 */
function parserPlace(): Place {
  const { lexer } = (Handlebars as typeof Handlebars & WithParser).Parser;
  return { line: lexer.yylloc.first_line, column: lexer.yylloc.first_column + 1 };
}

/** The members that the library's own types leave out. */
type WithParser = {
  readonly Parser: {
    readonly lexer: { readonly yylloc: { readonly first_line: number; readonly first_column: number } };
  };
};

/** The block that is still open at the template's end; the parser only reports the end. */
function openBlock(text: string): TemplateFault | undefined {
  const open: { readonly name: string; readonly at: number }[] = [];
  for (const match of text.matchAll(
    /\{\{!--[\s\S]*?--\}?~?\}\}|\{\{![^}]*\}\}|\{\{~?([#/])\s*([^\s}~]+)/gu,
  )) {
    const [, mark, name = ''] = match;
    if (mark === '#') open.push({ name, at: match.index });
    else if (mark === '/') open.pop();
  }
  const last = open.at(-1);
  if (last === undefined) return undefined;
  const before = text.slice(0, last.at).split(/\r\n|\n|\r/u);
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return fault(`The block {{#${last.name}}} is not closed.`, place);
}

function fault(message: string, place: Place): TemplateFault {
  return { code: 'template-syntax', message: `The template is not valid: ${message}`, ...place };
}
