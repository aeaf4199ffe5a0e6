import { nameOf } from './plain.ts';

/**
 * The files that say how a project is built, run and worked on, by their names. That one of them comes or goes makes what was
 * found out stale.
 */
export function isMark(path: string): boolean {
  return (
    MARK_ENDINGS.test(nameOf(path)) &&
    (MANIFESTS.test(path) || INSTRUCTION_FILES.test(path) || OTHERS.test(path))
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
