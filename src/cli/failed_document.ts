import type { Command } from 'commander';
import type { Problem } from '../diagnostics/index.ts';
import { emptyDocuments } from '../operations/index.ts';
import { type DocumentName, emptyDocument } from './terminal/index.ts';

/** The document of a command with wrong arguments, or that could not be carried out. */
export function failedDocument(
  program: Command,
  argv: readonly string[],
  problems: readonly Problem[],
): string {
  const name = documentOf(namedCommand(program, argv)) ?? 'orchestrator.usage/1';
  const known = 'dryRun' in emptyDocuments[name] ? { dryRun: argv.includes('--dry-run') } : {};
  return emptyDocument(name, problems, known);
}

/** The verb that the arguments name, if any. */
function namedCommand(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    if (word === '--') break;
    command = command.commands.find((child) => child.name() === word) ?? command;
  }
  return command;
}

/** The name of a command's `--json` document: `batch-merge` for `batch merge`. `undefined` if it prints none. */
export function documentOf(
  command: Command & { readonly document?: DocumentName },
): DocumentName | undefined {
  if (command.document !== undefined) return command.document;
  const path: string[] = [];
  for (let each: Command | null = command; each?.parent; each = each.parent) path.unshift(each.name());
  const name = `orchestrator.${path.join('-')}/1`;
  return isDocument(name) ? name : undefined;
}

function isDocument(name: string): name is DocumentName {
  return Object.hasOwn(emptyDocuments, name);
}
