import { roleOf } from './fact.ts';
import { ANYWHERE, AT_ROOT, NAMES_AT_ROOT } from './marker_paths.ts';
import { nameOf } from './plain_text.ts';
import { GUIDES, PAGES, RECORDS } from './reading/guides.ts';
import { CONFIGS } from './tool_files.ts';

/**
 * Whether a file, by its name, shows how a project is built, run and worked on. Adding or removing such a file makes the
 * discovered context stale.
 */
export function isMarkerFile(path: string): boolean {
  const name = nameOf(path);
  const isAtRoot = !path.includes('/');
  if (AT_ROOT.has(path) || ANYWHERE.has(name)) return true;
  if (isAtRoot && CONFIGS.some(([pattern]) => pattern.test(name))) return true;
  // Most files are sources, whose names rarely say anything.
  if (SOURCES.test(name))
    return (
      MARKER_NAMES.test(name) || SCRIPTS_OF_TOOLS.test(name) || (TOPS.test(path) && MARKER_SOURCES.test(path))
    );
  if (!isAtRoot && SILENT.test(name)) return STARTS.test(path);
  return (
    (BUILD_SCRIPTS.test(path) && roleOf(name.replace(/\.\w+$/u, '').replace(/^run[-_]/u, '')) !== 'task') ||
    (PATTERNED_ENDINGS.test(name) && PATTERNED.test(path)) ||
    POLICY.test(name) ||
    UNUSUAL.test(path) ||
    (path.length < 120 &&
      (GUIDES.test(path) || PAGES.test(path) || RECORDS.test(path) || EXAMPLES.test(path))) ||
    (DATA_ENDINGS.test(name) && (DATA.test(path) || KUBERNETES.test(path))) ||
    (name.endsWith('sh') && SCRIPTS.test(path) && roleOf(name.replace(/\.\w+$/u, '')) !== 'task') ||
    (MARK_ENDINGS.test(name) && (MANIFESTS.test(path) || INSTRUCTION_FILES.test(path) || OTHERS.test(path)))
  );
}

/** Whether {@link isMarkerFile} may be true of a file of that name: a quick test that rules out most source files. */
export function mayBeMarkerFile(name: string): boolean {
  return (
    !SOURCES_ALONE.test(name) ||
    ANYWHERE.has(name) ||
    NAMES_AT_ROOT.has(name) ||
    MARKER_NAMES.test(name) ||
    SCRIPTS_OF_TOOLS.test(name) ||
    CONFIGS.some(([pattern]) => pattern.test(name))
  );
}

/** Source files that are marks by their names only, wherever they are. */
const SOURCES_ALONE = /\.(?:go|[cm]?[jt]sx?|cc)$/u;
const SOURCES = /\.(?:go|py|[cm]?[jt]sx?|rb|c|cc|cpp|h|hpp)$/u;
/** Endings of files that say nothing below the root. */
const SILENT = /\.(?:java|kt|rs|cs|css|scss|html|vue|svelte|svg|png|jpe?g|gif|snap|swift)$/u;
/** Files of such endings in which a program starts or reads its options. */
const STARTS =
  /^(?:[\w.-]+\/){0,7}\w+Application\.(?:java|kt)$|^(?:[\w.-]+\/){0,3}Program\.cs$|^(?:[\w.-]+\/){1,2}build\.rs$|^(?:[\w-]+\/)?src\/(?:args|cli|main|opts?|config|flags)\.rs$/u;
const DATA_ENDINGS = /\.(?:json|ya?ml|txt)$/u;

/** The folders of shell scripts; a script whose name reveals its purpose is reported as a command. */
export const SCRIPTS = /^(?:(?:scripts?|hack|tools|bin|ci)\/)?[a-z][\w-]*\.(?:sh|bash)$/u;

