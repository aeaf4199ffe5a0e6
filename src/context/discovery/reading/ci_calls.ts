import { type CommandRole, commandFact, type Fact, roleOf, roleOfEnvironment } from '../fact.ts';
import { LONGEST_LINE, plain } from '../plain_text.ts';
import type { Sources, SourceText } from '../sources.ts';
import type { YamlNode } from './yaml.ts';

/** The working folder and the name of a step. */
export type Step = { readonly folder?: string | undefined; readonly step?: string | undefined };

/** The plain calls in a step that build, test, check or set up, without the parts that only CI fills in. */
export function runFacts(
  sources: Sources,
  path: string,
  run: YamlNode,
  { folder = '.', step = '' }: Step,
): Fact[] {
  if (/[$`*{]/u.test(folder)) return [];
  const start = folder.replace(/^\.\/|\/+$/gu, '') || '.';
  // A folder that the repository does not have is another checkout, or made by an earlier step.
  if (start !== '.' && !sources.hasFolder(start)) return [];
  const all = (run.scalar ?? '')
    .replace(/(?<![ \t])[ \t]*\\\n[ \t]*/gu, ' ')
    .split('\n')
    // Nobody types a longer line, and patterns would take long to match it.
    .map((line) => (line.length > LONGEST_LINE ? '' : line.trim()));
  const { place, lines } = entered(sources, start, all);
  // A call that depends on earlier lines cannot be reported alone.
  if (lines.some((line) => /^(?:cd|if|for|while|case|function)\b|(?:&&|;)\s*cd\s|^\{|<</u.test(line)))
    return [];
  return lines.flatMap((line): Fact[] => {
    const named = withoutVersion(line).replace(AS_ROOT, '');
    const call = withoutMatrix(named).replace(/^python3? -m (?=tox (?:.*\s)?-e)/u, '');
    const bare = call.replace(ASSIGNED, '');
    const role =
      (bare === call ? undefined : roleWithVariables(call, bare)) ??
      roleOfCall(call) ??
      roleOfScript(sources, call, place, step) ??
      roleOfStep(call, step);
    if (
      role === undefined ||
      call.length > 160 ||
      /(?:^|\s)\.\.(?:\/|\s|$)|\.\.\//u.test(call) ||
      /[$`|&;<>{}]|%\w+%/u.test(call)
    )
      return [];
    // An unpaired quote: a removed part was within quotes.
    if ((call.match(/"/gu)?.length ?? 0) % 2 === 1) return [];
    // A setup without the parts that a job fills in differs from the job's.
    if (role === 'setup' && call !== named) return [];
    const at = lineOfCall(sources.read(path), line, run.line);
    if (at === undefined) return [];
    return [commandFact({ role, run: plain(call, 160), folder: place, evidence: [{ path, line: at }] })];
  });
}

/** Variables that a call begins with. */
const ASSIGNED = /^(?:[A-Z][A-Z0-9_]*=[\w./:,+-]+\s+)+(?=[a-z.])/u;

/** The purpose of a call that sets variables for itself, unless they are nobody's business. */
function roleWithVariables(call: string, bare: string): CommandRole | undefined {
  if (/^[^a-z]*(?:PASS|SECRET|TOKEN|KEY)/u.test(call)) return undefined;
  const role = roleOfCall(bare);
  return role === 'setup' || role === 'release' ? undefined : role;
}

/** The folder that a step enters first, if the project has it, and the step's calls there. */
function entered(
  sources: Sources,
  place: string,
  all: readonly string[],
): { readonly place: string; readonly lines: readonly string[] } {
  const lines = all.filter((line) => line !== '' && !line.startsWith('#'));
  const [first = ''] = lines;
  const [, into = '', then] =
    /^cd\s+["']?(?:\.\/)?([\w.-]+(?:\/[\w.-]+)*)\/?["']?(?:\s*&&\s*(.+))?$/u.exec(first) ?? [];
  const folder = place === '.' ? into : `${place}/${into}`;
  const isOwn = into !== '' && !/(?:^|\/)\.\.(?:\/|$)/u.test(into);
  if (!isOwn || (then !== undefined && lines.length > 1)) return { place, lines: all };
  return sources.hasFolder(folder)
    ? { place: folder, lines: then === undefined ? lines.slice(1) : [then] }
    : { place, lines: all };
}

/** The line of a call, or its first line if there are several. */
function lineOfCall(text: SourceText | undefined, call: string, from: number): number | undefined {
  const whole = text?.lineOf(call, from);
  if (whole !== undefined) return whole;
  const at = (text?.lines ?? []).findIndex((line, place) => {
    const part = line
      .trim()
      .replace(/^-?\s*run:\s*/u, '')
      .replace(/\s*\\$/u, '');
    return place + 1 >= from && part !== '' && call.startsWith(`${part} `);
  });
  return at < 0 ? undefined : at + 1;
}

/** A call as root, with its caller's variables. */
const AS_ROOT =
  /^sudo\s+(?:(?:-[EHn]|--preserve-env(?:=\S+)?)\s+)*(?:env\s+(?:"?[A-Z_]+=\$\w+"?\s+)+)?(?=go |make )/u;

/** Removes from a program's name the version that a job fills in (`php${{ matrix.php }}`). */
function withoutVersion(line: string): string {
  return line.replace(/^(php|python|ruby|node|pypy)\$\{\{[^}]*\}\}(?=\s)/u, '$1');
}

/** Removes from a call the options and the last word that each job fills in, if they are words of their own. */
function withoutMatrix(line: string): string {
  return line
    .replace(
      /\s+(?!--(?:locked|frozen|offline|release|workspace|all|all-[a-z]+|verbose|quiet|no-[a-z-]+)\s)--?[A-Za-z][\w.-]*(?:=|\s+)"?\$\{\{[^}]*\}\}[\w./-]*"?(?=\s|$)/gu,
      '',
    )
    .replace(/^(\S+\s+\S.*?)(?:\s+"?\$\{\{[^}]*\}\}"?)+$/u, '$1');
}

/** The purpose of a project's script called by its path (`scripts/test`, `./build.sh`), as far as its name reveals it. */
function roleOfScript(sources: Sources, line: string, folder: string, step: string): CommandRole | undefined {
  const [, path, name = ''] =
    /^(?:(?:ba|z)?sh\s+)?(?:\.\/)?((?:[\w.-]+\/)*([A-Za-z][\w-]*)(?:\.(?:sh|bash|ps1|cmd|bat))?)(?:\s|$)/u.exec(
      line,
    ) ?? [];
  if (path === undefined || !/\/|^\S+\.(?:sh|ps1|cmd|bat)/u.test(line)) return undefined;
  if (!sources.has(folder === '.' ? path : `${folder}/${path}`)) return undefined;
  const role = roleOf(name);
  // A step that tests the installation by users sets nothing up.
  return role === 'setup' && /\btest/iu.test(step) ? 'test' : role;
}

/**
 * The purpose of a known runner's call, by the name of its step if the call does not reveal it. Publishing, or installing a tool,
 * is not work on the project.
 */
function roleOfStep(call: string, step: string): CommandRole | undefined {
  // Each job fills in the program to run.
  if (/^(?:pnpm|npx|yarn|bunx|npm|bun) (?:exec|run|x)$|^make \S*\//u.test(call)) return undefined;
  if (!RUNNERS.test(call) || ONLY_SHOWS.test(call) || NOT_FOR_WORK.test(call)) return undefined;
  return STEPS.find(([pattern]) => pattern.test(step))?.[1] ?? 'task';
}

const RUNNERS =
  /^(?:(?:bundle exec|npx|pnpm exec|just|task|composer|mix|bazel|(?:uv|poetry|pdm|hatch) run|go (?:run|tool)|php artisan|(?:\.\/)?vendor\/bin\/|pnpm|yarn|bunx|hugo|mage|mdbook|buf|zig|swift|mise run|earthly|hatch|sphinx-build|kustomize build|terragrunt|(?:bin\/)?(?:rake|rails)|(?:python3? )?(?:\.\/)?manage\.py|python3? -m|make|ct|helm|dotnet|cargo|deno|bun) \S|cargo-[a-z]|(?:typos|actionlint|zizmor|yamllint|shellcheck|hadolint|codespell|markdownlint[\w-]*)(?: |$))/u;

const NOT_FOR_WORK =
  /publish|release|deploy|upload|(?<![\w-])(?:require|remove|install|uninstall|add|update|upgrade|push|login|config|set|nuget|export|self|clean|cache|version|credentials|tag|plugin|repo|workload|playwright|dlx|pip|pack)(?![\w-])|\s(?:-g|--global)(?:\s|$)/iu;

const STEPS: readonly (readonly [RegExp, CommandRole])[] = [
  [/\b(?:lint\w*|style|static analysis|spell\w*)\b/iu, 'lint'],
  [/\btype[- ]?check\w*\b/iu, 'typecheck'],
  [
    /\b(?:unit |integration |e2e |run |run all )?(?:tests?|specs?)\b(?! (?:coverage|results?|report))/iu,
    'test',
  ],
  [/\b(?:set ?up|prepare|migrat\w+)\b/iu, 'setup'],
];

/** The prefix of calls through the manager that installed the project's tools. */
const THROUGH =
  /^(?:uvx(?:\s+--(?:with|from|python)[= ]\S+)*(?=\s+(?:tox|nox)\s)|uv run(?:\s+(?:--(?:group|extra|with|python|package|project)\s+\S+|-p\s+\S+|--?[\w-]+(?:=\S+)?))*|poetry run|pdm run|pipenv run|hatch run|rye run)\s+(?=\S)/u;

/** Options that select the packages for a JavaScript package manager: they do not affect the purpose. */
const WHERE =
  /^(npm|pnpm|yarn)(?:\s+(?:-r|--recursive|-w|--workspace-root|--workspaces|--if-present|(?:--filter|--workspace|-F|-C|--prefix)[= ]\S+|workspaces? \S+))+(?=\s)/u;

/** The purpose of a call to a known program, by its words. */
export function roleOfCall(call: string): CommandRole | undefined {
  const line = call
    .replace(THROUGH, '')
    .replace(WHERE, '$1')
    .replace(/^python3? -m (?=pip )/u, '')
    .replace(/^cargo \+[\w.-]+ /u, 'cargo ');
  if (ONLY_SHOWS.test(line)) return undefined;
  if (RELEASES.test(line)) return 'release';
  const unlike = UNLIKE_THEIR_NAMES.find(([pattern]) => pattern.test(line));
  if (unlike !== undefined) return unlike[1];
  const [, tool, words = ''] = /^(?:\.\/)?(gradlew?|mvnw?)(?:\s+(\S.*))?$/u.exec(line) ?? [];
  if (tool !== undefined) return tool.startsWith('gradle') ? roleOfGradle(words) : roleOfMaven(words);
  const environment = /^tox\s(?:.*\s)?-[ef][\s=]*([A-Za-z][\w-]*)/u.exec(line)?.[1];
  if (environment !== undefined) {
    const byName = roleOfEnvironment(environment);
    // A factor may be in environments of any kind.
    return byName === 'test' && /\s-f\b/u.test(line) && !/test|unit|cov|^py/u.test(environment)
      ? undefined
      : byName;
  }
  const targets = /^(?:just|make|rake|task)((?:\s+[a-z][\w:-]*){2,})$/u.exec(line)?.[1]?.trim().split(/\s+/u);
  const purposes = new Set(targets?.map(roleOf));
  if (purposes.size > 1 && !purposes.has('task')) return 'check';
  const role = CALLS.find(([pattern]) => pattern.test(line))?.[1];
  // A script's own name reveals its purpose.
  const script = /^(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run) (?!playwright |exec )([\w:.-]+)/u.exec(
    line,
  )?.[1];
  // A file that make builds is a tool or a product.
  if (/^make \S*\//u.test(line)) return undefined;
  const target = role === 'test' ? /^make (\S+)/u.exec(line)?.[1] : undefined;
  if (target !== undefined && !/^(?:task|check)$/u.test(roleOf(target))) return roleOf(target);
  return role === undefined || role === 'setup' || script === undefined ? role : roleOf(script);
}

/** Calls that publish a version. */
const RELEASES =
  /^(?:(?:uv|npm|pnpm|cargo|poetry|bun|hatch|flit|pdm) publish|yarn npm publish|twine upload|goreleaser release|(?:npx |pnpm |yarn )(?:changeset publish|semantic-release|release-it)|gem push|dotnet nuget push)(?:\s|$)/u;

/** Options with which a program only shows what it would do. */
const ONLY_SHOWS =
  /\s(?:--version|--help|--dry-run|--collect-only|--co|--list-tests?|--listTests|--show-only|--package-lock-only)(?=[\s=]|$)|^ctest\s(?:.*\s)?-N(?:\s|$)|^(?:\.\/)?gradlew?\s(?:.*\s)?-m(?:\s|$)|^cargo nextest (?:list|show)|^(?!(?:pytest|ctest|phpunit|rspec|tox|nox) )\S+ -[Vv]$|^go test\s(?:.*\s)?-list\b/u;

/** Calls whose options change their purpose: tests that are compiled but not run, and test runs that select none. */
const UNLIKE_THEIR_NAMES: readonly (readonly [RegExp, CommandRole | undefined])[] = [
  [/^cargo (?:test|nextest run)\s(?:.*\s)?--no-run(?:\s|$)|^cargo nextest archive\b/u, 'build'],
  [/^go test\s(?:.*\s)?-c(?:=true)?(?:\s|$)/u, 'build'],
  [/^go test\s(?:.*\s)?--?run[= ]["']?(?:NONE|XXX|\^)["']?(?:\s|$)/u, undefined],
  // Measuring is not testing.
  [/^(?:\.\/)?mvnw?\s(?:.*\s)?-P\s?\S*(?:jmh|bench)/u, 'task'],
  [/^go test\s(?:.*\s)?--?bench(?:[= ]|$)/u, 'task'],
  [/^(?:npm|pnpm|yarn) (?:i|install|add)\s(?:.*\s)?(?:-g|--global|--location[= ]global)(?:\s|$)/u, undefined],
  // Packages that are named with their versions are for one step of CI.
  [/^(?:npm|pnpm) (?:i|install|add)\s(?:.*\s)?@?[\w./-]+@[\w^~.]+(?:\s|$)/u, undefined],
  // A step that only tries out an installed library does not build the project.
  [/^cmake --build\s+["']?\S*(?:consumer|find[-_]package|install[-_]test)/u, 'task'],
  [/^cmake --build\s(?:.*\s)?(?:--target|-t)[ =](?:test|check|RUN_TESTS)(?:\s|$)/u, 'test'],
  [
    /^cmake --(?:install|version|find-package)\b|^cmake --build\s(?:.*\s)?(?:--target|-t)[ =](?:\w*_?coverage|package\w*|install|docs?)(?:\s|$)/u,
    undefined,
  ],
  // These prepare a database, whatever their step is called.
  [
    /^(?:php artisan|(?:bundle exec )?(?:bin\/)?(?:rails|rake)) (?:db:(?:create|migrate|schema:load|setup|prepare|seed|test:prepare)|migrate|db:seed)(?:\s|$)/u,
    'setup',
  ],
  [/^(?:php artisan|(?:bundle exec )?(?:bin\/)?(?:rails|rake)) (?:db:|migrate:)\w+/u, 'task'],
  // Documentation needs them, and nothing else.
  [/^(?:uv )?pip3? install(?:\s+(?:-r|--requirements?)[\s=]*\S*\bdocs?\b\S*)+\s*$/u, 'task'],
  // A single named tool is a need of the CI machine, not of the project.
  [
    /^(?:uv )?pip3? install(?!\s(?:.*\s)?(?:-[re]|--requirements?|--editable|--group|"?'?\.[^\s]*)(?:[\s=]|$))/u,
    undefined,
  ],
];

/** The words of a call that are neither options nor their values, and the values of one kind of options. */
function wordsOf(
  call: string,
  { valued, wanted = /^$/u }: { readonly valued: RegExp; readonly wanted?: RegExp },
): { readonly plain: readonly string[]; readonly values: readonly string[] } {
  const words = call.split(/\s+/u).filter(Boolean);
  const isValue = (place: number) => place > 0 && valued.test(words[place - 1] ?? '');
  return {
    plain: words.filter((word, place) => !word.startsWith('-') && !isValue(place)),
    values: words.filter((_, place) => wanted.test(words[place - 1] ?? '')),
  };
}

/**
 * The purpose of Gradle tasks, by their own names: neither their projects' names (`:module-tests:jar`) nor options count, nor
 * excluded tasks.
 */
function roleOfGradle(call: string): CommandRole | undefined {
  const { plain: named, values } = wordsOf(call, {
    valued: GRADLE_VALUED,
    wanted: /^(?:-x|--exclude-task)$/u,
  });
  const last = (word: string) => word.slice(word.lastIndexOf(':') + 1);
  const leftOut = new Set(values.map(last));
  const tasks = named.map(last).filter((task) => !leftOut.has(task));
  // A check without its tests is what lints the code.
  if (leftOut.has('test') && tasks.includes('check')) return 'lint';
  return GRADLE_TASKS.find(([pattern]) => tasks.some((task) => pattern.test(task)))?.[1];
}

const GRADLE_VALUED =
  /^(?:-[xpbcgIPDF]|--(?:exclude-task|project-dir|tests|build-file|settings-file|gradle-user-home|init-script|include-build|project-prop|system-prop|console|max-workers|warning-mode|priority|project-cache-dir|dependency-verification|write-verification-metadata|task|configuration|dependency))$/u;

const GRADLE_TASKS: readonly (readonly [RegExp, CommandRole])[] = [
  [/^(?:test|check|verify|connected\w+|(?!assemble|compile|build|process|bundle)\w+Tests?)$/u, 'test'],
  [/^(?:build|assemble|install|bundle|jar|shadowJar|publishToMavenLocal)(?:[A-Z]\w*)?$/u, 'build'],
  [/^(?:\w*[cC]overage\w*|jacoco\w*|\w*TestReport|koverHtmlReport)$/u, 'task'],
  [/^(?:lint|detekt|ktlint|spotlessCheck|checkstyle|spotbugs|pmd|apiCheck)(?:[A-Z]\w*)?$/u, 'lint'],
];

/** The purpose of Maven phases and goals, taking into account an option that skips tests. */
function roleOfMaven(call: string): CommandRole | undefined {
  const { plain: goals } = wordsOf(call, { valued: MAVEN_VALUED });
  const isWithoutTests = /(?:^|\s)-D\s?(?:skipTests|maven\.test\.skip)(?!=false)(?:=\S*)?(?:\s|$)/u.test(
    call,
  );
  const does = (pattern: RegExp) => goals.some((goal) => pattern.test(goal));
  if (!isWithoutTests && does(/^(?:test|verify|integration-test|(?:surefire|failsafe):[\w-]+)$/u))
    return 'test';
  // Without a goal Maven does what the project has as its default.
  if (goals.length === 0 || does(/^(?:compile|test-compile|package|verify|install)$/u)) return 'build';
  if (
    does(
      /^(?:checkstyle|spotbugs|pmd|spotless|enforcer|license|fmt|formatter|sortpom|apache-rat):(?:check|verify|validate|enforce)$/u,
    )
  )
    return 'lint';
  return does(/^(?:spotless:apply|fmt:format|formatter:format|sortpom:sort)$/u) ? 'format' : undefined;
}

const MAVEN_VALUED =
  /^(?:-(?:[fPsTDtlb]|pl|rf|gs|gt|ep|emp)|--(?:file|activate-profiles|settings|global-settings|threads|define|toolchains|global-toolchains|log-file|builder|projects|resume-from|color))$/u;

const CALLS: readonly (readonly [RegExp, CommandRole])[] = [
  [
    /^(?:(?:npx|pnpm exec|pnpm|yarn|bunx) playwright install|npm ci|npm (?:i|install)|(?:pnpm|yarn|bun) (?:i|install)|yarn(?=\s+-|$)|uv sync|poetry install|bundle install|composer install|go mod download|pip install|uv pip install|dotnet restore|dotnet tool restore)(?:\s(?!.*-g\b).*)?$/u,
    'setup',
  ],
  [
    /^(?:cargo clippy|ruff check|cargo no-std-check|taplo (?:lint|check)|golangci-lint run|(?:bundle exec )?rubocop|eslint|npx eslint|flake8|terraform validate|tflint|pre-commit run|(?:\.\/)?vendor\/bin\/phpstan|go vet)\b/u,
    'lint',
  ],
  [
    /^(?:cargo fmt|ruff format|taplo (?:fmt|format)|black|gofmt|terraform fmt|dotnet format|(?:\.\/)?vendor\/bin\/pint|npx prettier)\b/u,
    'format',
  ],
  [/^(?:mypy|pyright|tsc|npx tsc)\b/u, 'typecheck'],
  [
    /^(?:cargo (?:test|nextest)|go test|(?:coverage run (?:\S+ )*-m |python3? -m )?pytest|python3? -m unittest|(?:coverage run (?:\S+ )*|python3? |\.\/)?manage\.py test|hatch test|python3? -m (?:tox|nox)|ctest|dotnet test|deno test|bun test|(?:bundle exec )?rspec|bin\/rails test|(?:bundle exec )?rake (?:test|spec)|php artisan test|(?:\.\/)?vendor\/bin\/(?:phpunit|pest)|npm (?:run )?test\S*|(?:pnpm|yarn|bun)(?: run)? test\S*|nox|tox|bazel(?:isk)? test|meson test|swift test|mix test|zig build test|make (?:test|check)\S*|(?:npx|pnpm exec|bunx) (?:vitest(?! bench)|jest)|(?:npx|pnpm exec|pnpm|yarn|bunx) playwright test)\b/u,
    'test',
  ],
  [
    /^(?:cargo (?:build|check)|go build|bazel(?:isk)? build|meson compile|swift build|mix compile|zig build(?! \w)|hugo(?: |$)|jekyll build|cmake\b|ninja|dotnet (?:build|publish)|npm run build\S*|(?:pnpm|yarn|bun)(?: run)? build\S*|uv build|poetry build|python3? -m build|make(?: build\S*| all)?$)/u,
    'build',
  ],
  [/^(?:cargo doc|mkdocs build|sphinx-build|dotnet pack)\b/u, 'task'],
  [/^(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run) (?:lint|check|typecheck|format)\S*/u, 'check'],
];
