import { failure, type Problem, success } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { confirmChange, type NotConfirmedCode } from '../confirm.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { applyUpdate } from '../frameworks/apply_update.ts';
import { locateFramework } from '../frameworks/locate_framework.ts';
import { type OpenProblemCode, readFramework } from '../frameworks/open_framework.ts';
import { NO_LOSSES, planUpdate, type RenderAgainCode } from '../frameworks/plan_update.ts';
import { NO_CHANGES } from '../frameworks/update_request.ts';
import { emptyDocuments } from '../generated/empty_documents.js';
import type { Port } from '../port.ts';
import { openWorkspace, type WorkspaceProblemCode } from '../workspace.ts';
import { carryOutPromotion } from './carry_out_promotion.ts';
import { type PromotedEditsProblemCode, planPromotedEdits } from './plan_promoted_edits.ts';
import type { PromoteEvent, PromoteRequest } from './promote_request.ts';

const SCHEMA = 'orchestrator.components-promote/1';

/** Why edits cannot become a new version of components. */
type PromotedCode =
  | NotConfirmedCode
  | OpenProblemCode
  | PromotedEditsProblemCode
  | RenderAgainCode
  | WorkspaceProblemCode
  | 'cannot-write'
  | 'changed-meanwhile'
  | 'front-matter-not-editable'
  | 'nothing-to-promote';

type Promoted = VerbResult<typeof SCHEMA, PromotedCode>;

/**
 * Turns manual edits of a framework into a new version of its components (the named one, or all), and renders the framework
 * from it.
 */
export async function promoteEdits(
  context: OperationContext,
  request: PromoteRequest & { readonly framework: string },
  port: Port<PromoteEvent>,
): Promise<Promoted> {
  const { dryRun = false } = request;
  const promoted = await promote(context, request, port);
  return promoted.ok ? promoted : { ...promoted, known: { dryRun } };
}

async function promote(
  context: OperationContext,
  request: PromoteRequest & { readonly framework: string },
  port: Port<PromoteEvent>,
): Promise<Promoted> {
  const { file, to, dryRun = false, yes = false } = request;
  const workspace = await openWorkspace(context, request);
  if (!workspace.ok) return workspace;
  const place = locateFramework(context, request.framework);
  if (!place.ok) return place;
  const stored = await readFramework(context, place.value);
  if (!stored.ok) return stored;
  const wanted = { ...(file === undefined ? {} : { file }), ...(to === undefined ? {} : { to }) };
  const planned = await planPromotedEdits(context, workspace.value, stored.value, wanted);
  if (!planned.ok) return planned;
  const edits = planned.value;
  const { promotions, left } = edits;
  if (promotions.length === 0) return failure('problems', NOTHING, ...left);
  await port.show({ kind: 'edits-planned', edits, isDryRun: dryRun });
  const document = (outcome: 'promoted' | null) =>
    makeDocument(SCHEMA, {
      ...emptyDocuments[SCHEMA],
      ...{ ok: true, dryRun, outcome, framework: stored.value.lock.name },
      components: promotions.map(({ component: { kind, file: its }, to: layer, target, replaced, diff }) => ({
        ...{ kind, file: its, layer, path: target.path },
        replaces: replaced !== undefined,
        diff,
      })),
      problems: left,
    });
  if (dryRun) return success(document(null));
  const shown = promotions.map(({ target }) => printableLine(target.shown)).join(', ');
  const refused = yes ? undefined : await confirmChange(port, `Write the new version of ${shown}?`);
  if (refused) return refused;
  for (const promotion of promotions) {
    const done = await carryOutPromotion(promotion);
    if (!done.ok) return done;
  }
  // The edits are now the component's: the lock has to record that, or they would count as manual edits for ever.
  const again = await readFramework(context, place.value);
  const update = again.ok
    ? await planUpdate(context, workspace.value, again.value, { changes: NO_CHANGES, leave: NO_LOSSES })
    : again;
  const applied = update.ok ? await applyUpdate(context, update.value) : update;
  if (!applied.ok) return applied;
  await port.show({ kind: 'edits-promoted', edits });
  return success(document('promoted'));
}

const NOTHING: Problem<'nothing-to-promote'> = {
  severity: 'error',
  code: 'nothing-to-promote',
  message: 'No edit by hand in the framework lies inside the text of one component.',
};
