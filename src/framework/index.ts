export { type BuiltIn, readBuiltIn, readBuiltInComponent } from './built_in.ts';
export * from './composition/index.ts';
export * from './filling/index.ts';
export * from './generation/index.ts';
export * from './goal_map/index.ts';
export * from './library/index.ts';
export * from './lint/index.ts';
export * from './storage/index.ts';
export * from './update/index.ts';
