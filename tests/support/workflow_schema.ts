import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { emptyFolder, ROOT } from './program.ts';

type Parser = typeof import('@actions/workflow-parser');

/** The errors that GitHub's own parser finds in a workflow, by its public schema. */
export async function workflowFaults(content: string): Promise<readonly string[]> {
  const { parseWorkflow, NoOperationTraceWriter } = await parser();
  const { context } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

/** It imports its schema in a way that Node no longer supports, so it is bundled first. */
async function parser(): Promise<Parser> {
  const made = await build({
    stdin: { contents: "export * from '@actions/workflow-parser';", resolveDir: ROOT },
    ...{ bundle: true, write: false, format: 'esm', platform: 'node' },
  });
  const file = join(emptyFolder(), 'parser.mjs');
  writeFileSync(file, made.outputFiles[0]?.text ?? '');
  return (await import(pathToFileURL(file).href)) as Parser;
}
