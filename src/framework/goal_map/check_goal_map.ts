import type { ErrorObject } from 'ajv';
import type { Node } from 'jsonc-parser';
import type { Problem } from '../../diagnostics/index.ts';
import { nearest } from '../../lib/index.ts';
import { validateGoalMap } from '../generated/validators.js';
import { type JsonDocument, nodeAt, plainValue, propertiesOf } from './document.ts';
import type { GoalMapProblemCode } from './goal_map.ts';

type GoalMapProblem = Problem<GoalMapProblemCode>;

/** All faults in the form of a goal map: names, duplicates, and violations of its schema. */
export function checkGoalMapDocument(document: JsonDocument): GoalMapProblem[] {
  const names = checkNames(document);
  const misplaced = goalsOutsideCategories(document);
  const problems = [...names, ...misplaced.problems, ...halfCharacters(document, document.root)];
  const value = plainValue(document.root);
  if (!validateGoalMap(value)) {
    for (const error of relevantErrors(validateGoalMap.errors ?? [], document.root)) {
      if (misplaced.pointers.some((pointer) => `${error.instancePath}/`.startsWith(`${pointer}/`))) continue;
      problems.push(schemaProblem(error, document));
    }
  }
  return problems;
}

/** The allowed names of goals, variants and inputs; an input's name becomes a tag in the prompt. */
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u;

function checkNames(document: JsonDocument): GoalMapProblem[] {
  const problems = duplicateKeys(document, document.root);
  const goals = new Map<string, { readonly keyNode: Node; readonly category: Node }>();
  for (const category of propertiesOf(document.root)) {
    if (category.key === '$schema') continue;
    if (category.key.trim() === '' || category.key === '__proto__' || category.key.length > 100) {
      problems.push(
        badName(document, category.keyNode, 'category', 'any text of 1 to 100 characters but "__proto__"'),
      );
    }
    for (const goal of propertiesOf(category.value)) {
      if (!NAME.test(goal.key)) problems.push(badName(document, goal.keyNode, 'goal', RULE));
      const first = goals.get(goal.key.toUpperCase());
      const isSameKey = first?.keyNode.value === goal.key && first.category === category.value;
      if (first !== undefined && !isSameKey) {
        const { line } = document.positionAt(first.keyNode.offset);
        const message = `The goal ${quoted(goal.key)} already exists at line ${line}; upper and lower case are not distinguished.`;
        problems.push(
          problemAt(document, goal.keyNode, 'goal-map-duplicate-goal', message, 'Rename one of the two.'),
        );
      }
      goals.set(goal.key.toUpperCase(), { keyNode: goal.keyNode, category: category.value });
      for (const field of propertiesOf(goal.value)) {
        if (field.key !== 'inputs' && field.key !== 'variants') continue;
        const what = field.key === 'inputs' ? 'input' : 'variant';
        for (const named of propertiesOf(field.value)) {
          if (!NAME.test(named.key)) problems.push(badName(document, named.keyNode, what, RULE));
          if (what === 'input') continue;
          const inputs = propertiesOf(named.value).find((property) => property.key === 'inputs');
          for (const input of propertiesOf(inputs?.value)) {
            if (!NAME.test(input.key)) problems.push(badName(document, input.keyNode, 'input', RULE));
          }
        }
      }
    }
  }
  return problems;
}

const RULE = 'a letter, then letters, digits, _ or -, at most 64 in all';

function duplicateKeys(document: JsonDocument, node: Node): GoalMapProblem[] {
  const problems: GoalMapProblem[] = [];
  const seen = new Map<string, Node>();
  for (const { key, keyNode, value } of propertiesOf(node)) {
    const first = seen.get(key);
    if (first !== undefined) {
      const { line } = document.positionAt(first.offset);
      const message = `${quoted(key)} is here twice; the first is at line ${line}.`;
      problems.push(
        problemAt(document, keyNode, 'goal-map-duplicate-key', message, 'Remove or rename one of the two.'),
      );
    }
    seen.set(key, keyNode);
    for (const each of duplicateKeys(document, value)) problems.push(each);
  }
  if (node.type === 'array')
    for (const item of node.children ?? [])
      for (const each of duplicateKeys(document, item)) problems.push(each);
  return problems;
}

