import { type Json, objectOf, objectsOf, textOf } from '../agents/json_line.ts';

/** The intended effect of a tool call, as far as the agent says. Untrusted. */
export type Wish = {
  /** One of the protocol's kinds: `read`, `edit`, `execute` …; `other` where none is given. */
  readonly kind: string;
  /** A short description for a person. */
  readonly what: string;
  readonly paths: readonly string[];
  readonly commands: readonly string[];
  readonly urls: readonly string[];
};

/**
 * Reads from a tool call of the protocol what it would touch: from the locations and changes that it names, and from its raw
 * input.
 */
export function wishOf(call: Json): Wish {
  const input = objectOf(call.rawInput) ?? {};
  const title = textOf(call.title);
  const kind = textOf(call.kind) || 'other';
  const values = Object.entries(input);
  const texts = values.flatMap(([, value]) => textsOf(value));
  const commands = [input.command, input.cmd, input.script].map(commandOf).filter((text) => text !== '');
  const paths = [
    ...objectsOf(call.locations).map(({ path }) => textOf(path)),
    ...objectsOf(call.content).map(({ path }) => textOf(path)),
    ...values.filter(([name]) => PATH_NAMES.test(name)).flatMap(([, value]) => textsOf(value)),
    // Under any field name.
    ...texts.filter((text) => /^file:/iu.test(text)),
    ...(ON_FILES.has(kind)
      ? values
          .filter(([name]) => !WORD_NAMES.test(name))
          .flatMap(([, value]) => textsOf(value))
          .filter((text) => /^[/~]/u.test(text))
      : []),
    // Changes by file.
    ...Object.keys(objectOf(input.changes) ?? objectOf(input.fileChanges) ?? {}),
  ];
  return {
    kind,
    what: `${kind}${title === '' ? '' : ` ${title}`}`.split('\n')[0]?.slice(0, 200) ?? kind,
    paths: [...new Set(paths)].filter((path) => path !== ''),
    // Some agents give the command in the title only.
    commands: commands.length === 0 && kind === 'execute' && title !== '' ? [title] : commands,
    urls: texts.filter((text) => /^[a-z][a-z+.-]*:\/\//iu.test(text)),
  };
}

const PATH_NAMES =
  /^(?:(?:abs|absolute|file|dir|notebook|target|old|new|source|destination)_?)?(?:path|file|filename|dir|directory)s?$|^(?:cwd|workdir|source|destination)$/iu;

/** Kinds for which every value that looks like a path is one. */
const ON_FILES: ReadonlySet<string> = new Set(['read', 'delete', 'move']);
/** A search text, or a text to write, may look like a path. */
const WORD_NAMES = /pattern|query|regexp?|glob|text|string|content/iu;

function textsOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}

/** A command as one text; for a shell with a command as its argument, that command. */
function commandOf(value: unknown): string {
  if (!Array.isArray(value)) return textOf(value);
  const words = textsOf(value);
  const [shell = '', flag = '', text] = words;
  const isShell = /(?:^|\/)(?:ba|da|z)?sh$/u.test(shell) && /^-\w*c$/u.test(flag);
  return isShell && text !== undefined ? text : words.join(' ');
}
