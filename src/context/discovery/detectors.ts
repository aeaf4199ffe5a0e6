import type { Detector } from './detector.ts';
import { architecture } from './detectors/architecture.ts';
import { autotools } from './detectors/autotools.ts';
import { bazel } from './detectors/bazel.ts';
import { buildScripts } from './detectors/build_scripts.ts';
import { bundles } from './detectors/bundles.ts';
import { cAndCpp } from './detectors/c_cpp.ts';
import { cake } from './detectors/cake.ts';
import { callouts } from './detectors/callouts.ts';
import { ci } from './detectors/ci.ts';
import { ciActions } from './detectors/ci_actions.ts';
import { ciImages } from './detectors/ci_images.ts';
import { ciMachines } from './detectors/ci_machines.ts';
import { ciShared } from './detectors/ci_shared.ts';
import { ciUnchanged } from './detectors/ci_unchanged.ts';
import { cloudBuild } from './detectors/cloud_build.ts';
import { codeGeneration } from './detectors/code_generation.ts';
import { composeSettings } from './detectors/compose_settings.ts';
import { conftestFixtures } from './detectors/conftest_fixtures.ts';
import { contributingRules } from './detectors/contributing_rules.ts';
import { conventions } from './detectors/conventions.ts';
import { coverageBounds } from './detectors/coverage_bounds.ts';
import { cppSettings } from './detectors/cpp_settings.ts';
import { databases } from './detectors/databases.ts';
import { declaredSources } from './detectors/declared_sources.ts';
import { dependencyUpdates } from './detectors/dependency_updates.ts';
import { deployment } from './detectors/deployment.ts';
import { devEnvironment } from './detectors/dev_environment.ts';
import { devServers } from './detectors/dev_servers.ts';
import { django } from './detectors/django.ts';
import { docker } from './detectors/docker.ts';
import { dotnet } from './detectors/dotnet.ts';
import { dotnetFiles } from './detectors/dotnet_files.ts';
import { dotnetSettings } from './detectors/dotnet_settings.ts';
import { editorSettings } from './detectors/editor_settings.ts';
import { elixir } from './detectors/elixir.ts';
import { environmentVariables } from './detectors/environment_variables.ts';
import { eslintRules } from './detectors/eslint_rules.ts';
import { gemspec } from './detectors/gemspec.ts';
import { generatedFiles } from './detectors/generated_files.ts';
import { gitHooks } from './detectors/git_hooks.ts';
import { go } from './detectors/go.ts';
import { golangciSettings } from './detectors/golangci_settings.ts';
import { gradleCatalog } from './detectors/gradle_catalog.ts';
import { gradleFormatting } from './detectors/gradle_formatting.ts';
import { gradleLayout } from './detectors/gradle_layout.ts';
import { gradleSettings } from './detectors/gradle_settings.ts';
import { infrastructureTools } from './detectors/infrastructure_tools.ts';
import { instructionFiles } from './detectors/instruction_files.ts';
import { java } from './detectors/java.ts';
import { javascript } from './detectors/javascript.ts';
import { jvmPlugins } from './detectors/jvm_plugins.ts';
import { keptAlike } from './detectors/kept_alike.ts';
import { kotlinSettings } from './detectors/kotlin_settings.ts';
import { kubernetes } from './detectors/kubernetes.ts';
import { languages } from './detectors/languages.ts';
import { layout } from './detectors/layout.ts';
import { licenseHeaders } from './detectors/license_headers.ts';
import { lifecycleScripts } from './detectors/lifecycle_scripts.ts';
import { linterSettings } from './detectors/linter_settings.ts';
import { mavenSettings } from './detectors/maven_settings.ts';
import { minifiedFiles } from './detectors/minified_files.ts';
import { monorepoSettings } from './detectors/monorepo_settings.ts';
import { nameEndings } from './detectors/name_endings.ts';
import { nuke } from './detectors/nuke.ts';
import { php } from './detectors/php.ts';
import { phpSettings } from './detectors/php_settings.ts';
import { pinnedTools } from './detectors/pinned_tools.ts';
import { pip } from './detectors/pip.ts';
import { plansAndMemory } from './detectors/plans_and_memory.ts';
import { pytestSettings } from './detectors/pytest_settings.ts';
import { python } from './detectors/python.ts';
import { pythonGroups } from './detectors/python_groups.ts';
import { pythonSettings } from './detectors/python_settings.ts';
import { rakeTests } from './detectors/rake_tests.ts';
import { readTheDocs } from './detectors/read_the_docs.ts';
import { releases } from './detectors/releases.ts';
import { requirements } from './detectors/requirements.ts';
import { ruby } from './detectors/ruby.ts';
import { rubyConventions } from './detectors/ruby_conventions.ts';
import { runtimeDefaults } from './detectors/runtime_defaults.ts';
import { rust } from './detectors/rust.ts';
import { rustCode } from './detectors/rust_code.ts';
import { rustSettings } from './detectors/rust_settings.ts';
import { sampleFiles } from './detectors/sample_files.ts';
import { scriptCalls } from './detectors/script_calls.ts';
import { scriptFiles } from './detectors/script_files.ts';
import { scriptRules } from './detectors/script_rules.ts';
import { singleTests } from './detectors/single_tests.ts';
import { sites } from './detectors/sites.ts';
import { statedCommands } from './detectors/stated_commands.ts';
import { styleSettings } from './detectors/style_settings.ts';
import { taskRunners } from './detectors/task_runners.ts';
import { terraform } from './detectors/terraform.ts';
import { testConditions } from './detectors/test_conditions.ts';
import { testEnvironment } from './detectors/test_environment.ts';
import { testStyle } from './detectors/test_style.ts';
import { textForm } from './detectors/text_form.ts';
import { tooling } from './detectors/tooling.ts';
import { tox } from './detectors/tox.ts';
import { translations } from './detectors/translations.ts';
import { typescriptSettings } from './detectors/typescript_settings.ts';
import { vitestSettings } from './detectors/vitest_settings.ts';
import { workNeeds } from './detectors/work_needs.ts';
import { workspaceUses } from './detectors/workspace_uses.ts';
/** Every detector. A fact that two of them find is kept once, with the evidence of both. */
export const DETECTORS: readonly Detector[] = [
  languages,
  javascript,
  typescriptSettings,
  monorepoSettings,
  workspaceUses,
  lifecycleScripts,
  bundles,
  python,
  requirements,
  tox,
  pythonSettings,
  pythonGroups,
  pip,
  declaredSources,
  pytestSettings,
  conftestFixtures,
  django,
  databases,
  go,
  rust,
  rustSettings,
  rustCode,
  buildScripts,
  ci,
  ciMachines,
  ciActions,
  ciUnchanged,
  ciShared,
  ciImages,
  cloudBuild,
  dependencyUpdates,
  java,
  gradleCatalog,
  gradleSettings,
  gradleLayout,
  gradleFormatting,
  kotlinSettings,
  jvmPlugins,
  mavenSettings,
  dotnet,
  dotnetSettings,
  dotnetFiles,
  cake,
  nuke,
  ruby,
  gemspec,
  rubyConventions,
  rakeTests,
  php,
  phpSettings,
  elixir,
  cAndCpp,
  cppSettings,
  autotools,
  bazel,
  terraform,
  docker,
  composeSettings,
  kubernetes,
  infrastructureTools,
  deployment,
  taskRunners,
  singleTests,
  statedCommands,
  instructionFiles,
  contributingRules,
  callouts,
  workNeeds,
  keptAlike,
  layout,
  architecture,
  generatedFiles,
  minifiedFiles,
  codeGeneration,
  tooling,
  coverageBounds,
  styleSettings,
  linterSettings,
  scriptRules,
  eslintRules,
  golangciSettings,
  pinnedTools,
  devEnvironment,
  devServers,
  editorSettings,
  releases,
  sites,
  readTheDocs,
  translations,
  textForm,
  scriptFiles,
  scriptCalls,
  gitHooks,
  conventions,
  nameEndings,
  testStyle,
  vitestSettings,
  licenseHeaders,
  testEnvironment,
  testConditions,
  environmentVariables,
  sampleFiles,
  runtimeDefaults,
  plansAndMemory,
];
