import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { plain } from '../plain_text.ts';
import { workflowsIn } from '../reading/ci_files.ts';
import type { Sources } from '../sources.ts';

/** Checks and publications that GitHub Actions do by ready-made actions rather than by calls. */
export const ciActions: Detector = {
  name: 'ci-actions',
  detect: (sources) => workflowsIn(sources).flatMap((path) => actionsIn(sources, path)),
};

function actionsIn(sources: Sources, path: string): Fact[] {
  const jobs = sources.yaml(path)?.root.key('jobs')?.entries() ?? [];
  return jobs.slice(0, 20).flatMap(({ value: job }) =>
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
const IS_OPEN = /the (?:version|Dockerfile)$/u;

/** An action, its statement, and the inputs, of which the first one given is included. */
const ACTIONS: readonly (readonly [string, string, readonly string[]])[] = [
  ['golangci/golangci-lint-action@', 'golangci-lint judges the code', ['version', 'args']],
  ['crate-ci/typos@', 'typos looks for misspelt words', ['files']],
  ['codespell-project/actions-codespell@', 'codespell looks for misspelt words', []],
  ['streetsidesoftware/cspell-action@', 'cspell looks for misspelt words', []],
  [
    'doozyx/clang-format-lint-action@',
    'clang-format judges the form of the code, in the version',
    ['clangFormatVersion'],
  ],
  [
    'jidicula/clang-format-action@',
    'clang-format judges the form of the code, in the version',
    ['clang-format-version'],
  ],
  ['microsoft/devskim-action@', 'DevSkim looks for faults of security', []],
  ['github/codeql-action/analyze@', 'CodeQL looks for faults of security', []],
  ['ossf/scorecard-action@', 'OpenSSF Scorecard judges the repository', []],
  ['ludeeus/action-shellcheck@', 'ShellCheck judges the scripts', []],
  ['hadolint/hadolint-action@', 'hadolint judges the Dockerfile', ['dockerfile']],
  ['super-linter/super-linter@', 'Super-Linter judges the files', []],
  ['github/super-linter@', 'Super-Linter judges the files', []],
  ['pre-commit/action@', 'the hooks of pre-commit are run', ['extra_args']],
  ['astral-sh/ruff-action@', 'Ruff judges the code', ['args']],
  ['psf/black@', 'Black judges the form of the code', ['options']],
  ['chartboost/ruff-action@', 'Ruff judges the code', ['args']],
  ['embarkstudios/cargo-deny-action@', 'cargo-deny judges the dependencies', ['command']],
  ['rustsec/audit-check@', 'cargo-audit looks for known faults in the dependencies', []],
  ['actions-rust-lang/audit@', 'cargo-audit looks for known faults in the dependencies', []],
  [
    'obi1kenobi/cargo-semver-checks-action@',
    'cargo-semver-checks compares the interface with the last release',
    [],
  ],
  ['actions/dependency-review-action@', 'new dependencies are reviewed', []],
  ['aquasecurity/trivy-action@', 'Trivy looks for known faults', ['scan-type']],
  ['anchore/scan-action@', 'Grype looks for known faults', []],
  ['golang/govulncheck-action@', 'govulncheck looks for known faults in the dependencies', []],
  ['zizmorcore/zizmor-action@', 'zizmor judges the workflows', []],
  ['raven-actions/actionlint@', 'actionlint judges the workflows', []],
  ['reviewdog/action-', 'reviewdog puts the findings of a linter into the review', []],
  ['amannn/action-semantic-pull-request@', 'titles of pull requests have to follow Conventional Commits', []],
  ['wagoid/commitlint-github-action@', 'messages of commits are judged by commitlint', []],
  ['webiny/action-conventional-commits@', 'messages of commits have to follow Conventional Commits', []],
  ['tim-actions/dco@', 'commits have to be signed off', []],
  ['lycheeverse/lychee-action@', 'lychee looks for broken links', ['args']],
  ['wjdp/htmltest-action@', 'htmltest judges the site', ['path']],
  ['gaurav-nelson/github-action-markdown-link-check@', 'broken links in Markdown are looked for', []],
  ['articulate/actions-markdownlint@', 'markdownlint judges the pages', []],
  ['davidanson/markdownlint-cli2-action@', 'markdownlint judges the pages', ['globs']],
  ['google/oss-fuzz/infra/cifuzz/actions/run_fuzzers@', 'OSS-Fuzz runs the fuzz tests', []],
  ['google/clusterfuzzlite/actions/run_fuzzers@', 'ClusterFuzzLite runs the fuzz tests', []],
  ['helm/chart-testing-action@', 'charts are tested with chart-testing', []],
  ['supercharge/mongodb-github-action@', 'MongoDB is started, in the version', ['mongodb-version']],
  ['supercharge/redis-github-action@', 'Redis is started, in the version', ['redis-version']],
  ['cobot/couchdb-action@', 'CouchDB is started, in the version', ['couchdb version', 'couchdb-version']],
  ['helm/kind-action@', 'a cluster of kind is started', ['version']],
  ['helm/chart-releaser-action@', 'charts are released with chart-releaser', ['charts_dir']],
  ['terraform-linters/setup-tflint@', 'TFLint judges the code', []],
  ['bridgecrewio/checkov-action@', 'Checkov judges the infrastructure', []],
  ['testdouble/standard-ruby-action@', 'Standard judges the code', []],
  ['standardrb/standard-ruby-action@', 'Standard judges the code', []],
  ['thoughtbot/bundler-audit-action@', 'bundler-audit looks for known faults in the gems', []],
  ['nosborn/github-action-markdown-cli@', 'markdownlint judges the pages', ['files']],
  ['renovatebot/github-action@', 'Renovate raises versions', []],
  ['gradle/actions/wrapper-validation@', 'the wrapper of Gradle is checked', []],
  ['codecov/codecov-action@', 'coverage is sent to Codecov', []],
  ['coverallsapp/github-action@', 'coverage is sent to Coveralls', []],
  ['sonarsource/', 'the code is judged by SonarQube', []],
  ['codspeedhq/action@', 'benchmarks are compared by CodSpeed', []],
  ['benchmark-action/github-action-benchmark@', 'benchmarks are compared with earlier ones', ['tool']],
  ['andresz1/size-limit-action@', 'size-limit compares sizes', []],
  ['chromaui/action@', 'Chromatic compares pictures of components', []],
  ['lirantal/lockfile-lint', 'the lock file is judged', []],
  ['changesets/action@', 'Changesets prepares or publishes a release', ['publish']],
  ['googleapis/release-please-action@', 'release-please prepares releases', []],
  ['google-github-actions/release-please-action@', 'release-please prepares releases', []],
  ['release-drafter/release-drafter@', 'Release Drafter writes the notes of the next release', []],
  ['goreleaser/goreleaser-action@', 'GoReleaser releases', ['args']],
  ['softprops/action-gh-release@', 'a release of GitHub is made', []],
  ['ncipollo/release-action@', 'a release of GitHub is made', []],
  ['pypa/gh-action-pypi-publish@', 'packages are published to PyPI', []],
  ['pypa/cibuildwheel@', 'wheels are built with cibuildwheel', []],
  ['pyo3/maturin-action@', 'wheels are built with maturin', ['command']],
  ['js-devtools/npm-publish@', 'packages are published to npm', []],
  ['rubygems/release-gem@', 'the gem is published to RubyGems', []],
  ['katyo/publish-crates@', 'crates are published to crates.io', []],
  ['release-plz/action@', 'release-plz prepares releases', ['command']],
  ['docker/build-push-action@', 'an image is built with the Dockerfile', ['file']],
  ['actions/deploy-pages@', 'the site is put out on GitHub Pages', []],
  ['peaceiris/actions-gh-pages@', 'the site is put out on GitHub Pages', ['publish_dir']],
  ['jamesives/github-pages-deploy-action@', 'the site is put out on GitHub Pages', ['folder']],
  ['cloudflare/wrangler-action@', 'it is put out on Cloudflare', []],
  ['azure/webapps-deploy@', 'it is put out on Azure', []],
];
