export * from './document/index.ts';
export * from './graph/index.ts';
export * from './rules/index.ts';
export type * from './types.ts';
