import type { Detector } from './detector.ts';
import { cAndCpp } from './detectors/c_cpp.ts';
import { ci } from './detectors/ci.ts';
import { ciMachines } from './detectors/ci_machines.ts';
import { conventions } from './detectors/conventions.ts';
import { coverageBounds } from './detectors/coverage_bounds.ts';
import { deployment } from './detectors/deployment.ts';
import { django } from './detectors/django.ts';
import { docker } from './detectors/docker.ts';
import { dotnet } from './detectors/dotnet.ts';
import { gemspec } from './detectors/gemspec.ts';
import { generatedFiles } from './detectors/generated_files.ts';
import { gitHooks } from './detectors/git_hooks.ts';
import { go } from './detectors/go.ts';
import { gradleCatalog } from './detectors/gradle_catalog.ts';
import { gradleSettings } from './detectors/gradle_settings.ts';
import { instructionFiles } from './detectors/instruction_files.ts';
import { java } from './detectors/java.ts';
import { javascript } from './detectors/javascript.ts';
import { kubernetes } from './detectors/kubernetes.ts';
import { languages } from './detectors/languages.ts';
import { layout } from './detectors/layout.ts';
import { php } from './detectors/php.ts';
import { pinnedTools } from './detectors/pinned_tools.ts';
import { plansAndMemory } from './detectors/plans_and_memory.ts';
import { python } from './detectors/python.ts';
import { pythonSettings } from './detectors/python_settings.ts';
import { ruby } from './detectors/ruby.ts';
import { rust } from './detectors/rust.ts';
import { rustSettings } from './detectors/rust_settings.ts';
import { scriptFiles } from './detectors/script_files.ts';
import { styleSettings } from './detectors/style_settings.ts';
import { taskRunners } from './detectors/task_runners.ts';
import { terraform } from './detectors/terraform.ts';
import { testStyle } from './detectors/test_style.ts';
import { textForm } from './detectors/text_form.ts';
import { tooling } from './detectors/tooling.ts';

/** Every detector. What two of them find is one fact with the evidence of both. */
export const DETECTORS: readonly Detector[] = [
  languages,
  javascript,
  python,
  pythonSettings,
  django,
  go,
  rust,
  rustSettings,
  ci,
  ciMachines,
  java,
  gradleCatalog,
  gradleSettings,
  dotnet,
  ruby,
  gemspec,
  php,
  cAndCpp,
  terraform,
  docker,
  kubernetes,
  deployment,
  taskRunners,
  instructionFiles,
  layout,
  generatedFiles,
  tooling,
  coverageBounds,
  styleSettings,
  pinnedTools,
  textForm,
  scriptFiles,
  gitHooks,
  conventions,
  testStyle,
  plansAndMemory,
];
