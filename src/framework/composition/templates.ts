import { join } from 'node:path';
import { type Problem, type Result, sortProblems, success } from '../../diagnostics/index.ts';
import { displayPath, entryKind, readText, sha256, type TextRead } from '../../platform/index.ts';
import { templates as builtIn, type TemplateName } from '../generated/templates.js';
import { FILES, type TemplateOverride, type Templates, useTemplates } from './render.ts';
import type { TemplateProblemCode } from './template_fault.ts';

/** The largest template that is read, in bytes. */
const LARGEST = 64 * 1024;

/**
 * The templates to render with: for each, the first folder that has one of its name, else the shipped one.
 *
 * @param folders - absolute, the first to look in first
 * @param cwd - what file names in problems are shown relative to
 */
export async function findTemplates(
  folders: readonly string[],
  cwd: string,
): Promise<Result<Templates, TemplateProblemCode>> {
  const overrides: TemplateOverride[] = [];
  const problems: Problem<TemplateProblemCode>[] = [];
  for (const { template } of FILES) {
    for (const folder of folders) {
      const path = join(folder, template);
      // Asked first without opening: a failed open makes an error, which costs more than everything else here.
      if (entryKind(path) === 'absent') continue;
      const read = readText(path, LARGEST);
      if (read.kind === 'absent') continue;
      const file = displayPath(cwd, path);
      const found =
        read.kind === 'text' ? await compiled(template, read.text, file) : [unreadable(read, file)];
      if ('length' in found) problems.push(...found);
      else if (found.sha256 !== builtIn[template].sha256) overrides.push(found);
      break;
    }
  }
  return problems.length === 0
    ? success(useTemplates(overrides))
    : { ok: false, cause: 'problems', problems: sortProblems(problems) };
}

async function compiled(
  template: TemplateName,
  text: string,
  file: string,
): Promise<TemplateOverride | readonly Problem<TemplateProblemCode>[]> {
  const hash = sha256(text);
  if (hash === builtIn[template].sha256)
    return { file: template, shown: file, sha256: hash, specification: builtIn[template].specification };
  const { compileTemplate } = await import('./compile.ts');
  const result = compileTemplate(text);
  if (result.ok) return { file: template, shown: file, sha256: hash, specification: result.specification };
  return result.faults.map((fault) => ({ severity: 'error', ...fault, file }));
}

function unreadable(
  read: Exclude<TextRead, { readonly kind: 'text' }>,
  file: string,
): Problem<TemplateProblemCode> {
  const message = `The template can not be used: it is ${read.kind.replaceAll('-', ' ')}.`;
  const at = 'at' in read ? read.at : {};
  return { severity: 'error', code: 'template-unreadable', message, file, ...at };
}
