import { type Position, type Problem, sortProblems } from '../../diagnostics/index.ts';
import { positionsIn, printableLine } from '../../lib/index.ts';
import type { ComponentRule, Composition, Hit, LintCode, Rule, RuleId, Subject } from './lint_rule.ts';
import { RULES } from './rules.ts';

/** A component's file as it is on disk, to locate findings in it. */
export type ComponentSource = {
  /** The whole file, front matter included. */
  readonly source: string;
  /** The name that problems carry. */
  readonly file: string;
};

/** All findings of the rules in one component, in reading order. */
export function lintComponent(subject: Subject, { source, file }: ComponentSource): Problem<LintCode>[] {
  const positionOf = placesIn(source, subject.text);
  // Components that ship or that a model wrote have to obey every rule.
  const isByHand = !['seed', 'generated'].includes(String(subject.metadata.origin));
  return sortProblems(
    rulesFor(subject.kind).flatMap((rule) =>
      rule.check(subject).map(({ at, message, severity = rule.severity, loadsWithout }) => ({
        severity: loadsWithout && isByHand && severity === 'error' ? 'warning' : severity,
        code: codeOf(rule.id),
        // It quotes the component, possibly over several lines.
        message: printableLine(message),
        file,
        ...positionOf(at),
        hint: rule.reason,
      })),
    ),
  );
}

/** The rules that check a component of a kind by itself. */
export function rulesFor(kind: Subject['kind']): ComponentRule[] {
  return RULES.filter((rule): rule is ComponentRule => rule.applies !== 'composition').filter((rule) =>
    rule.applies.includes(kind),
  );
}

/**
 * All findings of the rules in the combination of components.
 *
 * @param label - the folder that represents the framework in the names of its files
 */
export function lintComposition(composition: Composition, label: string): Problem<LintCode>[] {
  const positions = new Map(composition.files.map(({ file, text }) => [file, positionsIn(text)]));
  return sortProblems(
    RULES.flatMap((rule: Rule) =>
      (rule.checkComposition?.(composition) ?? []).map(
        ({ file, at, message, component, remedy, severity = rule.severity }) => ({
          severity,
          code: codeOf(rule.id),
          message: printableLine(
            component ? `${message.replace(/\.$/u, '')} (${component.kind} ${component.file}).` : message,
          ),
          file: `${label}/${file}`,
          ...(positions.get(file)?.(at) ?? { line: 1, column: 1 }),
          hint: remedy ?? rule.reason,
        }),
      ),
    ),
  );
}

/** The code of a rule's findings, made from its id. */
function codeOf(id: RuleId): LintCode {
  return `lint-${id.toLowerCase() as Lowercase<RuleId>}`;
}

/** Locates a hit in the file: in the text, or at a key of the front matter above it. */
function placesIn(source: string, text: string): (at: Hit['at']) => Position {
  const positionAt = positionsIn(source);
  const body = Math.max(0, endOfText(source) - text.length);
  return (at) => {
    if (typeof at === 'number') return positionAt(body + at);
    const key = [...source.slice(0, body).matchAll(/^["']?([\w-]{1,100})["']?[ \t]{0,8}:/gmu)].find(
      (match) => match[1] === at.key,
    );
    return positionAt(key?.index ?? 0);
  };
}

/** The end of a component's text in its file: before the final line ends. */
function endOfText(source: string): number {
  let end = source.length;
  while (end > 0 && (source[end - 1] === '\n' || source[end - 1] === '\r')) end--;
  return end;
}
