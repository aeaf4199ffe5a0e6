import { shellWord } from '../../../lib/index.ts';
import type { Detector } from '../detector.ts';
import { type CommandRole, commandFact, type Fact, makeFact, roleByNameOrText, roleOf } from '../fact.ts';
import { folderOf, inFolder, plain } from '../plain_text.ts';
import { matchesIn } from '../reading/line_matches.ts';
import { makeTargetsIn } from '../reading/makefile.ts';
import type { YamlNode } from '../reading/yaml.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Targets of makefiles, recipes of justfiles, tasks of Taskfiles and of Rakefiles. */
export const taskRunners: Detector = {
  name: 'task-runners',
  detect: (sources) => [
    ...each(sources, /^(?:GNUmakefile|[Mm]akefile)$/u, (text) => [
      ...makeCommands(text),
      ...includedCommands(sources, text),
    ]),
    ...each(sources, /^\.?[Jj]ustfile$/u, justCommands),
    ...sources
      .matching(/^[Tt]askfile(?:\.dist)?\.ya?ml$/u)
      .filter((path) => !isForeign(path))
      .slice(0, MAX_FILES)
      .flatMap((path) => [...taskCommands(sources, path), ...writtenByTasks(sources, path)]),
    ...each(sources, /^Rakefile$/u, rakeCommands),
  ],
};

const MAX_FILES = 12;
const MAX_TARGETS = 40;

function each(sources: Sources, pattern: RegExp, find: (text: SourceText) => readonly Fact[]): Fact[] {
  const files = sources
    .matching(pattern)
    .filter((path) => !isForeign(path))
    .slice(0, MAX_FILES);
  return files.flatMap((path) => {
    const text = sources.read(path);
    return text === undefined ? [] : find(text);
  });
}

/** Whether a path is third-party code in the project, or an example. */
function isForeign(path: string): boolean {
  return /(?:^|\/)(?:vendor|third[_-]?party|node_modules|fixtures?|testdata|examples?|samples?|public|static)\/|(?:^|\/)tests?\/(?:[^/]+\/){2}/iu.test(
    path,
  );
}

function command(
  role: CommandRole,
  run: string,
  source: SourceText,
  line: number,
  remark?: string,
  folder = folderOf(source.path),
): Fact {
  return commandFact({
    role,
    run,
    folder,
    evidence: [{ path: source.path, line }],
    ...(remark === undefined ? {} : { does: plain(remark, 70) }),
  });
}

/**
 * The targets of the files that a makefile includes from its own folder, with the names by which they are called there: without a
 * prefix if a rule removes it (`%: common-% ;`).
 */
