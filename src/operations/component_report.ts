import type { Component } from '../framework/index.ts';

/** A component and the goals that use it, in their order. */
export type ComponentReport = { readonly component: Component; readonly goals: readonly string[] };
