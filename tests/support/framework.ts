import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emptyFolder, run } from './program.ts';

/** The flags that give the required inputs of {@link newFramework}'s goal. */
export const GIVEN = ['--set', 'artifact=@x.py', '--set', 'standards=No floats.'] as const;

/** A folder with a framework `Audit` for reviewing against standards, made by the built program, and a file to review. */
export async function newFramework(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<string> {
  const cwd = emptyFolder();
  const made = await run(['new', 'Audit', '--goal', 'REVIEW_AGAINST_STANDARDS', '--title', 'T'], { cwd });
  if (made.code !== 0) throw new Error(made.err);
  for (const [file, text] of Object.entries({ 'x.py': 'x = 1.0\n', ...files })) {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  }
  return cwd;
}

/** The text of a file of that framework. */
export function frameworkText(cwd: string, file: '00_PERSONA.md' | '01_PROMPT_TEMPLATE.md'): string {
  return readFileSync(join(cwd, 'output/Audit', file), 'utf8');
}

/** Edits the task file of that framework by hand. */
export function editTask(cwd: string, edit: (text: string) => string): void {
  writeFileSync(
    join(cwd, 'output/Audit/01_PROMPT_TEMPLATE.md'),
    edit(frameworkText(cwd, '01_PROMPT_TEMPLATE.md')),
  );
}