/**
 * Finds texts with half of a surrogate pair, which no file can hold: the written text would differ from the one that was read.
 */
function halfCharacters(document: JsonDocument, node: Node): GoalMapProblem[] {
  if (node.type !== 'string')
    return (node.children ?? []).flatMap((child) => halfCharacters(document, child));
  if (!/[\ud800-\udfff]/u.test(String(node.value))) return [];
  const message = 'This text contains half of a character (one \\uD800 to \\uDFFF alone).';
  return [
    problemAt(document, node, 'goal-map-bad-value', message, 'Write both halves, or the character itself.'),
  ];
}

/** A goal directly under the root is one mistake, not the five that the schema would report. */
function goalsOutsideCategories(document: JsonDocument): { problems: GoalMapProblem[]; pointers: string[] } {
  const stray = propertiesOf(document.root).filter(
    ({ key, value }) =>
      key !== '$schema' &&
      propertiesOf(value).some((field) => GOAL_FIELDS.includes(field.key) && field.value.type !== 'object'),
  );
  return {
    problems: stray.map(({ key, keyNode }) =>
      problemAt(
        document,
        keyNode,
        'goal-map-bad-value',
        `${quoted(key)} looks like a goal, but is where a category is expected.`,
        `Put it inside a category: { "My goals": { ${quoted(key)}: { … } } }`,
      ),
    ),
    pointers: stray.map(({ key }) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  };
}

const GOAL_FIELDS = ['description', 'persona', 'protocol', 'constraints', 'variants', 'inputs', 'keywords'];

/** JSON Pointers of constraints, and of inputs or variants, within a goal. */
const CONSTRAINT = /^\/[^/]*\/[^/]*(?:\/variants\/[^/]*)?\/constraints\/\d+$/u;
const INPUT = /^\/[^/]*\/[^/]*(?:\/variants\/[^/]*)?\/inputs\/[^/]*$/u;
const VARIANT = /^\/[^/]*\/[^/]*\/variants\/[^/]*$/u;

/** JSON Pointers of the request's description, and of its kind. */
const REQUEST_INPUT = /^\/[^/]*\/[^/]*(?:\/variants\/[^/]*)?\/inputs\/request$/u;
const REQUEST_KIND = /\/inputs\/request\/kind$/u;

/** Reduces the errors of a constraint that fits neither form to those of the intended form. */
function relevantErrors(errors: readonly ErrorObject[], root: Node): ErrorObject[] {
  return errors.filter((error) => {
    if (error.keyword === 'anyOf') return false;
    if (!CONSTRAINT.test(error.instancePath)) return true;
    const isObject = nodeAt(root, error.instancePath).type === 'object';
    return isObject !== error.schemaPath.startsWith('#/definitions/componentFile');
  });
}

function schemaProblem(error: ErrorObject, document: JsonDocument): GoalMapProblem {
  const node = nodeAt(document.root, error.instancePath);
  const where = place(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const keyNode = propertiesOf(node).find((property) => property.key === key)?.keyNode ?? node;
      const known = knownKeys(error.instancePath);
      const suggestion = nearest(key, known);
      const message = `${quoted(key)} is not a field of ${where}.`;
      const hint = suggestion ? `Did you mean "${suggestion}"?` : `The fields are: ${known.join(', ')}.`;
      return problemAt(document, keyNode, 'goal-map-unknown-key', message, hint);
    }
    case 'required': {
      const key = String(error.params.missingProperty);
      return problemAt(
        document,
        node,
        'goal-map-missing-key',
        `${capital(where)} has no "${key}".`,
        `Add "${key}".`,
      );
    }
    case 'pattern':
      if (error.schemaPath.startsWith('#/definitions/componentFile'))
        return fileNameProblem(document, node, where);
      return problemAt(
        document,
        node,
        'goal-map-bad-value',
        `${capital(where)} must be one line without control characters.`,
      );
    case 'type':
      return problemAt(
        document,
        node,
        'goal-map-bad-value',
        `${capital(where)} must be ${TYPES[String(error.params.type)] ?? error.params.type}, not ${TYPES[node.type] ?? node.type}.`,
      );
    case 'enum':
      if (REQUEST_KIND.test(error.instancePath)) return requestProblem(document, node, where);
      return enumProblem(document, node, where, error);
    case 'minProperties':
      if (error.instancePath !== '') break;
      return problemAt(document, node, 'goal-map-empty', 'There is no category and no goal here.');
  }
  const rule = LIMITS[error.keyword]?.(Number(error.params.limit)) ?? error.message ?? 'is not valid';
  return problemAt(document, node, 'goal-map-bad-value', `${capital(where)} ${rule}.`);
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'an object { … }',
  array: 'a list [ … ]',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  null: 'null',
};

