import { countOf, printable } from '../../../../lib/index.ts';
import { type DiscoverEvent, discoverProject } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { problemsText } from '../../../terminal/index.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `discover`. */
export type DiscoverFlags = CommonOptions & {
  readonly budget: 'minimal' | 'standard' | 'full';
  readonly dryRun?: true;
  readonly check?: true;
};

/** Carries the command out. */
export function discoverAction(flags: DiscoverFlags, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.discover/1', DiscoverEvent>(setting, {
    schema: 'orchestrator.discover/1',
    json: flags.json,
    asks: false,
    call: (port) => discoverProject(setting.context, flags, port),
    show(event, { printText, inform, terminal }) {
      if (event.kind === 'checked') return inform(printable(checkedText(event)));
      const { root, context, text, tokens, written, isDryRun, problems } = event.discovery;
      printText(printable(text));
      inform(problemsText(problems, terminal.colours));
      const done = isDryRun
        ? 'nothing was written'
        : written.length === 0
          ? 'nothing has changed'
          : `wrote ${written.join(' and ')}`;
      const size = `${countOf(context.facts.length, 'fact')}, about ${countOf(tokens, 'token')}`;
      inform(printable(`${root}: ${size}; ${done}.\n`));
    },
  });
}

function checkedText({ root, known }: Extract<DiscoverEvent, { kind: 'checked' }>): string {
  if (known.kind === 'absent')
    return `${root}: nothing has been discovered yet; run \`orchestrator discover\`.\n`;
  if (known.kind === 'broken')
    return `${known.file}: ${known.why}; \`orchestrator discover\` writes it again.\n`;
  if (known.kind === 'fresh') return `${root}: the discovered context is still valid.\n`;
  const { changed, gone, added, folders, program } = known.changes;
  const lines = [
    ...changed.map((path) => `  changed  ${path}`),
    ...gone.map((path) => `  gone     ${path}`),
    ...added.map((path) => `  new      ${path}`),
    ...(folders ? ['  folders near the root were added or removed'] : []),
    ...(program ? ['  this version of the program discovers differently'] : []),
  ];
  return `${root}: the discovered context is stale; \`orchestrator discover\` looks again.\n${lines.join('\n')}\n`;
}
