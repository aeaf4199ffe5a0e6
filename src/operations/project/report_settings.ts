import type { SettingProblemCode } from '../../config/index.ts';
import { type Problem, success } from '../../diagnostics/index.ts';
import type { OperationContext } from '../context.ts';
import { makeDocument, type VerbResult } from '../document.ts';
import { isSound } from '../is_sound.ts';
import type { Port } from '../port.ts';
import type { ShownSetting } from './setting_report.ts';
import { getSetting, listSettings, settingsPath } from './settings.ts';

/** Events of showing settings. */
export type SettingsEvent = {
  readonly kind: 'settings';
  readonly settings: readonly ShownSetting[];
  readonly problems: readonly Problem[];
};

/** Shows every setting, its value, and the source of the value. */
export async function reportSettings(
  context: OperationContext,
  port: Port<SettingsEvent>,
): Promise<VerbResult<'orchestrator.config-list/1', never>> {
  const { settings, problems } = listSettings(context);
  await port.show({ kind: 'settings', settings, problems });
  const ok = isSound(problems, false);
  return success(makeDocument('orchestrator.config-list/1', { ok, settings, problems }));
}

/** Shows one setting. */
export async function reportSetting(
  context: OperationContext,
  { name }: { readonly name: string },
  port: Port<SettingsEvent>,
): Promise<VerbResult<'orchestrator.config-get/1', SettingProblemCode>> {
  const found = getSetting(context, name);
  if (!found.ok) return found;
  const setting = found.value;
  const listed = listSettings(context);
  const below = listed.settings
    .map((each) => each.name)
    .filter((each) => each.startsWith(`${setting.name}.`));
  const unset = setting.value === null ? [notSet(setting.name, below)] : [];
  const problems = [...listed.problems, ...unset];
  await port.show({ kind: 'settings', settings: [setting], problems });
  const ok = isSound(problems, false);
  return success(makeDocument('orchestrator.config-get/1', { ok, setting, problems }));
}

/**
 * A failure, because a script that asks for a value must not take a placeholder for one.
 *
 * @param below - the settings below it, as for an extended known agent
 */
function notSet(name: string, below: readonly string[]): Problem<'setting-not-set'> {
  return {
    severity: 'error',
    code: 'setting-not-set',
    message: `${name} is not set, and there is no default.`,
    hint:
      below.length === 0
        ? `Set it: orchestrator config set ${name}`
        : `It has the settings ${below.join(', ')}. Get each by its own name.`,
  };
}

/** Events of {@link reportSettingsPath}. */
export type SettingsPathEvent = { readonly kind: 'path'; readonly path: string };

/** Shows the path of the settings file. */
export async function reportSettingsPath(
  context: OperationContext,
  port: Port<SettingsPathEvent>,
): Promise<VerbResult<'orchestrator.config-path/1', SettingProblemCode>> {
  const file = settingsPath(context);
  if (!file.ok) return file;
  await port.show({ kind: 'path', path: file.value });
  return success(makeDocument('orchestrator.config-path/1', { ok: true, path: file.value, problems: [] }));
}
