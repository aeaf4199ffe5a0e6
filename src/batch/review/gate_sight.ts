import type { ReviewedGate } from './finding.ts';

/** The kind of a gate by its command: the first match counts. The actual behaviour of a gate is unknown before it runs. */
const SIGHTS: readonly (readonly [ReviewedGate['sees'], RegExp])[] = [
  [
    'tests',
    /\b(?:vitest|jest|mocha|ava|pytest|unittest|nox|tox|rspec|minitest|phpunit|pest|ctest|bats|playwright|cypress)\b|\b(?:npm|pnpm|yarn|bun|deno|go|cargo|dotnet|mvn|gradle|gradlew|make|just|rake|mix|swift|flutter|composer)\b[^&|;]*\b(?:test|tests|e2e|verify|nextest)\b|\bnode\b[^&|;]*\s--test\b|\bnode\b[^&|;]*\.(?:test|spec)\.|\btests?\/\S+|\S*test\S*\.(?:sh|py|js|mjs|rb)\b/u,
  ],
  ['types', /\b(?:tsc|mypy|pyright|flow|typecheck|type-check|check-types)\b|\bcargo check\b|\bgo vet\b/u],
  [
    'lint',
    /\b(?:eslint|biome|ruff|flake8|pylint|clippy|golangci-lint|staticcheck|rubocop|phpstan|psalm|shellcheck|hadolint|markdownlint|lint)\b/u,
  ],
  ['format', /\b(?:prettier|black|gofmt|rustfmt|isort|format)\b|\bcargo fmt\b/u],
  [
    'build',
    /\b(?:build|compile|webpack|vite|rollup|esbuild|javac|gcc|clang|make|cmake|bazel)\b|\bnode --check\b|\bpy_compile\b/u,
  ],
  [
    'files',
    /^(?:\s*(?:!\s*)?(?:test|\[{1,2}|grep|rg|ls|stat|diff|cmp|head|tail|wc|jq|cat|find|sh -n|bash -n)\b)/u,
  ],
];

/** The kind of check that a gate is. */
export function sightOf(command: string | null): ReviewedGate['sees'] {
  if (command === null) return 'words';
  // `test -s file` is a shell command, not a test.
  const own = command.trim().slice(0, 2_000);
  if (/^(?:test|\[)\s/u.test(own) && !/[&|;]/u.test(own)) return 'files';
  return SIGHTS.find(([, pattern]) => pattern.test(own))?.[0] ?? 'unknown';
}