/** Scripts in the usual places whose calls are read, if their names say that they build, test or check. */
export const BUILD_SCRIPTS =
  /^(?:[A-Za-z][\w-]*\.ps1|(?:(?:scripts?|hack|tools|bin|ci|build|eng|test)\/)?[A-Za-z][\w-]*\.(?:sh|bash|ps1)|scripts?\/[a-z][\w-]*)$/u;

/** YAML files in a folder that is named after Kubernetes, its manifests, or deploying. */
export const KUBERNETES =
  /(?:^|\/)(?:(?:[\w.]+[-_])?(?:k8s|kubernetes|manifests?)(?:[-_][\w.-]+)?|deploy(?:ment)?s?)\/[^\s]*\.ya?ml$/u;

/** Names of source files that show how a project is run, tested or configured. */
const MARKER_NAMES =
  /^(?:main\.go|(?:config|settings|conf|base|default|setup|noxfile|urls)\.py|(?:config|env|settings|environment)\.[cm]?[jt]s|(?:config|env|flags|root|serve|server)\.go)$|[Ff]uzz\w*\.(?:c|cc|cpp)$/u;

/** Such files by their paths, and the folders at the root that have them. */
const MARKER_SOURCES =
  /^lib\/[\w/-]+\/(?:version|engine)\.rb$|^(?:spec|test)\/(?:(?:(?:spec|rails|test|system)_)?helper|factories)\.rb$|^[^/]+\/settings\/\w+\.py$|^(?:tests?|unit_?tests?)\/(?:[^/]+\/)*(?:catch\w*|doctest|unity)\.(?:hpp|h|c)$/u;
const TOPS = /^(?:lib|spec|tests?|unit_?tests?)\/|\/settings\//u;

/** Examples of settings for the environment under other names. */
const EXAMPLES =
  /^(?:[\w-]+\.env|\.env\.(?:local|test|development|docker))\.(?:example|sample|template|dist)$|^[\w-]+\/\.env\.(?:example|sample|template|dist)$|^(?:[\w-]+\/)?[\w.-]+[.-](?:sample|example|dist|template)(?:\.\w+)?$|^[\w-]+\/README\.md$|^config\/(?:database|puma|cable|storage|sidekiq|redis|routes|application)\.(?:yml|rb)$|^(?:routes|config)\/[a-z]+\.php$|^config\/(?:runtime|dev|config|test)\.exs$|_web\/router\.ex$|\.tt$|\/application\.properties$|(?:^|\/)launchSettings\.json$|(?:^|\/)(?:\.formatter\.exs|mix\.lock)$|^test\/test_helper\.exs$/u;

/** Files without an ending, or with an unusual one, that detectors find by a pattern. */
const UNUSUAL =
  /^(?:bin|script)\/(?:start|dev|server|serve|ci|check|format|build|release|deploy)$|^\.husky\/[\w-]+$|^gemfiles\/[\w.-]+\.gemfile$|(?:^|\/)gradlew$|^(?:CHANGELOG|CHANGES|HISTORY|NEWS)(?:\.\w+)?$|^(?:[\w-]+\/)?[Mm]akefile\.[\w-]+$|\.tf$|^(?:buildSrc|build-logic|buildLogic|gradle)\/.*\.gradle(?:\.kts)?$|(?:^|\/)(?:bundled|external|extern|deps)\/(?:[^/]+\/)?(?:[\w-]+\.)?(?:LICEN[CS]E|[Ll]icen[cs]e|COPYING)(?:[.-][\w.-]+)?$|(?:^|\/)[\w+.]+-\d+\.\d+[\w.]*\/(?:LICEN[CS]E|[Ll]icen[cs]e|COPYING)(?:[.-][\w.-]+)?$|(?:^|\/)requirements[\w.-]*\.in$|^requirements\/[\w.-]+\.in$|(?:^|\/)gradle-wrapper\.properties$|(?:^|\/)(?:yarn|poetry|uv|composer|Gemfile)\.lock$/u;

