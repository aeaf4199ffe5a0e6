import type { Component } from '../../framework/index.ts';
import type { Clash } from './component_clashes.ts';

/** A component and the goals that use it, in their order. */
export type ComponentReport = { readonly component: Component; readonly goals: readonly string[] };

/** A component with what it clashes with, and what it was last measured to do. */
export type ShownComponent = ComponentReport & {
  readonly clashes: readonly Clash[];
  readonly effects: readonly ComponentEffect[];
};

/** What leaving a component out of a goal's framework was found to change. */
export type ComponentEffect = {
  /** The eval's id. */
  readonly eval: string;
  /** Whether it was measured with the text that the component has now. */
  readonly current: boolean;
  readonly goal: string;
  readonly effect: 'helps' | 'harms' | 'none' | 'mixed' | 'open';
  readonly cases: number;
  /** Cases in which the framework was preferred with it, in neither way, and without it. */
  readonly won: number;
  readonly tied: number;
  readonly lost: number;
  /** More points with it than without it. */
  readonly points: number;
  readonly core: number;
  /** That it adds to a prompt. */
  readonly tokens: number;
};
