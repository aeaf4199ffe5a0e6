import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { jobsIn, workflowsIn } from '../reading/ci_files.ts';
import type { Sources } from '../sources.ts';

/** Checks and publications that GitHub Actions do by ready-made actions rather than by calls. */
export const ciActions: Detector = {
  name: 'ci-actions',
  detect: (sources) => workflowsIn(sources).flatMap((path) => actionsIn(sources, path)),
};

function actionsIn(sources: Sources, path: string): Fact[] {
  return jobsIn(sources, path).flatMap(({ value: job }) =>
    (job.key('steps')?.items() ?? []).slice(0, 40).flatMap((step): Fact[] => {
      const uses = step.key('uses');
      const known = ACTIONS.find(([action]) => uses?.scalar?.toLowerCase().startsWith(action) === true);
      if (uses === undefined || known === undefined) return [];
      const [action, statement, inputs] = known;
      const [given] = inputs.flatMap((name) => {
        const found = step.at('with', name)?.scalar;
        return found === undefined || found === '' || /[\n$]/u.test(found) ? [] : [found];
      });
      return [
        makeFact({
          kind: 'ci',
          about: `action:${action}:${given ?? ''}`,
          statement: `In CI, ${given === undefined ? statement.replace(IS_OPEN, '').replace(/,? (?:with|in|of)\s*$/u, '') : statement}${given === undefined ? '' : IS_OPEN.test(statement) ? ` \`${plain(given, 80)}\`` : ` (\`${plain(given, 80)}\`)`}`,
          values: { action, ...(given === undefined ? {} : { given }) },
          evidence: [{ path, line: uses.line }],
        }),
      ];
    }),
  );
}

/** Statements that end with the noun for what is given. */
const IS_OPEN = /the Dockerfile$/u;

/** An action, its statement, and the inputs, of which the first one given is included. */
const ACTIONS: readonly (readonly [string, string, readonly string[]])[] = [
  ['golangci/golangci-lint-action@', 'golangci-lint lints the code', ['version', 'args']],
  ['crate-ci/typos@', 'typos checks the spelling', ['files']],
  ['codespell-project/actions-codespell@', 'codespell checks the spelling', []],
  ['streetsidesoftware/cspell-action@', 'cspell checks the spelling', []],
  [
    'doozyx/clang-format-lint-action@',
    'clang-format checks the formatting of the code',
    ['clangFormatVersion'],
  ],
  [
    'jidicula/clang-format-action@',
    'clang-format checks the formatting of the code',
    ['clang-format-version'],
  ],
  ['microsoft/devskim-action@', 'DevSkim scans for security problems', []],
  ['github/codeql-action/analyze@', 'CodeQL scans for security problems', []],
  ['ossf/scorecard-action@', 'OpenSSF Scorecard rates the repository', []],
  ['ludeeus/action-shellcheck@', 'ShellCheck lints the scripts', []],
  ['hadolint/hadolint-action@', 'hadolint lints the Dockerfile', ['dockerfile']],
  ['super-linter/super-linter@', 'Super-Linter lints the files', []],
  ['super-linter/super-linter/slim@', 'Super-Linter lints the files', []],
  ['shogo82148/actions-goveralls@', 'coverage is sent to Coveralls', []],
  ['github/super-linter@', 'Super-Linter lints the files', []],
  ['pre-commit/action@', 'the pre-commit hooks are run', ['extra_args']],
  ['astral-sh/ruff-action@', 'Ruff lints the code', ['args']],
  ['psf/black@', 'Black checks the formatting of the code', ['options']],
  ['chartboost/ruff-action@', 'Ruff lints the code', ['args']],
  ['embarkstudios/cargo-deny-action@', 'cargo-deny checks the dependencies', ['command']],
  ['rustsec/audit-check@', 'cargo-audit checks the dependencies for known vulnerabilities', []],
  ['actions-rust-lang/audit@', 'cargo-audit checks the dependencies for known vulnerabilities', []],
  [
    'obi1kenobi/cargo-semver-checks-action@',
    'cargo-semver-checks compares the API with the last release',
    [],
  ],
  ['actions/dependency-review-action@', 'new dependencies are reviewed', []],
  ['aquasecurity/trivy-action@', 'Trivy scans for known vulnerabilities', ['scan-type']],
  ['anchore/scan-action@', 'Grype scans for known vulnerabilities', []],
  ['golang/govulncheck-action@', 'govulncheck checks the dependencies for known vulnerabilities', []],
  ['zizmorcore/zizmor-action@', 'zizmor audits the workflows', []],
  ['raven-actions/actionlint@', 'actionlint lints the workflows', []],
  ['reviewdog/action-', 'reviewdog posts linter findings as review comments', []],
  ['amannn/action-semantic-pull-request@', 'pull request titles must follow Conventional Commits', []],
  ['wagoid/commitlint-github-action@', 'commit messages are checked by commitlint', []],
  ['webiny/action-conventional-commits@', 'commit messages must follow Conventional Commits', []],
  ['dangoslen/changelog-enforcer@', 'a pull request must change the changelog', ['changeLogPath']],
  ['tarides/changelog-check-action@', 'a pull request must change the changelog', ['changelog']],
  ['tim-actions/dco@', 'commits must be signed off', []],
  ['lycheeverse/lychee-action@', 'lychee looks for broken links', ['args']],
  ['wjdp/htmltest-action@', 'htmltest checks the site', ['path']],
  ['gaurav-nelson/github-action-markdown-link-check@', 'Markdown is checked for broken links', []],
  ['articulate/actions-markdownlint@', 'markdownlint lints the pages', []],
  ['davidanson/markdownlint-cli2-action@', 'markdownlint lints the pages', ['globs']],
  ['google/oss-fuzz/infra/cifuzz/actions/run_fuzzers@', 'OSS-Fuzz runs the fuzz tests', []],
  ['google/clusterfuzzlite/actions/run_fuzzers@', 'ClusterFuzzLite runs the fuzz tests', []],
  ['helm/chart-testing-action@', 'charts are tested with chart-testing', []],
  ['supercharge/mongodb-github-action@', 'MongoDB is started', ['mongodb-version']],
  ['supercharge/redis-github-action@', 'Redis is started', ['redis-version']],
  ['cobot/couchdb-action@', 'CouchDB is started', ['couchdb version', 'couchdb-version']],
  ['helm/kind-action@', 'a kind cluster is started', ['version']],
  ['helm/chart-releaser-action@', 'charts are released with chart-releaser', ['charts_dir']],
  ['terraform-linters/setup-tflint@', 'TFLint lints the code', []],
  ['bridgecrewio/checkov-action@', 'Checkov scans the infrastructure', []],
  ['testdouble/standard-ruby-action@', 'Standard lints the code', []],
  ['standardrb/standard-ruby-action@', 'Standard lints the code', []],
  ['thoughtbot/bundler-audit-action@', 'bundler-audit checks the gems for known vulnerabilities', []],
  ['nosborn/github-action-markdown-cli@', 'markdownlint lints the pages', ['files']],
  ['renovatebot/github-action@', 'Renovate updates dependencies', []],
  ['gradle/actions/wrapper-validation@', 'the Gradle wrapper is checked', []],
  ['codecov/codecov-action@', 'coverage is sent to Codecov', []],
  ['coverallsapp/github-action@', 'coverage is sent to Coveralls', []],
  ['sonarsource/', 'the code is analysed by SonarQube', []],
  ['codspeedhq/action@', 'benchmarks are compared by CodSpeed', []],
  ['benchmark-action/github-action-benchmark@', 'benchmarks are compared with earlier ones', ['tool']],
  ['andresz1/size-limit-action@', 'size-limit compares sizes', []],
  ['chromaui/action@', 'Chromatic compares screenshots of components', []],
  ['lirantal/lockfile-lint', 'the lock file is checked', []],
  ['changesets/action@', 'Changesets prepares or publishes a release', ['publish']],
  ['googleapis/release-please-action@', 'release-please prepares releases', []],
  ['google-github-actions/release-please-action@', 'release-please prepares releases', []],
  ['release-drafter/release-drafter@', 'Release Drafter drafts the notes of the next release', []],
  ['goreleaser/goreleaser-action@', 'GoReleaser releases', ['args']],
  ['softprops/action-gh-release@', 'a GitHub release is created', []],
  ['ncipollo/release-action@', 'a GitHub release is created', []],
  ['pypa/gh-action-pypi-publish@', 'packages are published to PyPI', ['repository-url', 'repository_url']],
  ['hynek/build-and-inspect-python-package@', 'the Python package is built and inspected', []],
  ['errata-ai/vale-action@', 'Vale lints the prose', ['files']],
  ['vale-cli/vale-action@', 'Vale lints the prose', ['files']],
  ['pypa/cibuildwheel@', 'wheels are built with cibuildwheel', []],
  ['pyo3/maturin-action@', 'wheels are built with maturin', ['command']],
  ['js-devtools/npm-publish@', 'packages are published to npm', []],
  ['rubygems/release-gem@', 'the gem is published to RubyGems', []],
  ['katyo/publish-crates@', 'crates are published to crates.io', []],
  ['release-plz/action@', 'release-plz prepares releases', ['command']],
  ['docker/build-push-action@', 'an image is built with the Dockerfile', ['file']],
  ['actions/deploy-pages@', 'the site is deployed to GitHub Pages', []],
  ['peaceiris/actions-gh-pages@', 'the site is deployed to GitHub Pages', ['publish_dir']],
  ['jamesives/github-pages-deploy-action@', 'the site is deployed to GitHub Pages', ['folder']],
  ['cloudflare/wrangler-action@', 'it is deployed to Cloudflare', []],
  ['azure/webapps-deploy@', 'it is deployed to Azure', []],
];
