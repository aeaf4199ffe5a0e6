import { failure, type Result, success } from '../../diagnostics/index.ts';
import type { ComponentProblemCode, FrontMatter } from './component.ts';
import { parseComponent, splitFrontMatter } from './parse_component.ts';

export type ReviseProblemCode = ComponentProblemCode | 'front-matter-not-editable';

/**
 * A component's file with another text: if its front matter has these fields, the version becomes the next minor one, the status
 * `draft` again, and the origin a hand. Every other byte of the front matter is unchanged.
 *
 * @param file - the name that problems carry
 */
export async function reviseComponent(
  source: string,
  file: string,
  text: string,
): Promise<Result<string, ReviseProblemCode>> {
  const before = await parseComponent(source, file);
  if (!before.ok) return before;
  const { metadata } = before.value;
  const fields = revisedFields(metadata);
  const parts = Object.keys(metadata).length > 0 ? splitFrontMatter(source) : undefined;
  const end = /\r\n$/u.test(source) ? '\r\n' : '\n';
  const revised = parts === undefined ? `${text}${end}` : `${withFields(source, parts, fields)}${text}${end}`;
  const after = await parseComponent(revised, file);
  if (!after.ok) return after;
  const expected = { ...metadata, ...fields };
  if (after.value.text === text && isSame(after.value.metadata, expected)) return success(revised);
  return failure('problems', {
    severity: 'error',
    code: 'front-matter-not-editable',
    message: 'The component was not revised: its front matter could not be split into lines.',
    file,
    hint: 'Put one key on each line of its front matter, then run this again.',
  });
}

/** Only existing fields; a file without them says nothing about versions. */
function revisedFields(metadata: FrontMatter): Readonly<Record<string, string>> {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/u.exec(String(metadata.version)) ?? [];
  return {
    ...(major === undefined ? {} : { version: `${major}.${Number(minor) + 1}.0` }),
    ...(metadata.status === undefined ? {} : { status: 'draft' }),
    ...(metadata.origin === undefined ? {} : { origin: 'hand' }),
  };
}

function withFields(
  source: string,
  { yaml, body }: { readonly yaml: string; readonly body: string },
  fields: Readonly<Record<string, string>>,
): string {
  const head = source.slice(0, source.length - body.length);
  const opening = source.indexOf('\n') + 1;
  const edited = Object.entries(fields).reduce(
    (lines, [key, value]) =>
      lines.replace(
        new RegExp(`^(${key}[ \\t]*:[ \\t]*)(?:"[^"\\n]*"|'[^'\\n]*'|[\\w.-]*)`, 'mu'),
        (_, start: string) => start + value,
      ),
    yaml,
  );
  return head.slice(0, opening) + edited + head.slice(opening + yaml.length);
}

function isSame(a: FrontMatter, b: FrontMatter): boolean {
  const sorted = (data: FrontMatter) =>
    JSON.stringify(Object.entries(data).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
