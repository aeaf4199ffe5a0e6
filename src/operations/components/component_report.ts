import type { Component } from '../../framework/index.ts';
import type { Clash } from './component_clashes.ts';

/** A component and the goals that use it, in goal order. */
export type ComponentReport = { readonly component: Component; readonly goals: readonly string[] };

/** A component with its clashes and its last measured effects. */
export type ShownComponent = ComponentReport & {
  readonly clashes: readonly Clash[];
  readonly effects: readonly ComponentEffect[];
};

/** The measured effect of leaving a component out of a goal's framework. */
export type ComponentEffect = {
  /** The eval's id. */
  readonly eval: string;
  /** Whether it was measured with the component's current text. */
  readonly current: boolean;
  readonly goal: string;
  readonly effect: 'helps' | 'harms' | 'none' | 'mixed' | 'open';
  readonly cases: number;
  /** Number of cases in which the framework was preferred with it (`won`), without it (`lost`), or in neither way (`tied`). */
  readonly won: number;
  readonly tied: number;
  readonly lost: number;
  /** Points gained with it, compared with without it. */
  readonly points: number;
  readonly core: number;
  /** Tokens that it adds to a prompt. */
  readonly tokens: number;
};
