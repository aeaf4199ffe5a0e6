import type { Detector } from '../detector.ts';
import { type CommandRole, commandFact, type Fact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { roleOfCall } from '../reading/ci_calls.ts';
import { makeTargetsIn } from '../reading/makefile.ts';
import { type CodeLine, guidesIn, proseIn } from '../reading/prose.ts';
import type { Sources } from '../sources.ts';

/**
 * Calls that the guides for contributors show in blocks of code: those of known programs, where the project has what they name (the
 * manifest, the target, the script, the files).
 */
export const statedCommands: Detector = {
  name: 'stated-commands',
  detect: (sources) => {
    const seen = new Set<string>();
    return guidesIn(sources)
      .flatMap((guide) =>
        proseIn(guide).code.flatMap((line, place, all) =>
          // A call that continues on the next line would be cut off.
          /\\$/u.test(all[place - 1]?.text ?? '') || isAdvisedAgainst(line, all[place - 1])
            ? []
            : factOf(sources, guide.path, line, seen),
        ),
      )
      .slice(0, MOST);
  },
};

const MOST = 16;

/** Whether the sentence before a call, a remark on it, or the one above it says not to use it. */
function isAdvisedAgainst({ text, line, before }: CodeLine, above: CodeLine | undefined): boolean {
  const remark = /(?:^|\s)#(.*)$/u.exec(text)?.[1] ?? '';
  const remarkAbove = above?.line === line - 1 && above.text.startsWith('#') ? above.text : '';
  return [before, remark, remarkAbove].some((said) => AGAINST.test(said));
}

const AGAINST =
  /\b(?:(?:do not|don['’]t|never|avoid|must not|should not|shouldn['’]t|cannot|can['’]t)\s+(?:ever |just |directly )?(?:us|run|call|execut|try|do|invok)\w*|no longer|deprecated)\b|\b(?:instead of|rather than)\s*:?$/iu;

function factOf(sources: Sources, path: string, { text, line, before }: CodeLine, seen: Set<string>): Fact[] {
  const whole = text
    .replace(/^(?:[$%❯]|>(?!=))\s+/u, '')
    .replace(/\s+#.*$/u, '')
    .trim();
  const [, folder = '.', rest = whole] =
    /^cd\s+(?:\.\/)?([\w-]+(?:\/[\w.-]+)*)\/?\s+&&\s+(\S.*)$/u.exec(whole) ?? [];
  if (folder !== '.' && !sources.hasFolder(folder)) return [];
  const [, variables = '', call = ''] =
    /^((?:env\s+)?(?:[A-Z][A-Z0-9_]*=[\w./:-]*\s+)*)(.*)$/u.exec(rest) ?? [];
  // Go's pattern for all packages below a folder is no omission.
  const said = call.startsWith('go ') ? call.replace(/\/\.\.\.(?=\s|$)/gu, '') : call;
  if (call === '' || call.length > 120 || /[|&;<>{}()*\\$`…]|\.\.\.|\.\.\//u.test(said) || seen.has(whole))
    return [];
  if ((call.match(/["']/gu)?.length ?? 0) % 2 === 1) return [];
  const role = purposeOf(call, before, variables !== '');
  if (role === undefined || !exists(sources, call, folder)) return [];
  seen.add(whole);
  return [
    commandFact({
      role,
      run: plain(rest, 160),
      folder,
      evidence: [{ path, line }],
      ...(role === 'task' && before !== '' ? { does: plain(before.replace(/:$/u, ''), 100) } : {}),
    }),
  ];
}

/** The purposes for which a page is trusted; its setup commands often concern the machine or a fork. */
const BELIEVED: ReadonlySet<CommandRole> = new Set(['build', 'test', 'lint', 'typecheck', 'format', 'check']);

function purposeOf(call: string, before: string, isWithVariables: boolean): CommandRole | undefined {
  if (SERVES.test(call)) return 'run';
  const role = LINT_SESSIONS.test(call) ? 'lint' : VALE.test(call) ? 'lint' : roleOfCall(call);
  if (role === undefined || !BELIEVED.has(role)) return undefined;
  if (role === 'test' && isOne(call, before)) return 'test-one';
  // A variable changes what a call does, and only the sentence before says how.
  return isWithVariables ? 'task' : role;
}

/** Calls that show pages while they are being written. */
const SERVES =
  /^(?:(?:uv|poetry|pdm|hatch) run (?:--\S+ )*|bundle exec )?(?:mkdocs|zensical|mdbook|hugo|jekyll) (?:serve|server)(?:\s|$)/u;

/** Linters of prose. */
const VALE = /^vale(?: --[\w-]+=\w+)*(?: (?=[\w.-]*\/|[\w-]+\.(?:md|rst|txt)|\.)[\w./-]+)+$/u;

/** Sessions of nox that judge or format the code. */
const LINT_SESSIONS =
  /^(?:uvx? (?:run )?)?(?:nox|tox)\s(?:.*\s)?(?:-r?[se]|--sessions?)[ =](?:lint|format|style|mypy|types)\b/u;

function isOne(call: string, before: string): boolean {
  return (
    /\s(?:-k|-t|--tests|-run|--filter|-R|-Dtest=\S+|--filter-\w+)\s|::|\.(?:exs|rb|py|php|test\.\w+|spec\.\w+)(?::\d+)? $/u.test(
      `${call} `,
    ) ||
    (/\b(?:single|specific|individual|particular|one)\b[^.]{0,30}\btests?\b/iu.test(before) &&
      /\s\S+\s+\S/u.test(call))
  );
}

/** Patterns of the files that a project using these programs has, by the beginning of the call. */
const NEEDS: readonly (readonly [RegExp, RegExp])[] = [
  [/^cargo\s/u, /(?:^|\/)Cargo\.toml$/u],
  [/^go\s/u, /(?:^|\/)go\.mod$/u],
  [/^dotnet\s/u, /\.(?:slnx?|[cf]sproj)$/u],
  [/^mix\s/u, /(?:^|\/)mix\.exs$/u],
  [/^\.\/gradlew\s/u, /^gradlew$/u],
  [/^\.\/mvnw\s/u, /^mvnw$/u],
  [/^mvn\s/u, /^pom\.xml$/u],
  [/^(?:cmake|ctest)\s/u, /^CMakeLists\.txt$/u],
  [/^meson\s/u, /^meson\.build$/u],
  [/^(?:uvx? (?:run )?)?nox(?:\s|$)/u, /^noxfile\.py$/u],
  [/^(?:uvx? (?:run )?)?tox(?:\s|$)/u, /^(?:tox\.ini|pyproject\.toml|setup\.cfg)$/u],
  [
    /^(?:(?:uv|poetry|pdm|hatch) run |python3? -m )?(?:pytest|mypy|ruff|black|flake8)(?:\s|$)/u,
    /^(?:pyproject\.toml|setup\.(?:py|cfg))$/u,
  ],
  [/^(?:bundle exec |bin\/)?(?:rake|rspec|rubocop|rails)(?:\s|$)/u, /^Gemfile$/u],
  [/^(?:\.\/)?vendor\/bin\/|^composer\s/u, /^composer\.json$/u],
  [/^pre-commit\s/u, /^\.pre-commit-config\.yaml$/u],
  [/mkdocs\s/u, /(?:^|\/)mkdocs\.ya?ml$/u],
  [/^zensical\s/u, /(?:^|\/)zensical\.toml$/u],
  [/^mdbook\s/u, /(?:^|\/)book\.toml$/u],
  [/^hugo\s/u, /(?:^|\/)(?:hugo|config)\.(?:toml|ya?ml)$/u],
  [/jekyll\s/u, /(?:^|\/)_config\.yml$/u],
  [/^vale\s/u, /^\.vale\.ini$/u],
  [/^bazel(?:isk)?\s/u, /^(?:MODULE\.bazel|WORKSPACE)/u],
];

function exists(sources: Sources, call: string, folder: string): boolean {
  // In another folder, only what is started there by its own file is known to exist.
  if (folder !== '.' && !SERVES.test(call)) return false;
  if (!filesExist(sources, call)) return false;
  const [, target] = /^make ([a-z][\w-]*)$/iu.exec(call) ?? [];
  if (target !== undefined) {
    const file = ['Makefile', 'makefile', 'GNUmakefile'].find((each) => sources.has(each));
    return makeTargetsIn((file === undefined ? undefined : sources.read(file)?.lines) ?? []).some(
      ({ name }) => name === target,
    );
  }
  const [, script] = /^(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run) ([\w:.-]+)$/u.exec(call) ?? [];
  if (script !== undefined || /^npm (?:test|t)$/u.test(call))
    return (
      sources.has('package.json') &&
      sources.json('package.json')?.at('scripts', script ?? 'test') !== undefined
    );
  const session = /^(?:uvx? (?:run )?)?(?:nox|tox)\s(?:.*\s)?(?:-r?[se]|--sessions?)[ =]([\w-]+)/u.exec(
    call,
  )?.[1];
  if (session !== undefined) {
    const name = session.replace(/-?\d.*$/u, '').replace(/-pypy$/u, '');
    const isNamed = ['noxfile.py', 'tox.ini', 'pyproject.toml'].some(
      (file) =>
        sources.has(file) && sources.read(file)?.lineOf(new RegExp(`\\b${name}\\b`, 'u')) !== undefined,
    );
    if (!isNamed) return false;
  }
  const need = NEEDS.find(([is]) => is.test(call));
  return need !== undefined && sources.paths.some((path) => need[1].test(path));
}

/** Whether the files and folders that a call names exist; the output of a build does not. */
function filesExist(sources: Sources, call: string): boolean {
  return call
    .split(/\s+/u)
    .slice(1)
    .map((word) =>
      word
        .replace(/^["']|["']$/gu, '')
        .replace(/^\.\//u, '')
        .replace(/(?:::|:\d|#).*$/u, '')
        .replace(/\/(?:\.\.\.)?$/u, ''),
    )
    .filter(
      (word) =>
        !/^[-@:]|^https?:|^[\w-]+\.(?:com|dev|io|net|org)\/|^build|^target\/|[=<>]/u.test(word) &&
        /\/|\.(?:py|rb|exs|php|csproj|slnx?|toml)$/u.test(word),
    )
    .every((word) => sources.has(word) || sources.hasFolder(word));
}
