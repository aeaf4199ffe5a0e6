import { printable } from '../../../lib/index.ts';
import {
  documentFeature,
  type KnowledgeEvent,
  type KnowledgeRequest,
  research,
} from '../../../operations/index.ts';
import { runVerb } from '../../run_verb.ts';
import type { Screen } from '../../screen.ts';
import { problemsText } from '../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../declare.ts';

/** Flags of `research` and `document`. */
export type KnowledgeFlags = CommonOptions & Omit<KnowledgeRequest, 'words'>;

/** Carries `research` out. */
export function researchAction(
  words: readonly string[],
  flags: KnowledgeFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.research/1', KnowledgeEvent>(setting, {
    schema: 'orchestrator.research/1',
    json: flags.json,
    asks: false,
    call: (port) => research(setting.context, { ...flags, words }, port),
    show: showKnowledge,
  });
}

/** Carries `document` out. */
export function documentAction(
  words: readonly string[],
  flags: KnowledgeFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.document/1', KnowledgeEvent>(setting, {
    schema: 'orchestrator.document/1',
    json: flags.json,
    asks: false,
    call: (port) => documentFeature(setting.context, { ...flags, words }, port),
    show: showKnowledge,
  });
}

function showKnowledge(event: KnowledgeEvent, screen: Screen): void | Promise<void> {
  const { printText, inform, terminal } = screen;
  switch (event.kind) {
    case 'waiting':
    case 'waited':
      return screen.wait(event);
    case 'problems':
      return inform(problemsText(event.problems, terminal.colours));
    case 'answered':
      // Without the front matter, which is for programs.
      printText(printable(event.text.replace(/^---\n[\s\S]*?\n---\n\n/u, '')));
      return inform(`Kept in ${printable(event.fields.file ?? '')}\n`);
  }
}
