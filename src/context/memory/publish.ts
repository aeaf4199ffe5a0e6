import { estimateTokens } from '../../lib/index.ts';
import { instructionIn } from '../discovery/suspicions.ts';
import type { FactKind, JudgedFact } from './memory_fact.ts';
import { opposedFacts } from './recall.ts';

/** The name of the block of published facts in an instruction file. */
export const MEMORY_BLOCK = 'memory';

/** The facts published where every agent reads them, and the number of those left out. */
export type Publication = {
  readonly facts: readonly JudgedFact[];
  /** In Markdown; its tokens are within the budget. */
  readonly body: string;
  readonly tokens: number;
  readonly leftOut: {
    /** The files they cite have changed, or it cannot be determined. */
    readonly notFresh: number;
    /** Another fresh fact says the opposite, and nobody has decided which is right. */
    readonly opposite: number;
    /** They contain a possible key, an order to a model, or a file that an agent would include. */
    readonly unfit: number;
    readonly noRoom: number;
  };
};

/**
 * Chooses the facts that agents are given in each of their sessions: fresh ones only, decisions first, as many as the budget
 * allows. Places have no lines, which would change with every edit above them. Pure.
 *
 * @param options.isUnfit - whether a text must not be sent to a model
 */
export function publication(
  judged: readonly JudgedFact[],
  { budget, isUnfit }: { readonly budget: number; readonly isUnfit: (text: string) => boolean },
): Publication {
  const opposed = opposedFacts(judged);
  const fresh = judged.filter(({ standing }) => standing === 'fresh');
  const agreed = fresh.filter(({ fact }) => !opposed.has(fact.id));
  const fit = agreed.filter(({ fact }) => {
    const text = inOneLine(fact.text);
    return !isUnfit(fact.text) && instructionIn(text) === undefined && !INCLUDES.test(withoutCode(text));
  });
  fit.sort(
    (a, b) => ORDER.indexOf(a.fact.kind) - ORDER.indexOf(b.fact.kind) || (a.fact.file < b.fact.file ? -1 : 1),
  );
  const facts: JudgedFact[] = [];
  let body = HEADING;
  for (const one of fit) {
    const next = `${body}\n${lineOf(one)}`;
    if (estimateTokens(next) > budget) continue;
    body = next;
    facts.push(one);
  }
  if (facts.length === 0) body = NOTHING;
  return {
    facts,
    body,
    tokens: estimateTokens(body),
    leftOut: {
      notFresh: judged.length - fresh.length,
      opposite: fresh.length - agreed.length,
      unfit: agreed.length - fit.length,
      noRoom: fit.length - facts.length,
    },
  };
}

const ORDER: readonly FactKind[] = ['decision', 'convention', 'failure', 'lesson'];

const HEADING = '## What was learned here\n';
const NOTHING = '## What was learned here\n\nNothing that holds at present.';

/** Claude Code includes a file that is named like this anywhere in such a text, except in code. */
const INCLUDES = /(?:^|[\s(])@\S/u;

function lineOf({ fact, cites }: JudgedFact): string {
  const paths = fact.cites.map(({ path }, place) => cites[place]?.now?.path ?? path);
  const places = [...new Set(paths)].map((path) => `\`${path.replaceAll('`', '')}\``);
  const kind = fact.kind === 'lesson' ? [] : [fact.kind];
  const about = [...kind, ...places].join(', ');
  return `- ${inOneLine(fact.text)}${about === '' ? '' : ` (${about})`}`;
}

function inOneLine(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

function withoutCode(text: string): string {
  return text.replace(/`[^`]*`/gu, '');
}
