import { presetOf } from '../../agents/presets.ts';
import type { Quirk } from './quirk.ts';

const preset = presetOf('opencode');

/**
 * `opencode acp`, tried with 1.18.33. It asks for what leads out of its folder only; a wish that is denied ends its turn. What it counts in
 * its answer is its last step only, so it is not taken.
 */
export const opencode: Quirk = {
  name: 'opencode',
  command: ['opencode', 'acp'],
  isStartedBy: ([program, ...args]) =>
    (program === 'opencode' || program === 'opencode-ai') && args.includes('acp'),
  env: preset?.env ?? [],
  home: preset?.home ?? { reads: [], writes: [] },
  reaches: preset?.reaches ?? (() => []),
  leaves: preset?.leaves ?? [],
  modes: ['build'],
};
