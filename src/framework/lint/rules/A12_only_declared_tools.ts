import type { ComponentRule } from '../lint_rule.ts';
import { hitsOf } from '../matches.ts';
import { withoutExamples } from '../prose.ts';

export const A12: ComponentRule = {
  id: 'A12',
  title: 'no tool, file, agent or command that is not declared',
  severity: 'warning',
  applies: ['persona', 'protocol', 'constraint'],
  reason: 'A reader that lacks a tool pretends to use it.',
  bad: 'Query the context manager, search the web, then run `npm test` and read CLAUDE.md.',
  good: '---\nid: example\nkind: persona\nrequires_tools: [npm test, CLAUDE.md]\n---\nAsk for the right tool, run the numbers, read the file that is given, then run `npm test` and read CLAUDE.md.',
  check: ({ text, metadata }) => {
    const declared = Array.isArray(metadata.requires_tools) ? metadata.requires_tools.map(normal) : [];
    const prose = withoutExamples(text);
    return PATTERNS.flatMap((pattern) =>
      hitsOf(prose, {
        pattern,
        counts: (found) => !declared.some((tool) => tool !== '' && normal(found).includes(tool)),
        message: (found) => `It mentions "${found}", which is not among its requires_tools.`,
      }),
    );
  },
};

const PATTERNS = [
  /\b(?:the )?context[- ]manager\b/giu,
  /\b(?:search|browse) the (?:web|internet)\b|\bweb search\b/giu,
  /\b(?:WebSearch|WebFetch|TodoWrite)\b|\b(?:Bash|Grep|Glob|Read|Write|Edit|Task) tool\b|\bMCP (?:server|tool)s?\b/gu,
  /\b(?:sub-?agent|(?!user-)[a-z]{2,30}-agent|[a-z]{2,30} subagent)\b/giu,
  /`(?:npm|npx|yarn|pnpm|git|gh|pip|pytest|python3?|node|docker|kubectl|curl|make|cargo|go|terraform|psql|grep|sed|awk)(?: [^`\n]{1,80})?`/gu,
  /\b(?:read|open|load|consult|update|see|edit|into|in|to) `?[\w./-]{1,60}\.(?:md|json|ya?ml|toml|py|js|ts|sh|csv|sql|html)\b/giu,
];

function normal(value: unknown): string {
  return String(value).toLowerCase().replace(/[_-]/gu, ' ').trim();
}
