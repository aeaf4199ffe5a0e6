import { printableLine, withThousands } from '../../../lib/index.ts';
import {
  type DraftedPlan,
  emptyDocuments,
  type PreparedDraft,
  type Shortfall,
} from '../../../operations/index.ts';
import { jsonDocument } from '../../terminal/index.ts';
import { columns } from '../../terminal/table.ts';
import { countOf, isSound } from '../judgement.ts';
import { planDocument } from './document.ts';

/** The name of the `--json` document. */
export const DRAFT_SCHEMA = 'orchestrator.plan-draft/1' as const;

/** What was read for a draft, and how much of the budget it takes. */
export function readText({ request, budget }: PreparedDraft, width: number): string {
  const rows = request.blocks.map(({ label, detail, tokens, isCut }) => [
    `  ${label.toLowerCase()}`,
    withThousands(tokens),
    printableLine(`${detail}${isCut ? ', cut' : ''}`),
  ]);
  const head = `Read for the draft, about ${withThousands(request.tokens)} of ${withThousands(budget)} tokens:\n`;
  return head + columns(rows, { width });
}

/** Who drafted a plan, and why it is not better. */
export function originText({ origin, model, repairs, usage, shortfall, hasFailed }: DraftedPlan): string {
  const why = shortfall === undefined ? '' : inOneLine(shortfall);
  if (hasFailed) return `FAILED: the model gave no plan. What is here is a skeleton, full of TODOs: ${why}\n`;
  if (origin === 'skeleton') return `SKELETON ONLY, full of TODOs: ${why}\n`;
  const mended = repairs === 0 ? '' : `, mended ${repairs === 1 ? 'once' : 'twice'}`;
  const tokens =
    usage === null ? '' : ` (${withThousands(usage.input)} tokens in, ${withThousands(usage.output)} out)`;
  const who = model === null ? '' : ` by ${printableLine(model)}`;
  return shortfall === undefined
    ? `Drafted${who}${mended}${tokens}.\n`
    : `Drafted${mended}, and NOT GOOD YET: ${why}\n`;
}

function inOneLine({ reason, remedy }: Shortfall): string {
  return printableLine(`${reason.replace(/\.$/u, '')}. ${remedy}`);
}

/** How much of the requirement the phases serve. */
export function servedText({ origin, requirement }: DraftedPlan): string {
  // A skeleton has a phase for each line, and says of none how.
  if (origin === 'skeleton') return '';
  const asking = requirement.filter(({ asks }) => asks);
  const served = asking.filter(({ phases }) => phases.length > 0);
  return `Requirement: ${served.length} of ${countOf(asking.length, 'line')} served.\n`;
}

/** The `--json` document of a draft; without one, of what would be asked. */
export function draftDocument(
  prepared: PreparedDraft,
  plan: DraftedPlan | undefined,
  file: string | null,
): string {
  const { request, budget, requirement } = prepared;
  const read = {
    tokens: request.tokens,
    budget,
    blocks: request.blocks.map(({ label, detail, tokens, isCut }) => ({
      name: label.toLowerCase(),
      detail,
      tokens,
      cut: isCut,
    })),
  };
  const lines = requirement.lines.map(({ number, text, asks }) => ({ line: number, text, asks, phases: [] }));
  if (plan === undefined) {
    const empty = { ...emptyDocuments[DRAFT_SCHEMA], dryRun: true, read, requirement: lines };
    return jsonDocument(DRAFT_SCHEMA, { ok: true, ...empty, problems: [] });
  }
  const { origin, model, repairs, shortfall, report, hasFailed } = plan;
  return jsonDocument(DRAFT_SCHEMA, {
    ...emptyDocuments[DRAFT_SCHEMA],
    ok: !hasFailed && isSound(report.problems, false),
    file,
    origin,
    model,
    repairs,
    reason: shortfall === undefined ? null : inOneLine(shortfall),
    read,
    requirement: plan.requirement,
    unserved: plan.requirement.flatMap(({ line, asks, phases }) =>
      asks && phases.length === 0 ? [line] : [],
    ),
    ...planDocument(report),
    problems: report.problems,
  });
}
