import type { Detector } from '../detector.ts';
import { type CommandRole, commandFact, type Fact, roleOf } from '../fact.ts';
import { folderOf, plain } from '../plain.ts';
import { makeTargetsIn } from '../reading/makefile.ts';
import type { Sources, SourceText } from '../sources.ts';

/** Targets of makefiles, recipes of justfiles, tasks of Taskfiles and of Rakefiles. */
export const taskRunners: Detector = {
  name: 'task-runners',
  detect: (sources) => [
    ...each(sources, /^(?:GNUmakefile|[Mm]akefile)$/u, makeCommands),
    ...each(sources, /^\.?[Jj]ustfile$/u, justCommands),
    ...sources
      .matching(/^[Tt]askfile(?:\.dist)?\.ya?ml$/u)
      .slice(0, MOST_FILES)
      .flatMap((path) => taskCommands(sources, path)),
    ...each(sources, /^Rakefile$/u, rakeCommands),
  ],
};

const MOST_FILES = 12;
const MOST_TARGETS = 40;

function each(sources: Sources, pattern: RegExp, find: (text: SourceText) => readonly Fact[]): Fact[] {
  const files = sources
    .matching(pattern)
    .filter((path) => !isForeign(path))
    .slice(0, MOST_FILES);
  return files.flatMap((path) => {
    const text = sources.read(path);
    return text === undefined ? [] : find(text);
  });
}

/** What somebody else made and this project only carries, or keeps as an example. */
function isForeign(path: string): boolean {
  return /(?:^|\/)(?:vendor|third[_-]?party|node_modules|fixtures?|testdata|examples?|samples?)\//iu.test(
    path,
  );
}

function command(role: CommandRole, run: string, source: SourceText, line: number, remark?: string): Fact {
  return commandFact({
    role,
    run,
    folder: folderOf(source.path),
    evidence: [{ path: source.path, line }],
    ...(remark === undefined ? {} : { does: plain(remark, 70) }),
  });
}

function makeCommands(source: SourceText): Fact[] {
  const phony = new Set<string>();
  for (const { 1: names = '' } of source.text.replace(/\\\r?\n/gu, ' ').matchAll(/^\.PHONY\s*:(.*)$/gmu))
    for (const name of names.trim().split(/\s+/u)) phony.add(name);
  return makeTargetsIn(source.lines)
    .filter(({ name }) => /^[A-Za-z][\w-]*$/u.test(name))
    .filter(
      ({ name, remark }) =>
        phony.size === 0 || phony.has(name) || remark !== undefined || roleOf(name) !== 'task',
    )
    .slice(0, MOST_TARGETS)
    .map(({ name, line, remark }) =>
      command(
        installsTheProduct(name, source.lines, line) ? 'task' : roleOf(name),
        `make ${name}`,
        source,
        line,
        remark,
      ),
    );
}

/** Whether a target puts what was built where programs are kept: that is `install` in many a makefile, and sets no project up. */
function installsTheProduct(name: string, lines: readonly string[], line: number): boolean {
  if (!/^install(?:[_-]all)?$/u.test(name)) return false;
  const end = lines.findIndex((text, place) => place >= line && !/^\s|^$/u.test(text));
  const recipe = lines.slice(line, end < 0 ? undefined : end).join('\n');
  return /\$[({](?:DESTDIR|PREFIX|prefix|bindir|BINDIR|INSTALL\w*)[)}]|^\t[@-]*(?:sudo\s+)?(?:install|cp|ln)\s|\b(?:cargo|go) install\s+(?:--path\s+)?\.|cmake --install/mu.test(
    recipe,
  );
}

function justCommands(source: SourceText): Fact[] {
  return source.lines
    .flatMap((line, place) => {
      const [, name] = /^@?([A-Za-z][\w-]*)(?:\s+[^:=]*)?:(?!=)/u.exec(line) ?? [];
      if (name === undefined || /^(?:set|export|alias|import|mod)\s/u.test(line)) return [];
      const before = source.lines[place - 1] ?? '';
      if (/^\[(?:.*\bprivate\b.*)\]/u.test(before) || name.startsWith('_')) return [];
      return [command(roleOf(name), `just ${name}`, source, place + 1, /^#\s*(.+)$/u.exec(before)?.[1])];
    })
    .slice(0, MOST_TARGETS);
}

function taskCommands(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  const tasks = sources.yaml(path)?.root.key('tasks')?.entries() ?? [];
  if (text === undefined) return [];
  return tasks
    .filter(({ value }) => value.key('internal')?.scalar !== 'true')
    .slice(0, MOST_TARGETS)
    .map(({ key, line, value }) =>
      command(roleOf(key), `task ${plain(key, 60)}`, text, line, value.key('desc')?.scalar),
    );
}

function rakeCommands(source: SourceText): Fact[] {
  const named = source.lines.flatMap((line, place) => {
    const name = RAKE_TASK.exec(line)?.slice(1).find(Boolean);
    return name === undefined ? [] : [{ name, line: place + 1 }];
  });
  return named
    .filter(({ name }, place) => named.findIndex((other) => other.name === name) === place)
    .slice(0, MOST_TARGETS)
    .map(({ name, line }) =>
      command(roleOf(name), name === 'default' ? 'rake' : `rake ${name}`, source, line),
    );
}

/** A task at the top: `task :name`, `task name: :other`, `task('ns:name')`; one in a namespace has another name than stands there. */
const RAKE_TASK = /^task[ \t(]+(?::([a-z]\w*)|["']([a-z][\w:-]*)["']|([a-z]\w*):(?!:))/u;
