import { roleOf } from './fact.ts';
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
  // Most files are sources, of which few names tell anything.
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
/** Endings of files that tell nothing below the root. */
const SILENT = /\.(?:java|kt|rs|cs|css|scss|html|vue|svelte|svg|png|jpe?g|gif|snap|swift)$/u;
/** Files of such endings in which a program starts or reads its options. */
const STARTS =
  /^(?:[\w.-]+\/){0,7}\w+Application\.(?:java|kt)$|^(?:[\w.-]+\/){0,3}Program\.cs$|^(?:[\w-]+\/)?src\/(?:args|cli|main|opts?|config|flags)\.rs$/u;
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
  /^lib\/[\w/-]+\/(?:version|engine)\.rb$|^(?:spec|test)\/(?:(?:spec|rails|test|system)_helper|factories)\.rb$|^[^/]+\/settings\/\w+\.py$|^(?:tests?|unit_?tests?)\/(?:[^/]+\/)*(?:catch\w*|doctest|unity)\.(?:hpp|h|c)$/u;
const TOPS = /^(?:lib|spec|tests?|unit_?tests?)\/|\/settings\//u;

/** Examples of settings for the environment under other names. */
const EXAMPLES =
  /^(?:[\w-]+\.env|\.env\.(?:local|test|development|docker))\.(?:example|sample|template|dist)$|^config\/(?:database|puma|cable|storage|sidekiq|redis|routes|application)\.(?:yml|rb)$|^(?:routes|config)\/[a-z]+\.php$|^config\/(?:runtime|dev|config|test)\.exs$|_web\/router\.ex$|\.tt$|\/application\.properties$|(?:^|\/)launchSettings\.json$|(?:^|\/)(?:\.formatter\.exs|mix\.lock)$|^test\/test_helper\.exs$/u;

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
  /^(?:(?:astro|eleventy|next|nuxt|svelte|eslint|commitlint|vite|vitest|jest)\.config|gatsby-config)\.[cm]?[jt]s$/u;

