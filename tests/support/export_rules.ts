import Handlebars from 'handlebars';
import { parse } from 'yaml';

/** A file of an export, by its path from the project. */
export type Exported = { readonly file: string; readonly text: string };

type Rules = (files: readonly Exported[]) => string[];

/** Splits a text into its parts. */
export function taken(text: string): { fields: Record<string, unknown>; body: string } {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/u.exec(text) ?? [];
  return { fields: parse(front) as Record<string, unknown>, body };
}

/** The requirements of each form's public reference for its files, written by hand; returns the errors, in words. */
export const EXPORT_RULES: Readonly<Record<string, Rules>> = {
  skill: (files) => files.flatMap(skillFaults),
  agent: ([file]) => (file === undefined ? ['no file'] : agentFaults(file)),
  command: ([file]) => (file === undefined ? ['no file'] : commandFaults(file)),
  plugin: pluginFaults,
  dotprompt: ([file]) => (file === undefined ? ['no file'] : dotpromptFaults(file)),
  promptfoo: promptfooFaults,
};

const NAME = /^(?!.{65})[a-z0-9]+(?:-[a-z0-9]+)*$/u;

function unless(holds: boolean, fault: string): string[] {
  return holds ? [] : [fault];
}

function isText(value: unknown, most = Number.POSITIVE_INFINITY): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= most;
}

/** https://agentskills.io/specification */
function skillFaults({ file, text }: Exported): string[] {
  const { fields, body } = taken(text);
  const allowed = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
  const metadata = Object.values((fields.metadata ?? {}) as object);
  return [
    ...unless(isText(fields.name) && NAME.test(fields.name), 'the name'),
    ...unless(file.endsWith(`/${String(fields.name)}/SKILL.md`), 'the name is not the folder'),
    ...unless(isText(fields.description, 1024), 'the description'),
    ...unless(fields.license === undefined || isText(fields.license), 'the license'),
    ...Object.keys(fields).filter((key) => !allowed.includes(key)),
    ...unless(
      metadata.every((value) => typeof value === 'string'),
      'metadata is no map of strings',
    ),
    ...unless(body.trim() !== '' && body.split('\n').length < 500, 'the body'),
  ];
}

/**
 * https://code.claude.com/docs/en/sub-agents: a name of lowercase letters and hyphens, and when to delegate; the body is its
 * prompt.
 */
function agentFaults({ file, text }: Exported): string[] {
  const { fields, body } = taken(text);
  return [
    ...unless(isText(fields.name) && NAME.test(fields.name), 'the name'),
    ...unless(file.endsWith(`/agents/${String(fields.name)}.md`), 'the name is not the file'),
    ...unless(isText(fields.description), 'the description'),
    ...unless(body.trim() !== '', 'the body'),
    // Permissions are for the user to decide.
    ...['tools', 'model', 'permissionMode', 'hooks', 'mcpServers'].filter((key) => key in fields),
  ];
}

