import type { ProjectProblemCode } from '../../batch/index.ts';
import { failure, type Problem, success } from '../../diagnostics/index.ts';
import type { EvalProblemCode } from '../../evals/index.ts';
import type { StatusProblemCode } from '../../framework/index.ts';
import { printableLine } from '../../lib/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { emptyDocuments } from '../generated/empty_documents.js';
import type { Port } from '../port.ts';
import { openWorkspace, type Workspace, type WorkspaceProblemCode } from '../workspace.ts';
import { carryOutPromotion, type PromotionOutcome } from './carry_out_promotion.ts';
import { type CitedEvalProblemCode, citeEval } from './cite_eval.ts';
import { unknownKind } from './component_kind.ts';
import { isComponentKind } from './components.ts';
import { type PromoteProblemCode, type Promotion, planPromotion } from './plan_promotion.ts';
import type { PromoteEvent, PromoteRequest } from './promote_request.ts';
import { isPromotedStatus, promoteStatus } from './promote_status.ts';

const SCHEMA = 'orchestrator.components-promote/1';
/** All ways to promote share one document; the parts of the other ways stay empty. */
const NOTHING_ELSE = emptyDocuments[SCHEMA];

/** Why a component cannot be promoted. */
type PromotedCode =
  | CitedEvalProblemCode
  | EvalProblemCode
  | NotConfirmedCode
  | ProjectProblemCode
  | PromoteProblemCode
  | StatusProblemCode
  | WorkspaceProblemCode
  | 'ambiguous-component'
  | 'built-in-component'
  | 'component-not-in-library'
  | 'promote-no-record'
  | 'promote-what'
  | 'unknown-component'
  | 'unknown-kind';

type Promoted = VerbResult<typeof SCHEMA, PromotedCode>;
type Kind = Promotion['component']['kind'] | undefined;

/** Promotes a component to another layer, or raises its status. */
export async function promoteComponent(
  context: OperationContext,
  request: PromoteRequest & { readonly file: string },
  port: Port<PromoteEvent>,
): Promise<Promoted> {
  const { dryRun = false } = request;
  const promoted = await promote(context, request, port);
  return promoted.ok ? promoted : { ...promoted, known: { dryRun } };
}

async function promote(
  context: OperationContext,
  request: PromoteRequest & { readonly file: string },
  port: Port<PromoteEvent>,
): Promise<Promoted> {
  const { file: wanted, kind, to, status, by, why } = request;
  if (kind !== undefined && !isComponentKind(kind)) return unknownKind(kind);
  if ((to === undefined) === (status === undefined)) return failure('usage', ONE_OF_TWO);
  const workspace = await openWorkspace(context, request);
  if (!workspace.ok) return workspace;
  if (to !== undefined) return move(context, workspace.value, { ...request, kind, to }, port);
  const reasons = why === undefined ? [] : [why];
  if (request.eval !== undefined) {
    const cited = await citeEval(context, workspace.value, {
      ...{ wanted, kind, id: request.eval, hasReason: why !== undefined },
    });
    if (!cited.ok) return cited;
    reasons.push(cited.value);
  }
  if (by === undefined || reasons.length === 0 || status === undefined || !isPromotedStatus(status))
    return failure('usage', NO_RECORD);
  const raise = { to: status, by, why: reasons.join('; ') };
  const { dryRun = false } = request;
  const raised = await promoteStatus(context, workspace.value, { ...raise, wanted, kind, dryRun });
  if (!raised.ok) return raised;
  await port.show({ kind: 'status-raised', promoted: raised.value, by, isDryRun: dryRun });
  const { component } = raised.value;
  return success(
    makeDocument(SCHEMA, {
      ...NOTHING_ELSE,
      ...{ ok: true, dryRun, outcome: dryRun ? null : 'raised', problems: [] },
      component: {
        ...{ kind: component.kind, file: component.file, layer: component.layer, path: component.path },
        status: raised.value.status,
      },
    }),
  );
}

async function move(
  context: OperationContext,
  workspace: Workspace,
  {
    file,
    kind,
    to,
    dryRun = false,
    yes = false,
  }: Omit<PromoteRequest, 'kind'> & {
    readonly file: string;
    readonly kind: Kind;
    readonly to: 'user' | 'project';
  },
  port: Port<PromoteEvent>,
): Promise<Promoted> {
  const planned = await planPromotion(context, workspace, { wanted: file, kind, to });
  if (!planned.ok) return planned;
  const promotion = planned.value;
  await port.show({ kind: 'move-planned', promotion, isDryRun: dryRun });
  if (dryRun) return success(movedDocument(promotion, null));
  const changesAnything = promotion.moves || promotion.diff !== '';
  const refused = !yes && changesAnything ? await confirmChange(port, questionOf(promotion)) : undefined;
  if (refused) return refused;
  const done = await carryOutPromotion(promotion);
  if (!done.ok) return done;
  await port.show({ kind: 'moved', promotion, carried: done.value });
  return success(movedDocument(promotion, done.value));
}

function questionOf({ from, target, moves, replaced }: Promotion): string {
  const verb = moves ? 'Move' : 'Copy';
  const over = replaced === undefined ? 'to' : 'over';
  return printableLine(`${verb} ${from.shown} ${over} ${target.shown}?`);
}

function movedDocument(promotion: Promotion, outcome: PromotionOutcome | null) {
  const { component, to, from, target, replaced, diff } = promotion;
  const { kind, file } = component;
  return makeDocument(SCHEMA, {
    ...NOTHING_ELSE,
    ...{ ok: true, dryRun: outcome === null, outcome },
    component: { kind, file, layer: to, path: target.path },
    from: { layer: component.layer, path: from.path },
    replaces: replaced !== undefined,
    diff,
    problems: [],
  });
}

const ONE_OF_TWO: Problem<'promote-what'> = {
  severity: 'error',
  code: 'promote-what',
  message: 'Give one of --to and --status.',
  hint: 'For example: --to user, or --status tested --by NAME --why "what it rests on".',
};

const NO_RECORD: Problem<'promote-no-record'> = {
  severity: 'error',
  code: 'promote-no-record',
  message: 'A status needs a name and a reason.',
  hint: 'Add --by NAME, and --why "what it rests on" or --eval ID.',
};
