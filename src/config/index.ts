export { type BatchSettings, type BatchWishes, batchSettings } from './batch_config.ts';
export { unfitPart } from './check_place.ts';
export { configPath, leftOverSettings, NO_USER_FOLDER, readConfig, writeSetting } from './file.ts';
export {
  type KeySource,
  originOf,
  resolveSettings,
  type Setting,
  type SettingSources,
  type Settings,
} from './resolve.ts';
export {
  checkSettingName,
  keptSetting,
  parseSetting,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingProblemCode,
} from './settings.ts';
