export * from './executors/index.ts';
export * from './folder/index.ts';
export * from './generation/index.ts';
export type { BatchManifest, ManifestGate, ManifestPhase } from './types.ts';
