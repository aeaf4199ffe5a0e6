import { codeSpansIn } from '../document/inline.ts';
import { examplePlan } from './example.ts';
import { quoted } from './phase_names.ts';
import type { PlanRule } from './plan_rule.ts';

export const gateSeveralCommands: PlanRule = {
  id: 'gate-several-commands',
  title: 'no gate has more than one command',
  severity: 'warning',
  reason: 'Only one command is run for a gate, so whatever another would find goes unnoticed.',
  bad: examplePlan({ gates: '- [ ] Clean and tested: `npm run lint` and `npm test`' }),
  good: examplePlan({
    gates: '- [ ] Clean: `npm run lint`\n- [ ] Tested, `src/a.ts` too: `npm test && make check`',
  }),
  check: ({ plan }) =>
    plan.phases.flatMap(({ gates }) =>
      gates.flatMap(({ text, command }) => {
        // Nearly all gates have one code span: looking for more of them would cost more than all other rules.
        if (command === undefined || text.lastIndexOf('`') - text.indexOf('`') <= command.value.length + 1)
          return [];
        const [other] = commandsIn(text).filter((candidate) => candidate !== command.value);
        if (other === undefined) return [];
        return [
          {
            line: command.line,
            column: command.column,
            message: `This gate runs only ${quoted(command.value)}, not ${quoted(other)}.`,
            hint: 'Make each command its own gate, or join them in one code span: `npm run lint && npm test`.',
          },
        ];
      }),
    ),
};

/** The code spans that are commands without doubt. Gates name files, functions and answers in code spans as well. */
function commandsIn(text: string): string[] {
  return codeSpansIn(text)
    .map(({ content }) => content.trim())
    .filter((content) => RUNNERS.test(content));
}

const RUNNERS =
  /^(?:(?:npm|npx|pnpm|yarn|bun|bunx|deno|node|tsx|cargo|go|make|just|python3?|pip|uv|poetry|tox|ruff|mypy|docker|git|curl|bash|sh|mvn|gradle|\.\/gradlew|dotnet|bundle|rake|composer|terraform|kubectl|helm|test|grep)\s+\S|(?:pytest|tsc|eslint|biome|vitest|jest|make|tox|rspec|phpunit)(?:\s|$))/u;
