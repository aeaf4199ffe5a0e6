import { join } from 'node:path';
import { type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { displayPath, entryKind, readText, sha256, type TextRead } from '../../platform/index.ts';
import { templates as builtIn, type TemplateName } from '../generated/templates.js';
import { FILES, type TemplateOverride, type Templates, useTemplates } from './render.ts';
import type { TemplateProblemCode } from './template_fault.ts';
import { FRAMEWORK_NAMES, type NamesOfAny } from './template_names.ts';

/** The largest template that is read, in bytes. */
const LARGEST = 64 * 1024;

/**
 * Finds the templates to render with: each from the first folder that has one of its name, else the shipped one.
 *
 * @param folders - absolute, in search order
 * @param cwd - the folder that file names in problems are relative to
 */
export async function findTemplates(
  folders: readonly string[],
  cwd: string,
): Promise<Result<Templates, TemplateProblemCode>> {
  const overrides: TemplateOverride[] = [];
  const problems: Problem<TemplateProblemCode>[] = [];
  for (const { template } of FILES) {
    const found = await findOverride(template, FRAMEWORK_NAMES, { folders, cwd });
    if (found === undefined) continue;
    if ('length' in found) problems.push(...found);
    else overrides.push(found);
  }
  return problems.length === 0
    ? success(useTemplates(overrides))
    : { ok: false, cause: 'problems', problems: sortProblems(problems) };
}

/**
 * Finds a user's template that replaces a shipped one, or its problem; `undefined` if there is none or it has the same text.
 *
 * @param names - the names in its view
 */
export async function findOverride(
  template: TemplateName,
  names: NamesOfAny,
  { folders, cwd }: { readonly folders: readonly string[]; readonly cwd: string },
): Promise<TemplateOverride | readonly Problem<TemplateProblemCode>[] | undefined> {
  for (const folder of folders) {
    const path = join(folder, template);
    // Checked first without opening: a failed open creates an error, which costs more than everything else here.
    if (entryKind(path) === 'absent') continue;
    const read = readText(path, LARGEST);
    if (read.kind === 'absent') continue;
    const file = displayPath(cwd, path);
    if (read.kind !== 'text') return [unreadable(read, file)];
    const hash = sha256(read.text);
    return hash === builtIn[template].sha256
      ? undefined
      : compiled({ template, names, text: read.text, file, hash });
  }
  return undefined;
}

async function compiled({
  template,
  names,
  text,
  file,
  hash,
}: {
  readonly template: TemplateName;
  readonly names: NamesOfAny;
  readonly text: string;
  readonly file: string;
  readonly hash: string;
}): Promise<TemplateOverride | readonly Problem<TemplateProblemCode>[]> {
  const { compileTemplate } = await import('./compile.ts');
  const result = compileTemplate(text, names);
  if (result.ok) return { file: template, shown: file, sha256: hash, specification: result.specification };
  return result.faults.map((fault) => ({ severity: 'error', ...fault, file }));
}

function unreadable(
  read: Exclude<TextRead, { readonly kind: 'text' }>,
  file: string,
): Problem<TemplateProblemCode> {
  const message = `The template cannot be used: it is ${read.kind.replaceAll('-', ' ')}.`;
  const at = 'at' in read ? read.at : {};
  return { severity: 'error', code: 'template-unreadable', message, file, ...at };
}
