import { countOf, objectOf } from '../../agents/json_line.ts';
import { presetOf } from '../../agents/presets.ts';
import type { Quirk } from './quirk.ts';

const preset = presetOf('gemini');

/**
 * Gemini CLI with --acp, tried with 0.61.0. `default` is the mode in which it asks, so that requests can be answered. Its token
 * count leaves out the requests by which it chooses a model. It must not be offered `fs`: creating a file failed then.
 */
export const gemini: Quirk = {
  name: 'gemini',
  command: ['gemini', '--acp'],
  isStartedBy: ([program, ...args]) =>
    (program === 'gemini' || program === '@google/gemini-cli') &&
    args.some((arg) => arg === '--acp' || arg === '--experimental-acp'),
  env: preset?.env ?? [],
  home: preset?.home ?? { reads: [], writes: [] },
  reaches: preset?.reaches ?? (() => []),
  leaves: preset?.leaves ?? [],
  modes: ['default'],
  doubts: (machine) => preset?.prepare?.(machine).doubts ?? [],
  usage(answer) {
    const count = objectOf(objectOf(objectOf(answer._meta)?.quota)?.token_count);
    if (count === undefined) return undefined;
    return { input: countOf(count.input_tokens), cached: 0, output: countOf(count.output_tokens) };
  },
};
