import { type Position, type Problem, sortProblems } from '../../diagnostics/index.ts';
import { positionsIn, printableLine } from '../../lib/index.ts';
import { RULES } from './rules.ts';
import type { ComponentRule, Composition, Hit, LintCode, Rule, RuleId, Subject } from './types.ts';

/** A component's file as it stands, for the places of what is found in it. */
export type ComponentSource = {
  /** The whole file, front matter included. */
  readonly source: string;
  /** The name that problems carry. */
  readonly file: string;
};

/** Everything that the rules find in one component, in reading order. */
export function lintComponent(subject: Subject, { source, file }: ComponentSource): Problem<LintCode>[] {
  const positionOf = placesIn(source, subject.text);
  // What ships or a model has written is held to all of it.
  const isByHand = !['seed', 'generated'].includes(String(subject.metadata.origin));
  return sortProblems(
    rulesFor(subject.kind).flatMap((rule) =>
      rule.check(subject).map(({ at, message, severity = rule.severity, loadsWithout }) => ({
        severity: loadsWithout && isByHand && severity === 'error' ? 'warning' : severity,
        code: codeOf(rule.id),
        // It quotes what the component says, which may be of several lines.
        message: printableLine(message),
        file,
        ...positionOf(at),
        hint: rule.reason,
      })),
    ),
  );
}

/** The rules that judge a component of a kind by itself. */
export function rulesFor(kind: Subject['kind']): ComponentRule[] {
  return RULES.filter((rule): rule is ComponentRule => rule.applies !== 'composition').filter((rule) =>
    rule.applies.includes(kind),
  );
}

/**
 * Everything that the rules find in what components make together.
 *
 * @param label - a folder that stands for the framework in the names of its files
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

/** A rule's findings are known by its id. */
function codeOf(id: RuleId): LintCode {
  return `lint-${id.toLowerCase() as Lowercase<RuleId>}`;
}

/** Finds where a hit stands in the file: in the text, or at a key of the front matter above it. */
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

/** Where a component's text ends in its file: before the line ends at the end. */
function endOfText(source: string): number {
  let end = source.length;
  while (end > 0 && (source[end - 1] === '\n' || source[end - 1] === '\r')) end--;
  return end;
}
