export { ACP } from './command.ts';
export { acpConfigured, acpNamed, entryExecutor } from './named.ts';
export { quirkOf } from './quirks/index.ts';
