import { presetOf } from '../../agents/presets.ts';
import type { Quirk } from './quirk.ts';
import { commonUsage } from './usage.ts';

const preset = presetOf('claude');

/**
 * claude-agent-acp, and claude-code-acp before it; tried with 0.49.0 and 0.101.0. In `default` it asks for every edit and
 * command; in the user's own mode, in which it starts, it may ask a model instead.
 */
export const claude: Quirk = {
  name: 'claude',
  command: ['claude-agent-acp'],
  isStartedBy: ([program = '']) => /(?:^|\/)claude-(?:agent|code)-acp$/u.test(program),
  env: preset?.env ?? [],
  home: preset?.home ?? { reads: [], writes: [] },
  reaches: preset?.reaches ?? (() => []),
  leaves: preset?.leaves ?? [],
  modes: ['default'],
  usage: commonUsage,
};
