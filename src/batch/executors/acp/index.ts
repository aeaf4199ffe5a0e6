export { ACP } from './command.ts';
export { acpConfigured, acpNamed, entryExecutor, entryNames } from './named.ts';
export { QUIRKS, quirkOf } from './quirks/index.ts';
