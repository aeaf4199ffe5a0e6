import { type Failure, failure, type Problem } from '../../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../../lib/index.ts';
import {
  applyUpdate,
  carryOut,
  emptyDocuments,
  LEAVE_NOTHING,
  locateFramework,
  NO_CHANGES,
  openWorkspace,
  type PromotedEdits,
  planPromotedEdits,
  planUpdate,
  readFramework,
} from '../../../../operations/index.ts';
import { jsonDocument, problemsText, reportFailure } from '../../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import type { PromoteFlags } from './flags.ts';

const SCHEMA = 'orchestrator.components-promote/1' as const;
/** The document is one for all ways to promote; what the others tell is empty. */
const NOTHING_ELSE = emptyDocuments[SCHEMA];

/**
 * `components promote --from-framework`: what a hand changed in a framework becomes a new version of the component, and the
 * framework is rendered from it.
 *
 * @param file - only this component
 */
export async function promoteBack(
  file: string | undefined,
  framework: string,
  flags: PromoteFlags,
  { context, terminal, finish }: CommandSetting,
): Promise<void> {
  const { json = false, dryRun = false, yes, to } = flags;
  const fail = (failed: Failure) =>
    finish(reportFailure(failed, { terminal, json, schema: SCHEMA, empty: { dryRun } }));
  const workspace = await openWorkspace(context, workspaceOptions(flags));
  if (!workspace.ok) return fail(workspace);
  const place = locateFramework(context, framework);
  if (!place.ok) return fail(place);
  const stored = await readFramework(context, place.value);
  if (!stored.ok) return fail(stored);
  const wanted = { ...(file === undefined ? {} : { file }), ...(to === undefined ? {} : { to }) };
  const planned = await planPromotedEdits(context, workspace.value, stored.value, wanted);
  if (!planned.ok) return fail(planned);
  const { promotions, left } = planned.value;
  if (promotions.length === 0) return fail(failure('problems', NOTHING, ...left));
  const told = { framework: stored.value.lock.name, dryRun, plan: planned.value };
  if (!json) (dryRun ? terminal.out : terminal.say)(promotions.map(({ diff }) => printable(diff)).join(''));
  if (dryRun) {
    if (json) terminal.out(document({ ...told, outcome: null }));
    else terminal.say(problemsText(left, terminal.colours));
    return finish(0);
  }
  if (!yes) {
    if (!terminal.interactive || json) return fail(failure('usage', NOT_CONFIRMED));
    const { confirm } = await import('../../confirm.ts');
    const shown = promotions.map(({ target }) => printableLine(target.shown)).join(', ');
    const answer = await confirm(terminal, `Write the new version of ${shown}?`);
    if (typeof answer === 'number') return finish(answer);
  }
  for (const promotion of promotions) {
    const done = await carryOut(promotion);
    if (!done.ok) return fail(done);
  }
  // The edits are the component's now: the lock has to know, or they would count as made by hand for ever.
  const again = await readFramework(context, place.value);
  const update = again.ok
    ? await planUpdate(context, workspace.value, again.value, { changes: NO_CHANGES, leave: LEAVE_NOTHING })
    : again;
  const applied = update.ok ? await applyUpdate(context, update.value) : update;
  if (!applied.ok) return fail(applied);
  if (json) return finish(sayJson(document({ ...told, outcome: 'promoted' }), terminal.out));
  terminal.out(promotions.map(({ target }) => `${printable(target.shown)}\n`).join(''));
  terminal.say(`${problemsText(left, terminal.colours)}Next: \`orchestrator components lint\` judges it.\n`);
  finish(0);
}

function sayJson(text: string, out: (text: string) => void): number {
  out(text);
  return 0;
}

function document({
  framework,
  dryRun,
  outcome,
  plan,
}: {
  readonly framework: string;
  readonly dryRun: boolean;
  readonly outcome: 'promoted' | null;
  readonly plan: PromotedEdits;
}): string {
  return jsonDocument(SCHEMA, {
    ...NOTHING_ELSE,
    ok: true,
    dryRun,
    outcome,
    framework,
    components: plan.promotions.map(({ component: { kind, file }, to, target, replaced, diff }) => ({
      ...{ kind, file, layer: to, path: target.path },
      replaces: replaced !== undefined,
      diff,
    })),
    problems: plan.left,
  });
}

const NOTHING: Problem = {
  severity: 'error',
  code: 'nothing-to-promote',
  message: 'No edit by hand in the framework lies inside the text of one component.',
};

const NOT_CONFIRMED: Problem = {
  severity: 'error',
  code: 'not-confirmed',
  message: 'This has to be confirmed, and nobody can be asked here. Nothing was changed.',
  hint: 'Look at it with --dry-run, then add --yes.',
};
