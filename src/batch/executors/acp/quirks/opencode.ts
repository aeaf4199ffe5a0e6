import { presetOf } from '../../agents/presets.ts';
import type { Quirk } from './quirk.ts';

const preset = presetOf('opencode');

/**
 * `opencode acp`, tried with 1.18.33. It asks only before it leaves its folder; a denied request ends its turn. The usage in its
 * answer covers only its last step, so it is ignored.
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
