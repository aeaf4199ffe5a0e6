import type { Part } from '../../../../operations/index.ts';
import type { CommonOptions } from '../../declare.ts';
import type { FillingFlags } from '../filling_flags.ts';

/** What the flags of `fill` give. */
export type FillFlags = CommonOptions &
  FillingFlags & {
    readonly part: Part;
    readonly as: 'text' | 'messages' | 'openai';
    readonly model?: string;
  };
