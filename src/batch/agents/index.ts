export type { Machine, Preset } from './preset.ts';
export { PRESETS, presetOf } from './presets.ts';
