import { failure, type Problem, type Result, success } from '../../diagnostics/index.ts';
import { hiddenText, type JsonNode } from '../../lib/index.ts';
import { checkGoalMapDocument } from './check_goal_map.ts';
import { type JsonDocument, readJsonDocument } from './document.ts';
import type { Goal, GoalMapProblemCode } from './goal_map.ts';
import { normaliseGoalMap } from './normalise.ts';

/**
 * Parses the goals in a goal map's text.
 *
 * @param file - the name that problems carry
 */
export function parseGoalMap(text: string, file: string): Result<readonly Goal[], GoalMapProblemCode> {
  const document = readJsonDocument(text, file);
  if (!document.ok) return document;
  const large = tooLarge(document.value);
  if (large.length > 0) return { ok: false, cause: 'problems', problems: large };
  const unseen = invisibleTextIn(document.value);
  const wrong = checkGoalMapDocument(document.value);
  if (wrong.length > 0) return { ok: false, cause: 'problems', problems: [...wrong, ...unseen] };
  const { goals, problems } = normaliseGoalMap(document.value);
  if (problems.length + unseen.length > 0)
    return { ok: false, cause: 'problems', problems: [...problems, ...unseen] };
  if (goals.length === 0) {
    return failure('problems', {
      severity: 'error',
      code: 'goal-map-empty',
      message: 'There is no goal here.',
      file,
      ...document.value.positionAt(document.value.root.offset),
    });
  }
  return success(goals);
}

/** Far above any hand-written file; a larger one was made by a machine, and would slow down everything that reads it. */
const MAX_ENTRIES = 1000;
/** In the whole file: each entry may name a component, which is searched in every layer. */
const MAX_IN_ALL = 10_000;

/** Reports each limit that a goal map exceeds, with the position of the first excess entry. Nothing else is checked then. */
function tooLarge(document: JsonDocument): Problem<GoalMapProblemCode>[] {
  const problems: Problem<GoalMapProblemCode>[] = [];
  const add = (node: JsonNode, message: string) => {
    const hint = 'Split it, or check that this is the right file.';
    const place = { file: document.file, ...document.positionAt(node.offset) };
    problems.push({ severity: 'error', code: 'goal-map-too-large', message, ...place, hint });
  };
  let count = 0;
  const walk = (node: JsonNode): void => {
    const children = node.children ?? [];
    // A property has a key and a value, and is not an entry itself.
    if (node.type !== 'property') {
      const first = children[MAX_ENTRIES];
      if (first !== undefined) {
        const what = node.type === 'array' ? 'A list' : 'An object';
        add(first, `${what} here may have at most ${MAX_ENTRIES} entries; this one has ${children.length}.`);
      }
      for (const child of children) {
        count += 1;
        if (count === MAX_IN_ALL + 1)
          add(child, `A goal map may have at most ${MAX_IN_ALL} entries in all; this one has more.`);
      }
    }
    for (const child of children) if (child.children !== undefined) walk(child);
  };
  walk(document.root);
  return problems;
}

/**
 * Finds invisible text in a goal map, literal or escaped: its words reach prompts and screens. Text hidden in comments is
 * ignored, because it goes nowhere.
 */
function invisibleTextIn({ file, root, positionAt }: JsonDocument): Problem<GoalMapProblemCode>[] {
  const problems: Problem<GoalMapProblemCode>[] = [];
  const visit = (node: JsonNode): void => {
    const [first] = typeof node.value === 'string' ? hiddenText(node.value) : [];
    if (first !== undefined)
      problems.push({
        severity: 'error',
        code: 'goal-map-hidden-text',
        message: `It contains invisible text: ${first.what}.`,
        file,
        ...positionAt(node.offset),
        hint: 'Remove it, or use only visible characters.',
      });
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return problems;
}