/** Other paths from the root that detectors look for. A test asks each detector whether all of its paths are here. */
const AT_ROOT: ReadonlySet<string> = new Set([
  '.netlify.toml',
  '.promu.yaml',
  '.promu.yml',
  '.simple-git-hooks.cjs',
  '.simple-git-hooks.js',
  'simple-git-hooks.cjs',
  'simple-git-hooks.js',
  'simple-git-hooks.mjs',
  '.claude/CLAUDE.md',
  '.github/pull_request_template.md',
  '.gitmodules',
  'PULL_REQUEST_TEMPLATE.md',
  'Pipfile',
  'taskfile.yaml',
  'taskfile.yml',
  'webpack.mix.js',
  '.bazelversion',
  '.c8rc',
  '.c8rc.json',
  '.cargo/config',
  '.cargo/config.toml',
  '.changeset/config.json',
  '.circleci/config.yml',
  '.clang-format',
  '.claude-plugin/marketplace.json',
  '.claude-plugin/plugin.json',
  '.clippy.toml',
  '.codex-plugin/plugin.json',
  '.coveragerc',
  '.cursor-plugin/plugin.json',
  '.devcontainer/devcontainer.json',
  '.editorconfig',
  '.env.dist',
  '.env.example',
  '.env.sample',
  '.env.template',
  '.github/PULL_REQUEST_TEMPLATE.md',
  '.github/dependabot.yml',
  '.go-version',
  '.golangci.yaml',
  '.golangci.yml',
  '.java-version',
  '.lefthook.yml',
  '.mise.toml',
  '.node-version',
  '.nvmrc',
  '.nycrc',
  '.nycrc.json',
  '.prettierrc',
  '.prettierrc.json',
  '.prettierrc.yaml',
  '.prettierrc.yml',
  '.python-version',
  '.readthedocs.yaml',
  '.readthedocs.yml',
  '.rustfmt.toml',
  '.terraform-version',
  '.tool-versions',
  '.travis.yml',
  'Capfile',
  'Cargo.lock',
  'Gemfile.lock',
  'Jenkinsfile',
  'MODULE.bazel',
  'Tiltfile',
  'Vagrantfile',
  'app.json',
  'app.yaml',
  'appveyor.yml',
  'azure-pipelines.yml',
  'bun.lock',
  'clippy.toml',
  'cloudbuild.yaml',
  'composer.lock',
  'conanfile.py',
  'conanfile.txt',
  'config/deploy.yml',
  'env.example',
  'firebase.json',
  'fly.toml',
  'gemini-extension.json',
  'go.sum',
  'gradle.properties',
  'heroku.yml',
  'lefthook.yaml',
  'lefthook.yml',
  'mise.toml',
  'netlify.toml',
  'package-lock.json',
  'pnpm-lock.yaml',
  'poetry.lock',
  'render.yaml',
  'renovate.json',
  'runtime.txt',
  'rush.json',
  'rustfmt.toml',
  'rust-toolchain.toml',
  'serverless.yml',
  'skaffold.yaml',
  'tsconfig.json',
  'uv.lock',
  'vcpkg.json',
  'vercel.json',
  'wrangler.toml',
  'yarn.lock',
  '.appveyor.yml',
  '.azure-pipelines/azure-pipelines.yml',
  '.bazelrc',
  '.buildkite/pipeline.yml',
  '.bumpversion.cfg',
  '.bumpversion.toml',
  '.cirrus.yml',
  '.codecov.yml',
  '.commitlintrc',
  '.commitlintrc.json',
  '.commitlintrc.yaml',
  '.commitlintrc.yml',
  '.craft.yml',
  '.devcontainer.json',
  '.drone.yml',
  '.envrc',
  '.eslintrc',
  '.eslintrc.json',
  '.eslintrc.yaml',
  '.eslintrc.yml',
  '.flake8',
  '.git-blame-ignore-revs',
  '.github/CODEOWNERS',
  '.github/codecov.yml',
  '.github/dependabot.yaml',
  '.github/release-drafter.yml',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.gitlab/renovate.json',
  '.goreleaser.yaml',
  '.goreleaser.yml',
  '.npmrc',
  '.phpcs.xml',
  '.phpcs.xml.dist',
  '.phrase.yml',
  '.release-it.json',
  '.release-please-manifest.json',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
  '.rubocop.yml',
  '.semaphore/semaphore.yml',
  '.tx/config',
  '.versionrc',
  '.weblate',
  '.woodpecker.yml',
  '.yarnrc.yml',
  'CODEOWNERS',
  'GitVersion.yml',
  'Pipfile.lock',
  'WORKSPACE.bazel',
  'azure-pipelines.yaml',
  'bin/rails',
  'biome.json',
  'biome.jsonc',
  'bitbucket-pipelines.yml',
  'bun.lockb',
  'cliff.toml',
  'codecov.yml',
  'crowdin.yaml',
  'crowdin.yml',
  'devenv.nix',
  'dist-workspace.toml',
  'docs/CODEOWNERS',
  'environment.yaml',
  'environment.yml',
  'flake.nix',
  'jreleaser.yml',
  'lokalise.yml',
  'lunaria.config.json',
  'pdm.lock',
  'phpcs.xml',
  'phpcs.xml.dist',
  'phpunit.xml',
  'phpunit.xml.dist',
  'pytest.ini',
  '.pytest.ini',
  'release-please-config.json',
  'release.toml',
  'renovate.json5',
  'shell.nix',
  'sonar-project.properties',
  'towncrier.toml',
  '.config/dotnet-tools.json',
  '.github/ct.yaml',
  '.ko.yaml',
  '.rspec',
  '.sample.env',
  '.gitpod.yml',
  'go.tool.mod',
  '.stylelintrc',
  '.stylelintrc.json',
  '.stylelintrc.yml',
  'config/i18n-tasks.yml',
  'build.rs',
  '.terraform-docs.yml',
  'Appraisals',
  'OWNERS',
  'OWNERS_ALIASES',
  'PROJECT',
  'Pulumi.yaml',
  'ansible.cfg',
  'bin/brakeman',
  'bin/console',
  'bin/lint',
  'bin/rspec',
  'bin/rubocop',
  'bin/test',
  'cdk.json',
  'dotnet-tools.json',
  'samconfig.toml',
  'terragrunt.hcl',
  '.flaskenv',
  '.oxfmtrc.json',
  '.oxfmtrc.jsonc',
  '.oxlintrc.json',
  '.php-cs-fixer.php',
  '.php-cs-fixer.dist.php',
  '.php_cs',
  '.php_cs.dist',
  '.vscode/tasks.json',
  '.vscode/launch.json',
  'BUILD',
  'BUILD.bazel',
  'WORKSPACE',
  'docker-stack.yml',
  'docker-stack.yaml',
  'phpstan.dist.neon',
  'phpunit.dist.xml',
  'src/changes/changes.xml',
  'tests.py',
  'test.py',
  'mvnw',
  'autogen.sh',
  'bootstrap',
  'bootstrap.sh',
  'build.cake',
  'build.cs',
  'buildconf',
  'configure.ac',
  'configure.in',
  '.releaserc',
  // Patterns find these.
  'Procfile',
  '.prettierrc.js',
  '.prettierrc.cjs',
  '.prettierrc.mjs',
  'prettier.config.js',
  'prettier.config.cjs',
  'prettier.config.mjs',
  'prettier.config.ts',
]);

const NAMES_AT_ROOT: ReadonlySet<string> = new Set([...AT_ROOT].map(nameOf));

/** Other file names that detectors look for in any folder. */
const ANYWHERE: ReadonlySet<string> = new Set([
  'xunit.runner.json',
  '.prettierrc',
  '.prettierrc.json',
  '.prettierrc.yaml',
  '.prettierrc.yml',
  'conftest.py',
  'launchSettings.json',
  'Makefile.am',
  '.ruff.toml',
  'manage.py',
  'py.typed',
  'ruff.toml',
  'rust-toolchain',
  '.eleventy.js',
  '.yardopts',
  'Doxyfile',
  'Doxyfile.in',
  '_config.yml',
  'angular.json',
  'antora.yml',
  'book.toml',
  'conf.py',
  'hugo.json',
  'hugo.toml',
  'hugo.yaml',
  'hugo.yml',
  'tsconfig.base.json',
  'typedoc.json',
  'zensical.toml',
  'mkdocs.yml',
  'mkdocs.yaml',
  'alembic.ini',
  'drizzle.config.js',
  'drizzle.config.ts',
  'schema.prisma',
]);
