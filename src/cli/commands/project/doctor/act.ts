import { foldLines, printableLine } from '../../../../lib/index.ts';
import { type DoctorEvent, type Finding, reportFindings } from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Flags of `doctor`. */
export type DoctorFlags = CommonOptions & { readonly offline?: boolean; readonly place?: string };

/** Carries the command out. */
export function doctorAction(
  { json, offline = false, place }: DoctorFlags,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.doctor/1', DoctorEvent>(setting, {
    schema: 'orchestrator.doctor/1',
    json,
    asks: false,
    call: (port) =>
      reportFindings(
        setting.context,
        { offline, nodeVersion: process.version, ...(place !== undefined && { place }) },
        port,
      ),
    async show({ findings }, { print, terminal }) {
      const width = await terminal.dataColumns();
      for (const finding of findings) print(findingText(finding, width));
    },
  });
}

function findingText({ what, state, found, remedy }: Finding, width: number): string {
  const mark = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' }[state];
  const lines = [found, ...(remedy === null ? [] : [remedy])].map(printableLine);
  if (width < NARROW)
    return foldLines(`${mark} ${what}\n${lines.map((line) => `  ${line}\n`).join('')}`, width);
  const head = `${mark} ${what.padEnd(WIDEST)}`;
  const rows = lines.map((line, place) => [place === 0 ? head : ' '.repeat(head.length), line]);
  return columns(rows, { width });
}

/** The longest name of a check. */
const WIDEST = 'Control groups'.length;
/** In a narrower terminal, findings go below their names. */
const NARROW = 60;