const LIMITS: Readonly<Record<string, (limit: number) => string>> = {
  minLength: () => 'must not be empty',
  maxLength: (limit) => `must have at most ${limit} characters`,
  minItems: () => 'must name at least one value',
  minProperties: () => 'must name at least one input',
};

function enumProblem(document: JsonDocument, node: Node, where: string, error: ErrorObject): GoalMapProblem {
  const allowed = (error.params.allowedValues as unknown[]).map(String);
  const suggestion = typeof node.value === 'string' ? nearest(node.value, allowed) : undefined;
  return problemAt(
    document,
    node,
    'goal-map-bad-value',
    `${capital(where)} must be one of: ${allowed.join(', ')}.`,
    suggestion && `Did you mean "${suggestion}"?`,
  );
}

function requestProblem(document: JsonDocument, node: Node, where: string): GoalMapProblem {
  const message = `${capital(where)} cannot be ${quoted(String(node.value))}: the input "request" is the user's own words in every goal.`;
  const hint = 'Leave "kind" out, or give this input another name.';
  return problemAt(document, node, 'goal-map-bad-value', message, hint);
}

function fileNameProblem(document: JsonDocument, node: Node, where: string): GoalMapProblem {
  const name = String(node.value);
  const stem = name.split(/[\\/]/u).at(-1) ?? '';
  const isPath = /[\\/]/u.test(name);
  const message = isPath
    ? `${capital(where)} is ${quoted(name)}, which is a path; a component is named by its file name alone.`
    : `${capital(where)} is ${quoted(name)}, which is not a component's file name (letters, digits, _ and -, then .txt or .md).`;
  const clean = stem
    .slice(0, 200)
    .replace(/\.(txt|md)$/iu, '')
    .replace(/[^A-Za-z0-9_-]+/gu, '_')
    .replace(/^_+|_+$/gu, '')
    .slice(0, 100);
  const hint = clean === '' ? undefined : `Write "${clean}${/\.md$/iu.test(stem) ? '.md' : '.txt'}".`;
  return problemAt(document, node, 'goal-map-file-name', message, hint);
}

function knownKeys(pointer: string): string[] {
  if (REQUEST_INPUT.test(pointer)) return ['describe', 'kind'];
  if (INPUT.test(pointer)) return ['kind', 'required', 'default', 'describe'];
  if (CONSTRAINT.test(pointer)) return ['use', 'when'];
  return VARIANT.test(pointer) ? GOAL_FIELDS.filter((field) => field !== 'variants') : GOAL_FIELDS;
}

/** A JSON Pointer in readable form: `REVIEW_AGAINST_STANDARDS, persona`. */
function place(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (parts.length === 0) return 'the goal map';
  if (parts.length === 1)
    return parts[0] === '$schema' ? '"$schema"' : `the category ${quoted(parts[0] ?? '')}`;
  const [, goal = '', ...rest] = parts;
  const within = rest.map((part) => (/^\d+$/u.test(part) ? `item ${Number(part) + 1}` : part)).join(' › ');
  return within === '' ? `the goal ${quoted(goal)}` : `${within} of ${quoted(goal)}`;
}

function badName(document: JsonDocument, node: Node, what: string, rule: string): GoalMapProblem {
  const message = `${quoted(String(node.value))} cannot be the name of ${/^[aeiou]/u.test(what) ? 'an' : 'a'} ${what}.`;
  return problemAt(document, node, 'goal-map-bad-name', message, `A name is ${rule}.`);
}

function problemAt(
  document: JsonDocument,
  node: Node,
  code: GoalMapProblemCode,
  message: string,
  hint?: string,
): GoalMapProblem {
  const located = {
    severity: 'error',
    code,
    message,
    file: document.file,
    ...document.positionAt(node.offset),
  } as const;
  return hint ? { ...located, hint } : located;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
