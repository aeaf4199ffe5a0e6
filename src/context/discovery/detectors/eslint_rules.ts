import type { Detector } from '../detector.ts';
import type { Fact } from '../fact.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import { listed, ruleFact } from '../reading/rule_facts.ts';
import type { Sources } from '../sources.ts';

/** The rules that a flat configuration of ESLint turns off or reports as errors, for all files. */
export const eslintRules: Detector = {
  name: 'eslint-rules',
  detect(sources: Sources): Fact[] {
    const path = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts']
      .map((ending) => `eslint.config.${ending}`)
      .find((each) => sources.has(each));
    const rules = path === undefined ? [] : rulesIn(matchesInScript(sources.read(path), /^(.*)$/u));
    return LEVELS.flatMap(([level, pattern, says]) => {
      const found = rules.filter((rule) => pattern.test(rule.level));
      const [first] = found;
      return path === undefined || first === undefined
        ? []
        : [
            ruleFact(
              'ESLint',
              level,
              `ESLint ${says} ${listed(found.map(({ name }) => name))}`,
              path,
              first.line,
            ),
          ];
    });
  },
};

const LEVELS = [
  ['errors', /^(?:error|2)$/u, 'reports as errors'],
  ['off', /^(?:off|0)$/u, 'turns off'],
] as const;

type Rule = { readonly name: string; readonly level: string; readonly line: number };

/** An object of the configuration: the depth of brackets at which it begins, and what it sets. */
type Block = { readonly depth: number; readonly rules: Rule[]; isForSome: boolean; rulesAt?: number };

/**
 * The rules in objects without `files`; of one that several set, the last counts. What is written in another way than one rule
 * a line is left out.
 */
function rulesIn(lines: ReturnType<typeof matchesInScript>): Rule[] {
  const open: Block[] = [];
  const all: Block[] = [];
  let depth = 0;
  for (const {
    groups: [whole = ''],
    line: number,
  } of lines) {
    const line = whole.replace(/(?:^|\s)\/\/.*$/u, '');
    const block = open.at(-1);
    if (block !== undefined && depth === block.depth + 1 && /^\s*["']?files["']?:/u.test(line))
      block.isForSome = true;
    const [, name, level] =
      /^\s*(?:["']?rules["']?:\s*\{\s*)?["']?((?:@?[\w.-]+\/)*[\w-]+)["']?:\s*\[?\s*["']?(off|warn|error|[012])["']?(?=\s*[,\]}]|$)/u.exec(
        line,
      ) ?? [];
    const within = open.findLast((each) => each.rulesAt !== undefined);
    const isRules = /^\s*["']?rules["']?:\s*\{/u.test(line);
    if (isRules && block !== undefined) block.rulesAt = depth;
    const holder = isRules ? block : within;
    if (name !== undefined && level !== undefined && holder?.rulesAt !== undefined)
      if (isRules || depth === holder.rulesAt + 1) holder.rules.push({ name, level, line: number });
    for (const sign of line.replace(/'[^']*'|"[^"]*"/gu, '')) {
      if (sign === '{' && !isRules) {
        const next: Block = { depth, rules: [], isForSome: false };
        open.push(next);
        all.push(next);
      }
      if ('{[('.includes(sign)) depth++;
      if ('}])'.includes(sign)) depth--;
      while (open.length > 0 && depth <= (open.at(-1)?.depth ?? 0)) open.pop();
    }
    if (block?.rulesAt !== undefined && depth <= block.rulesAt) delete block.rulesAt;
  }
  const forAll = all.filter(({ isForSome }) => !isForSome).flatMap(({ rules }) => rules);
  return [...new Map(forAll.map((rule) => [rule.name, rule])).values()];
}
