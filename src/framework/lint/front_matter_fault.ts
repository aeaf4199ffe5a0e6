import type { ErrorObject } from 'ajv';
import { nearest } from '../../lib/index.ts';
import type { ComponentFrontMatter } from '../generated/component.ts';
import type { Hit } from './lint_rule.ts';

/** Turns a schema error in front matter into a readable fault of its key. */
export function frontMatterFault({
  keyword,
  instancePath,
  params,
  message = 'is not valid',
}: ErrorObject): Hit {
  const [, path = '', item] = instancePath.split('/');
  const key = unescaped(path);
  switch (keyword) {
    case 'additionalProperties': {
      const unknown = String(params.additionalProperty);
      const suggestion = nearest(unknown, KEYS);
      const what = `${JSON.stringify(unknown.slice(0, 80))} is not a key of ${key === '' ? 'front matter' : `"${key}"`}`;
      return {
        at: { key: key === '' ? unknown : key },
        message: suggestion ? `${what}; the closest is "${suggestion}".` : `${what}.`,
      };
    }
    case 'required':
      return {
        at: { key },
        message: `Its ${key === '' ? 'front matter' : `"${key}"`} has no "${String(params.missingProperty)}".`,
        ...(key === '' ? { loadsWithout: true as const } : {}),
      };
    case 'enum':
      return {
        at: { key },
        message: `Its "${key}" must be one of: ${(params.allowedValues as unknown[]).join(', ')}.`,
      };
    case 'pattern':
      return { at: { key }, message: `Its "${key}"${nth(item)} must be ${formOf(key)}.` };
    case 'type':
      return {
        at: { key },
        message: `Its "${key}"${nth(item)} must be ${TYPES[String(params.type)] ?? 'of another type'}.`,
      };
    case 'uniqueItems':
      return { at: { key }, message: `Its "${key}" lists the same value twice.` };
    default:
      return { at: { key }, message: `Its "${key}"${nth(item)} ${message}.` };
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list, such as [a, b]',
  object: 'a mapping, such as { model: x }',
};

function formOf(key: string): string {
  if (key === 'version') return 'a semantic version, such as 1.0.0';
  if (key.endsWith('_inputs')) return 'the name of an input';
  return 'lower-case words and digits joined by underscores';
}

function nth(item: string | undefined): string {
  return item === undefined || !/^\d+$/u.test(item) ? '' : `, item ${Number(item) + 1},`;
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, 80);
}

/** The keys of front matter: the compiler ensures that they are those of the schema. */
const KEYS = Object.keys({
  id: true,
  title: true,
  kind: true,
  summary: true,
  use_when: true,
  avoid_when: true,
  goals: true,
  interaction: true,
  requires_inputs: true,
  optional_inputs: true,
  requires_tools: true,
  owns: true,
  conflicts_with: true,
  exits: true,
  needs_exit: true,
  output_headings: true,
  check: true,
  version: true,
  origin: true,
  source: true,
  license: true,
  status: true,
  history: true,
  generated: true,
} satisfies Record<keyof ComponentFrontMatter, true>);
