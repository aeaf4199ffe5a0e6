import type { WorkspaceFlags } from '../declare.ts';

/** Flags of `components list`, `search` and `show`. */
export type ComponentsFlags = WorkspaceFlags & { readonly kind?: string };

/** The option that leaves only one kind of component. */
export const KIND_OPTION = ['--kind <kind>', 'only this kind: persona, protocol or constraint'] as const;
