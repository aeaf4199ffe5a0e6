import { withThousands } from '../../lib/index.ts';
import { MAX_CONTEXT } from '../document/plan_context.ts';
import { examplePlan } from './example.ts';
import type { PlanRule } from './plan_rule.ts';

export const contextTooLong: PlanRule = {
  id: 'context-too-long',
  title: 'the context leaves room for the phase in each prompt',
  severity: 'warning',
  reason: 'Every prompt shows all of it, and a phase is lost in a long text about everything.',
  bad: withContext(MAX_CONTEXT + 1),
  good: withContext(MAX_CONTEXT),
  check: ({ plan: { context } }) =>
    context === undefined || context.value.length <= MAX_CONTEXT
      ? []
      : [
          {
            ...{ line: context.line, column: context.column },
            message: `The context has ${withThousands(context.value.length)} characters, more than ${withThousands(MAX_CONTEXT)}.`,
            hint: 'Every prompt shows all of it: shorten it, or move what concerns single phases to them.',
          },
        ],
};

function withContext(length: number): string {
  return examplePlan({}).replace('## Phases', `## Context\n\n${'x'.repeat(length)}\n\n## Phases`);
}
