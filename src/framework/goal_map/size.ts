import type { Problem } from '../../diagnostics/index.ts';
import type { JsonNode } from '../../lib/index.ts';
import type { JsonDocument } from './document.ts';
import type { GoalMapProblemCode } from './types.ts';

/** Far above any hand-written file; a larger one was made by a machine, and would slow down everything that reads it. */
const MOST_ENTRIES = 1000;
/** In the whole file: each entry may name a component, which is searched in every layer. */
const MOST_IN_ALL = 10_000;

/** Reports each limit that a goal map exceeds, with the position of the first excess entry. Nothing else is checked then. */
export function tooLarge(document: JsonDocument): Problem<GoalMapProblemCode>[] {
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
      const first = children[MOST_ENTRIES];
      if (first !== undefined) {
        const what = node.type === 'array' ? 'A list' : 'An object';
        add(first, `${what} here may have at most ${MOST_ENTRIES} entries; this one has ${children.length}.`);
      }
      for (const child of children) {
        count += 1;
        if (count === MOST_IN_ALL + 1)
          add(child, `A goal map may have at most ${MOST_IN_ALL} entries in all; this one has more.`);
      }
    }
    for (const child of children) if (child.children !== undefined) walk(child);
  };
  walk(document.root);
  return problems;
}
