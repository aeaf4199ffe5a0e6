export * from './folder/index.ts';
export * from './generation/index.ts';
export * from './running/index.ts';
export * from './status/index.ts';
export type { BatchManifest, ManifestGate, ManifestPhase } from './types.ts';
export * from './view/index.ts';