/** Data files that detectors find by a pattern. */
const DATA =
  /(?:^|\/)(?:tsconfig(?:\.base)?\.json|package-lock\.json|pnpm-lock\.yaml)$|^requirements\/[\w.-]+\.txt$|(?:^|\/)tests\/[\w-]+_test\.yaml$/u;

const PATTERNED_ENDINGS = /\.(?:ya?ml|config|nuspec|runsettings|props|json|cmake)$/iu;

/** Other files that detectors find by a pattern rather than by one name. */
const PATTERNED =
  /^\.github\/(?:[\w.-]+\/)+action\.ya?ml$|(?:^|\/)nuget\.config$|^[\w.-]*\.(?:nuspec|runsettings)$|^(?:[\w.-]+\/)?[\w.-]+\.props$|(?:^|\/)\.template\.config\/template\.json$|^cmake\/[\w.-]+\.cmake$/iu;

/** The files that declare a project's components and its build, anywhere in it. */
export const MANIFESTS =
  /(?:^|\/)(?:package\.json|deno\.jsonc?|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|tox\.ini|noxfile\.py|Pipfile|Cargo\.toml|go\.mod|go\.work|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|[\w.-]+\.gemspec|composer\.json|mix\.exs|CMakeLists\.txt|meson\.build|GNUmakefile|[Mm]akefile|[Jj]ustfile|Rakefile|Taskfile\.ya?ml|[\w.-]+\.(?:cs|fs|vb)proj|[\w.-]+\.slnx?|global\.json|Directory\.(?:Build|Packages)\.props)$/u;

/** The names of pages of rules for contributions that are made with the help of models. */
export const POLICY =
  /^(?:(?:gen)?ai|llms?|generative[-_]ai)[-_](?:policy|usage|contributions?|guidelines|rules)\.(?:md|rst|txt)$/iu;

/** The files that tell people and agents how to work here, anywhere in a project. */
export const INSTRUCTION_FILES =
  /^agents\.md$|(?:^|\/)(?:CLAUDE(?:\.local)?\.md|AGENTS?(?:\.override)?\.md|GEMINI\.md|QWEN\.md|\.cursorrules|\.windsurfrules|\.clinerules|\.goosehints|CONVENTIONS\.md|copilot-instructions\.md|[\w.-]+\.instructions\.md|\.cursor\/rules\/.+\.mdc?|\.windsurf\/rules\/.+\.md|\.clinerules\/.+\.md|\.junie\/guidelines\.md|\.kiro\/steering\/.+\.md)$/u;

const OTHERS =
  /(?:^|\/)(?:Dockerfile(?:\.[\w.-]+)?|(?:docker-)?compose[\w.-]*\.ya?ml|Chart\.yaml|kustomization\.ya?ml|pnpm-workspace\.yaml|lerna\.json|nx\.json|turbo\.json|\.gitattributes|\.gitlab-ci\.yml|\.pre-commit-config\.yaml)$|^\.github\/workflows\/[^/]+\.ya?ml$|^README[^/]*$|^CONTRIBUTING[^/]*$/u;

/** The endings of all these names: they rule out most files at once. */
const MARK_ENDINGS =
  /(?:\.(?:json|jsonc|toml|cfg|txt|ini|mod|work|xml|gradle|kts|gemspec|exs|build|ya?ml|\w\wproj|slnx?|props|mdc?|rst|adoc)|[A-Za-z]file(?:\.[^/]*)?|(?:setup|noxfile)\.py|rules|hints|\.gitattributes|README[^/]*|CONTRIBUTING[^/]*)$/u;

/** The settings of tools that are written in JavaScript or TypeScript. */
const SCRIPTS_OF_TOOLS =
  /^(?:(?:astro|eleventy|next|nuxt|svelte|eslint|commitlint|vite|vitest|jest|vue|webpack|rsbuild|rspack|tsup|tsdown)\.config(?:\.dev)?|gatsby-config|\.eslintrc)\.[cm]?[jt]s$/u;
