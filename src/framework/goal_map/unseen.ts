import type { Problem } from '../../diagnostics/index.ts';
import { hiddenText, type JsonNode } from '../../lib/index.ts';
import type { JsonDocument } from './document.ts';
import type { GoalMapProblemCode } from './types.ts';

/**
 * Finds invisible text in a goal map, literal or escaped: its words reach prompts and screens. Text hidden in comments is
 * ignored, because it goes nowhere.
 */
export function unseenIn({ file, root, positionAt }: JsonDocument): Problem<GoalMapProblemCode>[] {
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
