import { nameOf } from './plain.ts';

/**
 * The files that say how a project is built, run and worked on, by their names. That one of them comes or goes makes what was
 * found out stale.
 */
export function isMark(path: string): boolean {
  const name = nameOf(path);
  return (
    AT_ROOT.has(path) ||
    ANYWHERE.has(name) ||
    (MARK_ENDINGS.test(name) && (MANIFESTS.test(path) || INSTRUCTION_FILES.test(path) || OTHERS.test(path)))
  );
}

/** The files that declare what a project consists of and how it is built, anywhere in it. */
export const MANIFESTS =
  /(?:^|\/)(?:package\.json|deno\.jsonc?|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt|tox\.ini|noxfile\.py|Pipfile|Cargo\.toml|go\.mod|go\.work|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|libs\.versions\.toml|Gemfile|[\w.-]+\.gemspec|composer\.json|mix\.exs|CMakeLists\.txt|meson\.build|GNUmakefile|[Mm]akefile|[Jj]ustfile|Rakefile|Taskfile\.ya?ml|[\w.-]+\.(?:cs|fs|vb)proj|[\w.-]+\.slnx?|global\.json|Directory\.(?:Build|Packages)\.props)$/u;

/** The files that tell people and agents how to work here, anywhere in a project. */
export const INSTRUCTION_FILES =
  /(?:^|\/)(?:CLAUDE(?:\.local)?\.md|AGENTS?(?:\.override)?\.md|GEMINI\.md|QWEN\.md|\.cursorrules|\.windsurfrules|\.clinerules|\.goosehints|CONVENTIONS\.md|copilot-instructions\.md|[\w.-]+\.instructions\.md|\.cursor\/rules\/.+\.mdc?|\.windsurf\/rules\/.+\.md|\.clinerules\/.+\.md|\.junie\/guidelines\.md|\.kiro\/steering\/.+\.md)$/u;

const OTHERS =
  /(?:^|\/)(?:Dockerfile(?:\.[\w.-]+)?|(?:docker-)?compose[\w.-]*\.ya?ml|Chart\.yaml|kustomization\.ya?ml|pnpm-workspace\.yaml|lerna\.json|nx\.json|turbo\.json|\.gitattributes|\.gitlab-ci\.yml|\.pre-commit-config\.yaml)$|^\.github\/workflows\/[^/]+\.ya?ml$|^README[^/]*$|^CONTRIBUTING[^/]*$/u;

/** What the names of all of these end in: most files can be passed over by it. */
const MARK_ENDINGS =
  /(?:\.(?:json|jsonc|toml|cfg|txt|ini|mod|work|xml|gradle|kts|gemspec|exs|build|ya?ml|\w\wproj|slnx?|props|mdc?|rst|adoc)|[A-Za-z]file(?:\.[^/]*)?|(?:setup|noxfile)\.py|rules|hints|\.gitattributes|README[^/]*|CONTRIBUTING[^/]*)$/u;

/** What else detectors look for by its path from the root. A test asks each of them whether all of that is here. */
const AT_ROOT: ReadonlySet<string> = new Set([
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

/** What else detectors look for by its name in any folder. */
const ANYWHERE: ReadonlySet<string> = new Set([
  '.ruff.toml',
  'manage.py',
  'py.typed',
  'ruff.toml',
  'rust-toolchain',
]);
