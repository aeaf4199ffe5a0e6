import type { Component } from '../../framework/index.ts';
import type { Clash } from './component_clashes.ts';

/** A component and the goals that use it, in their order. */
export type ComponentReport = { readonly component: Component; readonly goals: readonly string[] };

/** A component with what it clashes with. */
export type ShownComponent = ComponentReport & { readonly clashes: readonly Clash[] };