function includedCommands(sources: Sources, source: SourceText): Fact[] {
  const folder = folderOf(source.path);
  const own = new Set(makeTargetsIn(source.lines).map(({ name }) => name));
  return matchesIn(source, /^-?s?include\s+([^#$]+?)\s*(?:#.*)?$/u)
    .flatMap(({ groups: [names = ''] }) => names.split(/\s+/u))
    .filter((name) => !/[*?%]|^\/|(?:^|\/)\.\.(?:\/|$)/u.test(name))
    .slice(0, MAX_FILES)
    .flatMap((name): Fact[] => {
      const included = sources.read(inFolder(folder, name));
      if (included === undefined) return [];
      const prefix = matchesIn(included, /^%\s*:\s*([A-Za-z][\w-]*[-_])%\s*;?\s*$/u)[0]?.groups[0];
      return makeCommands(included, { folder, prefix }).filter(
        ({ values: { run = '' } }) => !own.has(run.slice('make '.length)),
      );
    });
}

type Included = { readonly folder: string; readonly prefix: string | undefined };

function makeCommands(source: SourceText, included?: Included): Fact[] {
  const called = (name: string) =>
    included?.prefix !== undefined && name.startsWith(included.prefix)
      ? name.slice(included.prefix.length)
      : name;
  const phony = new Set<string>();
  for (const { 1: names = '' } of source.text.replace(/\\\r?\n/gu, ' ').matchAll(/^\.PHONY\s*:(.*)$/gmu))
    for (const name of names.trim().split(/\s+/u)) phony.add(name);
  const all = makeTargetsIn(source.lines);
  const isOfSphinx = /^SPHINXBUILD\s*\??=/mu.test(source.text);
  const targets = new Set(all.map(({ name }) => name));
  const offered = new Set(
    matchesIn(source, /^\s+@?echo\s+["']\s*(?:make )?([A-Za-z][\w-]*)\s{2,}\S/u).map(
      ({ groups: [name = ''] }) => name,
    ),
  );
  return (
    all
      .filter(({ name }) => !isOfSphinx || OF_PAGES.test(name))
      // Help that is printed is for people.
      .filter(({ name }) => /^(?!help$)[A-Za-z][\w-]*$/u.test(name))
      .filter(
        ({ name, remark, line }) =>
          phony.size === 0 ||
          phony.has(name) ||
          remark !== undefined ||
          roleOf(called(name)) !== 'task' ||
          // Targets that the file itself lists in its help.
          offered.has(name) ||
          // A name that begins with a verb is no file.
          /^(?:check|verify|update|download|extract|generate|install|run|start|stop|deploy|publish|push|watch)[-_]/u.test(
            name,
          ) ||
          makesNothing(source.lines, line, name),
      )
      .slice(0, MAX_TARGETS)
      .map(({ name, line, remark }) =>
        command(
          installsTheProduct(called(name), source.lines, line) || getsTool(source.lines, line)
            ? 'task'
            : onlyBuilds(source.lines, line)
              ? 'build'
              : roleByNameOrText(called(name), remark ?? ''),
          `make ${called(name)}`,
          source,
          line,
          remark ?? doneBy(source.lines, line, targets),
          included?.folder,
        ),
      )
  );
}

/** Whether a target's existing recipe only calls tools that need its prerequisites, so that it makes no file of its name. */
function makesNothing(lines: readonly string[], line: number, name: string): boolean {
  const recipe: string[] = [];
  for (let place = line; (lines[place] ?? '').startsWith('\t'); place++) recipe.push(lines[place] ?? '');
  const calls = recipe.join('\n').trim();
  return (
    /[-_](?:build|init|clean|push|pull|up|down|start|stop|fix|update|upgrade|harness)$|^(?:mock(?:gen|s)?|gen\w*|docker[-_]\w+)$/u.test(
      name,
    ) &&
    calls !== '' &&
    !new RegExp(`\\$[@*({]?@|(?:^|\\s|/)(?:-o\\s*|>\\s*|touch\\s+)${name}(?:\\s|$)`, 'mu').test(calls)
  );
}

/** The targets that build and check web pages, among the many that Sphinx writes into a makefile. */
const OF_PAGES =
  /^(?:(?:live|dir)?html|livehtml|linkcheck|doctest|clean|spelling|lint|serve|watch|test\w*)$/u;

/** The commands of a target, if there are only one or two: the targets that it needs and its recipe. */
function doneBy(lines: readonly string[], line: number, targets: ReadonlySet<string>): string | undefined {
  const recipe: string[] = [];
  for (let place = line; (lines[place] ?? '').startsWith('\t'); place++)
    recipe.push((lines[place] ?? '').trim().replace(/^[@+-]+\s*/u, ''));
  // A call over several lines, or in parallel with the next one, would be reported incompletely.
  if (recipe.some((call) => /(?:\\|&)$/u.test(call))) return undefined;
  const calls = recipe.filter((call) => call !== '' && !/^(?:echo|printf|mkdir|#)/u.test(call));
  if (calls.length > 2) return undefined;
  const words = /^[^\s#:=][^:=#]*::?(?!=)([^#=;]*)$/u.exec(lines[line - 1] ?? '')?.[1] ?? '';
  const named = words.split(/\s+/u).filter(Boolean);
  const needed = named.filter((word) => targets.has(word));
  // Other targets, under names that only a rule with a pattern knows, would be left out.
  if (named.some((word) => /^[a-z][\w-]*$/u.test(word) && !targets.has(word))) return undefined;
  const all = [...(needed.length === 0 ? [] : [`make ${needed.join(' ')}`]), ...calls];
  return all.length === 0 ? undefined : all.join(' && ');
}

/** Whether a target only builds: `test` without a recipe, of files that variables name, or `install` with one call of a compiler. */
function onlyBuilds(lines: readonly string[], line: number): boolean {
  const [rule = '', first = '', second = ''] = lines.slice(line - 1);
  return first.startsWith('\t')
    ? /^install\s*:/u.test(rule) && /^\t@?(?:go|cargo) build\b/u.test(first) && !second.startsWith('\t')
    : /^tests?\s*:(?:\s*\$[({]\w+[)}])+\s*$/u.test(rule);
}

/** Whether the recipe of a target only downloads a tool and does nothing with it. */
function getsTool(lines: readonly string[], line: number): boolean {
  const recipe: string[] = [];
  for (let place = line; /^(?:\t|ifn?(?:eq|def)|else|endif)/u.test(lines[place] ?? ''); place++)
    if ((lines[place] ?? '').startsWith('\t'))
      recipe.push((lines[place] ?? '').trim().replace(/^[@+-]+\s*/u, ''));
  return (
    recipe.length > 0 &&
    recipe.every((call) => /^(?:curl|wget|go install|go get|GOBIN=\S+ go install)\b/u.test(call))
  );
}

/**
 * Whether a target installs the build result among the system's programs: `install` in many makefiles does, and does not set up
 * the project. A target whose package manager installs the project's dependencies does set it up, whatever else it does.
 */
function installsTheProduct(name: string, lines: readonly string[], line: number): boolean {
  if (!/^install(?:[_-]all)?$/u.test(name)) return false;
  const end = lines.findIndex(
    (text, place) => place >= line && !/^\s|^$|^#|^(?:ifn?(?:eq|def)|else|endif)\b/u.test(text),
  );
  // Its parts are named after it, and none after what is needed for work.
  if (/^install\s*:(?:\s*install[-_](?!dep|dev|tool|req)\w+)+\s*$/u.test(lines[line - 1] ?? '')) return true;
  const recipe = lines.slice(line, end < 0 ? undefined : end).join('\n');
  const commands = recipe
    .replace(/\\\n/gu, ' ')
    .split(/\n|&&|\|\||;/u)
    .map((command) => command.replace(/^[\s@+-]*(?:(?:do|then|else)\s+)?(?:sudo\s+)?/u, '').trim());
  if (commands.some((command) => SETS_UP.test(command))) return false;
  return commands.some(
    (command) =>
      INSTALLS.test(command) ||
      (COPIES.test(command) && isElsewhere(destinationOf(command), lines)) ||
      (command.match(/\$[({](?:DESTDIR|PREFIX|prefix)[)}]/gu) ?? []).some((word) => isElsewhere(word, lines)),
  );
}

/** Commands that are known to install a program without a look at their destination. */
const INSTALLS =
  /^(?:cargo install\s+(?:\S+\s+)*--path[\s=]+\.|go install(?:\s*$|\s+(?:\S+\s+)*\.)|cmake --install\b|(?:install|cp|ln|mv)\s.*\$\(shell go env GO(?:PATH|BIN)\))/u;

const COPIES = /^(?:install|cp|ln|mv|rsync|\$[({]INSTALL\w*[)}])\s/u;

/** A package manager that installs the project's dependencies. */
const SETS_UP =
  /^(?:(?:npm (?:ci|i|install)|pnpm (?:i|install)|yarn(?: install)?|bun install)(?:\s(?!(?:.*\s)?(?:-g|--global)(?:\s|$)).*)?$|(?:(?:uv|poetry|pdm|pipenv|bundle|composer|pre-commit) (?:sync|install)|(?:conda|mamba) (?:env|install)|(?:python3? -m |uv )?pip3? install\s+(?:\S+\s+)*(?:-[re]|--requirement|--editable)|mix deps\.get|(?:flutter|dart) pub get|go mod download|cargo fetch|dotnet restore)\b)/u;

/** The destination of a copy command: its `-t`, or its last word. */
function destinationOf(command: string): string {
  const words = command
    .replace(/\s\d?>.*$/u, '')
    .split(/\s+/u)
    .map((word) => word.replaceAll(/["']/gu, ''));
  const named = words.findIndex((word) => /^(?:-t|--target-directory)$/u.test(word));
  const given = words
    .find((word) => word.startsWith('--target-directory='))
    ?.slice('--target-directory='.length);
  return given ?? (named < 0 ? words.at(-1) : words[named + 1]) ?? '';
}

/** Whether a path is outside the project, as far as its own words and the makefile's variables show. */
function isElsewhere(place: string, lines: readonly string[]): boolean {
  let path = place;
  for (let round = 0; round < 5 && path.startsWith('$'); round++) {
    const [whole = '', name = ''] = /^\$[({](\w+)[)}]/u.exec(path) ?? [];
    // The folder of the project, as make and the shell name it.
    if (/^(?:CURDIR|PWD)$/u.test(name)) return false;
    const own = new RegExp(`^(?:export\\s+|override\\s+)*${name}\\s*[?:]*=\\s*(\\S.*)$`, 'u');
    const value = name === '' ? undefined : lines.map((line) => own.exec(line)?.[1]).find(Boolean);
    if (value === undefined) return PLACES.test(path);
    path = `${value.trim()}${path.slice(whole.length)}`;
  }
  return /^(?:\/|~)/u.test(path);
}

/** Variables of makefiles and the shell for installation folders and the home folder. */
const PLACES =
  /^\$\$?[({]?(?:DESTDIR|PREFIX|prefix|exec_prefix|HOME|GOPATH|GOBIN|CARGO_HOME|XDG_\w+|\w*(?:bin|sbin|lib|libexec|man|man1|data|datarootdir|doc|include|sysconf|state|info)dir|\w*(?:BIN|SBIN|LIB|LIBEXEC|MAN|MAN1|DATA|DOC|INCLUDE|SYSCONF|INSTALL|INST)_?DIR|INSTALL_\w+)\b/u;

function justCommands(source: SourceText): Fact[] {
  return source.lines
    .flatMap((line, place) => {
      const [, name] = /^@?([A-Za-z][\w-]*)(?:\s+[^:=]*)?:(?!=)/u.exec(line) ?? [];
      if (name === undefined || /^(?:set|export|alias|import|mod)\s/u.test(line)) return [];
      const { remark, isPrivate } = aboveRecipe(source.lines, place);
      if (isPrivate || name.startsWith('_')) return [];
      const body = bodyOfRecipe(source.lines, place);
      if (body.length === 1 && /^just (?:--list|-l)\b/u.test(body[0] ?? '')) return [];
      const does = remark ?? (body.length === 1 || body.length === 2 ? body.join(' && ') : undefined);
      const role =
        roleOf(name) === 'setup' && body.length > 0 && body.every((call) => GETS_ITSELF.test(call))
          ? 'task'
          : roleByNameOrText(name, remark ?? '');
      return [command(role, `just ${name}`, source, place + 1, does)];
    })
    .slice(0, MAX_TARGETS);
}

/** The remark above a recipe, skipping attributes in brackets between the two. */
function aboveRecipe(
  lines: readonly string[],
  place: number,
): { readonly remark: string | undefined; readonly isPrivate: boolean } {
  let isPrivate = false;
  let above = place - 1;
  for (; /^\[.*\]\s*$/u.test(lines[above] ?? ''); above--)
    if (/\bprivate\b/u.test(lines[above] ?? '')) isPrivate = true;
  return { remark: /^#\s*(.+)$/u.exec(lines[above] ?? '')?.[1], isPrivate };
}

/** The calls of a recipe; none if it is a script of its own. */
function bodyOfRecipe(lines: readonly string[], place: number): string[] {
  const body: string[] = [];
  for (let at = place + 1; /^\s+\S/u.test(lines[at] ?? ''); at++)
    body.push((lines[at] ?? '').trim().replace(/^[@-]+/u, ''));
  return body.some((call) => call.startsWith('#!') || /\\$/u.test(call)) ? [] : body;
}

/** Installs a published program on the machine. */
const GETS_ITSELF =
  /^(?:cargo install|brew install|go install \S+@|npm (?:i|install) (?:-g|--global)|pipx install)\s?/u;

function taskCommands(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  const tasks = sources.yaml(path)?.root.key('tasks')?.entries() ?? [];
  if (text === undefined) return [];
  return (
    tasks
      // A task with a star in its name is called by other names.
      .filter(({ key, value }) => value.key('internal')?.scalar !== 'true' && !key.includes('*'))
      .slice(0, MAX_TARGETS)
      .map(({ key, line, value }) =>
        command(
          roleOf(key) === 'setup' && installsOnly(value)
            ? 'task'
            : roleByNameOrText(key, value.key('desc')?.scalar ?? ''),
          `task ${shellWord(plain(key, 60))}`,
          text,
          line,
          value.key('desc')?.scalar,
        ),
      )
  );
}

/** The project's files that tasks declare as their output. */
function writtenByTasks(sources: Sources, path: string): Fact[] {
  const tasks = sources.yaml(path)?.root.key('tasks')?.entries() ?? [];
  return tasks.slice(0, MAX_TARGETS).flatMap(({ key, value }) =>
    (value.key('generates')?.items() ?? []).flatMap((each): Fact[] => {
      const name = each.scalar?.replace(/^\.\//u, '') ?? '';
      const file = inFolder(folderOf(path), name);
      return sources.has(file)
        ? [
            makeFact({
              kind: 'generated',
              about: `task:${file}`,
              statement: `\`${plain(file)}\` is written by \`task ${plain(key, 60)}\``,
              values: { path: file, by: `task ${key}` },
              evidence: [{ path, line: each.line }],
            }),
          ]
        : [];
    }),
  );
}

/** Whether a task does nothing but install a program of the project. */
function installsOnly(task: YamlNode): boolean {
  const commands = task.key('cmds')?.items() ?? [];
  return (
    commands.length > 0 && commands.every((each) => INSTALLS.test((each.key('cmd') ?? each).scalar ?? ''))
  );
}

function rakeCommands(source: SourceText): Fact[] {
  const named = source.lines.flatMap((line, place) => {
    const name = RAKE_TASK.exec(line)?.slice(1).find(Boolean);
    return name === undefined ? [] : [{ name, line: place + 1 }];
  });
  return named
    .filter(({ name }, place) => named.findIndex((other) => other.name === name) === place)
    .slice(0, MAX_TARGETS)
    .map(({ name, line }) =>
      command(
        roleOf(name),
        name === 'default' ? 'rake' : `rake ${name}`,
        source,
        line,
        source.lines.map((each) => neededByRake(each, name)).find((each) => each !== undefined),
      ),
    );
}

/** The tasks that another one needs, if they are on its line: `task default: [:spec]`, `task :ci => %i[a b]`. */
function neededByRake(line: string, task: string): string | undefined {
  const [, short, long, listed = ''] =
    /^task[ \t(]+(?:([a-z]\w*):|:([a-z]\w*)\s*=>)\s*(.*)$/u.exec(line) ?? [];
  const needed = listed.trimEnd().replace(/\)$/u, '');
  if ((short ?? long) !== task || !/^(?:%[iw])?[[:\w\s,"'\]]+$/u.test(needed) || /\bdo\b/u.test(needed))
    return undefined;
  const names = needed.match(/[a-z][\w:]*/giu) ?? [];
  return names.length === 0 || names.length > 6
    ? undefined
    : `rake ${names.filter((name) => name !== 'i' && name !== 'w').join(' ')}`;
}

/**
 * A task at the top level: `task :name`, `task name: :other`, `task('ns:name')`; the full name of a task in a namespace is not on
 * its line.
 */
const RAKE_TASK = /^task[ \t(]+(?::([a-z]\w*)|["']([a-z][\w:-]*)["']|([a-z]\w*):(?!:))/u;