/** https://code.claude.com/docs/en/slash-commands: it runs and reads nothing, and its arguments are the request. */
function commandFaults({ file, text }: Exported): string[] {
  const { fields, body } = taken(text);
  const name = /\/commands\/([^/]+)\.md$/u.exec(file)?.[1] ?? '';
  const places = body.match(/\$(?:ARGUMENTS|\d|[A-Z_]+)/gu) ?? [];
  return [
    ...unless(NAME.test(name), 'the name'),
    ...unless(isText(fields.description), 'the description'),
    ...unless(isText(fields['argument-hint']), 'the hint'),
    ...unless(!('allowed-tools' in fields), 'it allows tools'),
    ...places.filter((place) => place !== '$ARGUMENTS'),
    ...unless(!/!`|(?:^|\s)@[\w./]/mu.test(body), 'something would be run or read'),
  ];
}

const RESERVED_MARKETPLACES =
  /^(?:claude-code-(?:marketplace|plugins)|claude-plugins-official|anthropic-|agent-skills$|knowledge-work-plugins$|life-sciences$)/u;

/** https://code.claude.com/docs/en/plugins/marketplace-reference and https://code.claude.com/docs/en/plugins-reference */
function pluginFaults(files: readonly Exported[]): string[] {
  const named = (ending: string) => files.find(({ file }) => file.endsWith(ending));
  const list = JSON.parse(named('/.claude-plugin/marketplace.json')?.text ?? '{}') as {
    name?: unknown;
    owner?: { name?: unknown };
    plugins?: { name?: unknown; source?: unknown; description?: unknown }[];
  };
  const manifest = JSON.parse(named('/.claude-plugin/plugin.json')?.text ?? '{}') as { name?: unknown };
  const entry = list.plugins?.find(({ name }) => name === manifest.name);
  const roots = files.map(({ file }) => file.replace(/^.*?plugins\//u, ''));
  return [
    ...unless(isText(list.name) && NAME.test(list.name), 'the name of the list'),
    ...unless(!RESERVED_MARKETPLACES.test(String(list.name)), 'the name of the list is reserved'),
    ...unless(isText(list.owner?.name), 'the owner'),
    ...Object.keys(list).filter((key) => !['name', 'owner', 'plugins'].includes(key)),
    ...unless(isText(manifest.name) && NAME.test(manifest.name), 'the name of the plugin'),
    ...Object.keys(manifest).filter((key) => !['name', 'description'].includes(key)),
    ...unless(entry !== undefined, 'the plugin is not in the list'),
    ...unless(entry?.source === `./${String(manifest.name)}`, 'the source'),
    ...unless(
      roots.includes(`${String(manifest.name)}/.claude-plugin/plugin.json`),
      'the source leads to no plugin',
    ),
    ...files.filter(({ file }) => file.endsWith('/SKILL.md')).flatMap(skillFaults),
    ...files.filter(({ file }) => file.includes('/commands/')).flatMap(commandFaults),
  ];
}

/** Fields of https://google.github.io/dotprompt/reference/frontmatter */
const DOTPROMPT_FIELDS = [
  ...['name', 'variant', 'model', 'tools', 'config', 'input', 'output', 'metadata', 'description'],
];

/**
 * https://google.github.io/dotprompt/reference: every placeholder of the template is in the schema, and each is filled byte for
 * byte.
 */
function dotpromptFaults({ file, text }: Exported): string[] {
  const { fields, body } = taken(text);
  const input = (fields.input ?? {}) as {
    schema?: Record<string, string>;
    default?: Record<string, unknown>;
  };
  const names = Object.keys(input.schema ?? {});
  const plain = names.map((name) => name.replace(/\?$/u, ''));
  const values = Object.fromEntries(plain.map((name) => [name, `<${name}> & "{{x}}"\n\\`]));
  const engine = Handlebars.create();
  engine.registerHelper('role', (role: string) => `\u0000${role}\u0000`);
  const filled = engine.compile(body, { noEscape: true, strict: true, knownHelpersOnly: false })(values);
  const [before = '', ...turns] = filled.split('\u0000');
  const roles = turns.filter((_, place) => place % 2 === 0);
  const said = turns.filter((_, place) => place % 2 === 1);
  return [
    ...unless(file.endsWith('.prompt'), 'the ending'),
    ...Object.keys(fields).filter((key) => !DOTPROMPT_FIELDS.includes(key)),
    ...unless(
      names.every((name) => /^[a-z]\w*\??$/iu.test(name)),
      'a name of the schema',
    ),
    // A type of Picoschema, then what it is.
    ...unless(
      Object.values(input.schema ?? {}).every((type) => /^string, \S/u.test(type)),
      'a type of the schema',
    ),
    ...Object.keys(input.default ?? {}).filter((name) => !plain.includes(name)),
    ...unless(
      names.filter((name) => name.endsWith('?')).every((name) => name.slice(0, -1) in (input.default ?? {})),
      'an optional one is not there where it is left out',
    ),
    ...plain.filter((name) => !filled.includes(`<${name}> & "{{x}}"\n\\`)),
    ...unless(before.trim() === '' || roles.length === 0, 'something is said by nobody'),
    ...unless(['', 'system,user'].includes(roles.join(',')), 'the roles'),
    ...unless(
      [...said, ...(roles.length === 0 ? [before] : [])].every((value) => isText(value)),
      'a turn is empty',
    ),
  ];
}

/**
 * https://www.promptfoo.dev/config-schema.json, as far as it is used; the prompt is a chat in OpenAI's format with Nunjucks
 * placeholders.
 */
function promptfooFaults(files: readonly Exported[]): string[] {
  const config = parse(files.find(({ file }) => file.endsWith('promptfooconfig.yaml'))?.text ?? '') as {
    prompts?: { id?: unknown; label?: unknown }[];
    providers?: unknown;
    defaultTest?: { vars?: Record<string, unknown> };
    tests?: { description?: unknown; vars?: Record<string, unknown> }[];
  };
  const chat = JSON.parse(files.find(({ file }) => file.endsWith('/prompt.json'))?.text ?? '[]') as {
    role?: unknown;
    content?: unknown;
  }[];
  const said = chat.map(({ content }) => String(content)).join('\n');
  const places = new Set([...said.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name = '']) => name));
  const given = { ...config.defaultTest?.vars, ...config.tests?.[0]?.vars };
  return [
    ...Object.keys(config).filter(
      (key) => !['description', 'prompts', 'providers', 'defaultTest', 'tests'].includes(key),
    ),
    ...unless(config.prompts?.[0]?.id === 'file://prompt.json' && isText(config.prompts[0].label), 'prompts'),
    ...unless(
      Array.isArray(config.providers) && config.providers.every((value) => isText(value)),
      'providers',
    ),
    ...unless(config.tests?.length === 1, 'tests'),
    ...unless(
      Object.values(given).every((value) => isText(value)),
      'a variable is no text',
    ),
    ...[...places].filter((name) => !(name in given)),
    ...Object.keys(given).filter((name) => !places.has(name)),
    ...unless(!/\{[%#]/u.test(said.replaceAll(/\{\{\w+\}\}/gu, '')), 'a mark of Nunjucks is left'),
    ...unless(['user', 'system,user'].includes(chat.map(({ role }) => role).join(',')), 'the roles'),
    ...unless(
      chat.every(({ content }) => isText(content)),
      'a message is empty',
    ),
  ];
}
