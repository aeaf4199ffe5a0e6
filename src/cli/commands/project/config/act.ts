import { printableLine } from '../../../../lib/index.ts';
import {
  reportSetting,
  reportSettings,
  reportSettingsPath,
  type SetRequest,
  type SettingChangeEvent,
  type SettingsEvent,
  type SettingsPathEvent,
  setSetting,
  unsetSetting,
} from '../../../../operations/index.ts';
import { runVerb } from '../../../run_verb.ts';
import type { Screen } from '../../../screen.ts';
import { problemsText } from '../../../terminal/index.ts';
import { columns } from '../../../terminal/table.ts';
import type { CommandSetting, CommonOptions } from '../../declare.ts';

/** Carries `config list` out. */
export function listAction({ json }: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.config-list/1', SettingsEvent>(setting, {
    schema: 'orchestrator.config-list/1',
    json,
    asks: false,
    call: (port) => reportSettings(setting.context, port),
    async show({ settings, problems }, { print, inform, terminal }) {
      const rows = settings.map(({ name, value, from }) => [name, printableLine(shown(value)), `(${from})`]);
      print(columns(rows, { width: await terminal.dataColumns() }));
      inform(problemsText(problems, terminal.colours));
    },
  });
}

/** Carries `config get` out. */
export function getAction(name: string, { json }: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.config-get/1', SettingsEvent>(setting, {
    schema: 'orchestrator.config-get/1',
    json,
    asks: false,
    call: (port) => reportSetting(setting.context, { name }, port),
    show({ settings, problems }, { print, inform, terminal }) {
      for (const { value } of settings) if (value !== null) print(`${printableLine(shown(value))}\n`);
      inform(problemsText(problems, terminal.colours));
    },
  });
}

/** Carries `config set` out. */
export function setAction(
  request: SetRequest,
  { json }: CommonOptions,
  setting: CommandSetting,
): Promise<void> {
  return runVerb<'orchestrator.config-set/1', SettingChangeEvent>(setting, {
    schema: 'orchestrator.config-set/1',
    json,
    // Asking for a key is not one of the wizard's questions, which the setting switches off.
    isConsent: true,
    call: (port) => setSetting(setting.context, request, port),
    show: showChange,
  });
}

/** Carries `config unset` out. */
export function unsetAction(name: string, { json }: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.config-unset/1', SettingChangeEvent>(setting, {
    schema: 'orchestrator.config-unset/1',
    json,
    asks: false,
    call: (port) => unsetSetting(setting.context, { name }, port),
    show: showChange,
  });
}

/** Carries `config path` out. */
export function pathAction({ json }: CommonOptions, setting: CommandSetting): Promise<void> {
  return runVerb<'orchestrator.config-path/1', SettingsPathEvent>(setting, {
    schema: 'orchestrator.config-path/1',
    json,
    asks: false,
    call: (port) => reportSettingsPath(setting.context, port),
    show: ({ path }, { print }) => print(`${path}\n`),
  });
}

function showChange({ kind, changed }: SettingChangeEvent, { inform }: Screen): void {
  const { name, file, origin, putAside, overruledBy, keysElsewhere } = changed;
  if (putAside !== null) inform(`The settings file was damaged; it is kept as ${printableLine(putAside)}.\n`);
  inform(`${kind === 'removed' ? 'Took out' : 'Kept'} ${name} in ${printableLine(file)}.\n`);
  if (origin !== null) inform(`It is for ${origin}, and is sent nowhere else.\n`);
  for (const elsewhere of keysElsewhere)
    inform(
      `Note: ${elsewhere.name} is kept for ${printableLine(elsewhere.origin)} and is not sent to this endpoint. To replace it with one for this endpoint: orchestrator config set ${elsewhere.name}\n`,
    );
  if (overruledBy !== null) inform(`Note: ${overruledBy} overrides it as long as it is set.\n`);
}

function shown(value: string | number | boolean | null): string {
  if (value === true) return 'on';
  if (value === false) return 'off';
  return value === null ? '-' : String(value);
}
