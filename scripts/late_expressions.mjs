// Defers a module's top-level regular expressions to their first use: V8 compiles each as soon as it is evaluated, and a command
// needs a few of the hundreds in its file.
import { readFile } from 'node:fs/promises';
import ts from 'typescript';
import { withAsciiPatterns } from './ascii_patterns.mjs';

/** Only a file that may contain one has to be parsed. */
const MAY_HAVE_ONE = /^const [A-Z][A-Z0-9_]* =\s*(?:\/|new RegExp\()/mu;

/** Rewrites the program's own files as they are bundled. A file that goes into several bundles is read once. */
export function lateExpressions() {
  const known = new Map();
  return {
    name: 'late-expressions',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        if (!known.has(path)) known.set(path, rewritten(path));
        return { contents: await known.get(path), loader: 'ts' };
      });
    },
  };
}

async function rewritten(path) {
  const text = await withAsciiPatterns(await readFile(path, 'utf8'), path);
  return withLateExpressions(text, path) ?? text;
}

/**
 * A module whose own expressions (`const NAME = /…/u`, or `new RegExp(…)`, at its top level, not exported) are created at their
 * first use; `undefined` where there is none. A name that is also declared elsewhere in the file is left unchanged.
 */
export function withLateExpressions(text, path = 'module.ts') {
  if (!MAY_HAVE_ONE.test(text)) return undefined;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const own = new Map(file.statements.flatMap(expressionIn));
  const uses = new Map([...own.keys()].map((name) => [name, []]));
  const visit = (node) => {
    if (ts.isIdentifier(node) && own.has(node.text)) {
      if (isUse(node)) uses.get(node.text).push(node);
      else if (node.parent !== own.get(node.text) && !isMember(node)) own.delete(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const edits = [...own].flatMap(([name, declaration]) => {
    const { initializer } = declaration;
    return [
      {
        from: declaration.parent.getStart(file),
        to: declaration.parent.getStart(file),
        put: `let ${name}$made;\n`,
      },
      { from: declaration.name.getStart(file), to: declaration.name.getEnd(), put: `${name}$late` },
      { from: initializer.getStart(file), to: initializer.getStart(file), put: `() => (${name}$made ??= ` },
      { from: initializer.getEnd(), to: initializer.getEnd(), put: ')' },
      ...uses.get(name).map((use) => ({ from: use.getStart(file), to: use.getEnd(), put: `${name}$late()` })),
    ];
  });
  if (edits.length === 0) return undefined;
  edits.sort((a, b) => b.from - a.from || b.to - a.to);
  return edits.reduce((done, { from, to, put }) => done.slice(0, from) + put + done.slice(to), text);
}

/** The expression that a top-level statement of a module declares, by its name. */
function expressionIn(statement) {
  if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return [];
  const { declarations, flags } = statement.declarationList;
  const [declaration] = declarations;
  if ((flags & ts.NodeFlags.Const) === 0 || declarations.length !== 1) return [];
  const { name, initializer, type } = declaration;
  if (!ts.isIdentifier(name) || initializer === undefined || type !== undefined) return [];
  const isMade =
    ts.isRegularExpressionLiteral(initializer) ||
    (ts.isNewExpression(initializer) && initializer.expression.getText() === 'RegExp');
  return isMade ? [[name.text, declaration]] : [];
}

/** Whether a name is used as a value here: called, passed on, or accessed for a property. */
function isUse(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  return (
    ts.isArrayLiteralExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isReturnStatement(parent) ||
    (ts.isArrowFunction(parent) && parent.body === node) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node)
  );
}

/** Whether a name is a property's: `{ NAME: 1 }`, `it.NAME`. */
function isMember(node) {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
