import { type Failure, failure, type Problem } from '../../../../diagnostics/index.ts';
import { printable, printableLine } from '../../../../lib/index.ts';
import {
  type Carried,
  carryOut,
  citeEval,
  emptyDocuments,
  isComponentKind,
  isPromotedStatus,
  openWorkspace,
  type Promotion,
  planPromotion,
  promoteStatus,
  type Workspace,
} from '../../../../operations/index.ts';
import { EXIT_CODES, jsonDocument, reportFailure } from '../../../terminal/index.ts';
import { type CommandSetting, workspaceOptions } from '../../declare.ts';
import { unknownKind } from '../component_kind.ts';
import type { PromoteFlags } from './flags.ts';

const SCHEMA = 'orchestrator.components-promote/1' as const;
/** The document is one for all ways to promote; what the others tell is empty. */
const NOTHING_ELSE = emptyDocuments[SCHEMA];

/** One run of `components promote`. */
export class PromoteRun {
  readonly #wanted: string;
  readonly #flags: PromoteFlags;
  readonly #setting: CommandSetting;

  constructor(wanted: string, flags: PromoteFlags, setting: CommandSetting) {
    this.#wanted = wanted;
    this.#flags = flags;
    this.#setting = setting;
  }

  /** @returns the exit code */
  async run(): Promise<number> {
    const { kind, to, status, by, why } = this.#flags;
    if (kind !== undefined && !isComponentKind(kind)) return this.#fail(unknownKind(kind));
    if ((to === undefined) === (status === undefined)) return this.#fail(failure('usage', ONE_OF_TWO));
    const workspace = await openWorkspace(this.#setting.context, workspaceOptions(this.#flags));
    if (!workspace.ok) return this.#fail(workspace);
    if (to !== undefined) return this.#move(workspace.value, kind, to);
    const reasons = why === undefined ? [] : [why];
    if (this.#flags.eval !== undefined) {
      const request = { wanted: this.#wanted, kind, id: this.#flags.eval };
      const cited = await citeEval(this.#setting.context, workspace.value, request);
      if (!cited.ok) return this.#fail(cited);
      reasons.push(cited.value);
    }
    if (by === undefined || reasons.length === 0 || status === undefined || !isPromotedStatus(status))
      return this.#fail(failure('usage', NO_RECORD));
    return this.#raise(workspace.value, kind, { to: status, by, why: reasons.join('; ') });
  }

  async #move(
    workspace: Workspace,
    kind: Promotion['component']['kind'] | undefined,
    to: 'user' | 'project',
  ): Promise<number> {
    const { context, terminal } = this.#setting;
    const { yes, json, dryRun } = this.#flags;
    const planned = await planPromotion(context, workspace, { wanted: this.#wanted, kind, to });
    if (!planned.ok) return this.#fail(planned);
    const promotion = planned.value;
    if (!json) (dryRun ? terminal.out : terminal.say)(diffText(promotion));
    if (dryRun) {
      if (json) terminal.out(promotionDocument(promotion, null));
      return 0;
    }
    if (!yes && changesAnything(promotion)) {
      const answer = await this.#ask(promotion);
      if (answer !== 'yes') return answer;
    }
    const done = await carryOut(promotion);
    if (!done.ok) return this.#fail(done);
    if (json) terminal.out(promotionDocument(promotion, done.value));
    else {
      terminal.out(`${printable(promotion.target.shown)}\n`);
      terminal.say(doneText(done.value, promotion));
    }
    return 0;
  }

  async #ask(promotion: Promotion): Promise<'yes' | number> {
    const { terminal } = this.#setting;
    if (!terminal.interactive || this.#flags.json) return this.#fail(failure('usage', NOT_CONFIRMED));
    const { startConversation } = await import('../../../wizard/index.ts');
    const conversation = await startConversation(terminal);
    try {
      const answer = await conversation.ask.confirm({ message: questionOf(promotion) });
      if (answer.kind === 'answer' && answer.value) return 'yes';
      if (answer.kind !== 'closed') {
        terminal.say('Nothing was changed.\n');
        return 0;
      }
      this.#fail(failure('interrupted', STOPPED));
      return conversation.endedBy() ?? EXIT_CODES.interrupted;
    } finally {
      conversation.end();
    }
  }

  async #raise(
    workspace: Workspace,
    kind: Promotion['component']['kind'] | undefined,
    raise: { readonly to: 'tested' | 'gold'; readonly by: string; readonly why: string },
  ): Promise<number> {
    const { context, terminal } = this.#setting;
    const { json, dryRun = false } = this.#flags;
    const request = { ...raise, wanted: this.#wanted, kind, dryRun };
    const raised = await promoteStatus(context, workspace, request);
    if (!raised.ok) return this.#fail(raised);
    const { component, status, shown } = raised.value;
    if (json) {
      const { kind: itsKind, file, layer, path } = component;
      const document = { kind: itsKind, file, layer, path, status };
      const outcome = dryRun ? null : 'raised';
      terminal.out(
        jsonDocument(SCHEMA, {
          ...NOTHING_ELSE,
          ok: true,
          dryRun,
          outcome,
          component: document,
          problems: [],
        }),
      );
      return 0;
    }
    terminal.out(`${printable(shown)}\n`);
    terminal.say(`${dryRun ? 'Would be' : 'Is now'} ${status}, by ${printableLine(raise.by)}.\n`);
    return 0;
  }

  #fail(failed: Failure): number {
    const { terminal } = this.#setting;
    const { json = false, dryRun = false } = this.#flags;
    return reportFailure(failed, { terminal, json, schema: SCHEMA, empty: { dryRun } });
  }
}

function diffText({ diff, target, replaced }: Promotion): string {
  if (diff !== '') return printable(diff);
  return replaced === undefined ? '' : `${printable(target.shown)} holds the same already.\n`;
}

/** Whether there is anything to confirm. */
function changesAnything({ moves, diff }: Promotion): boolean {
  return moves || diff !== '';
}

function doneText(carried: Carried, { from }: Promotion): string {
  if (carried === 'unchanged') return 'Nothing had to be written.\n';
  return `${carried === 'moved' ? 'Moved' : 'Copied'} from ${printable(from.shown)}\n`;
}

function questionOf({ from, target, moves, replaced }: Promotion): string {
  const verb = moves ? 'Move' : 'Copy';
  const over = replaced === undefined ? 'to' : 'over';
  return printableLine(`${verb} ${from.shown} ${over} ${target.shown}?`);
}

function promotionDocument(promotion: Promotion, outcome: Carried | null): string {
  const { component, to, from, target, replaced, diff } = promotion;
  const { kind, file } = component;
  return jsonDocument(SCHEMA, {
    ...NOTHING_ELSE,
    ok: true,
    dryRun: outcome === null,
    outcome,
    component: { kind, file, layer: to, path: target.path },
    from: { layer: component.layer, path: from.path },
    replaces: replaced !== undefined,
    diff,
    problems: [],
  });
}

const ONE_OF_TWO: Problem = {
  severity: 'error',
  code: 'promote-what',
  message: 'Say one of --to and --status.',
  hint: 'For example: --to user, or --status tested --by NAME --why "what it rests on".',
};

const NO_RECORD: Problem = {
  severity: 'error',
  code: 'promote-no-record',
  message: 'A status is raised by somebody, for a reason.',
  hint: 'Add --by NAME and --why "what it rests on", or --eval ID.',
};

const NOT_CONFIRMED: Problem = {
  severity: 'error',
  code: 'not-confirmed',
  message: 'This has to be confirmed, and nobody can be asked here. Nothing was changed.',
  hint: 'Look at it with --dry-run, then add --yes.',
};

const STOPPED: Problem = {
  severity: 'note',
  code: 'interrupted',
  message: 'Stopped; nothing was changed.',
};
