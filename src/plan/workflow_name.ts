/** A workflow as a plan names it: `REVIEW_AGAINST_STANDARDS`, or with a variant `REVIEW_AGAINST_STANDARDS (document)`. */
export type WorkflowName = { readonly goal: string; readonly variant: string | undefined };

/** Splits a plan's `Workflow`. */
export function workflowName(text: string): WorkflowName {
  const [, goal = text, variant] = /^([^()]+?)[ \t]*\(([^()]+)\)$/u.exec(text.slice(0, LONGEST)) ?? [];
  return { goal, variant: variant?.trim() };
}

/** A longer text names nothing, and is not searched. */
const LONGEST = 300;
