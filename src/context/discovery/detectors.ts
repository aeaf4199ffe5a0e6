import type { Detector } from './detector.ts';
import { cAndCpp } from './detectors/c_cpp.ts';
import { ci } from './detectors/ci.ts';
import { conventions } from './detectors/conventions.ts';
import { docker } from './detectors/docker.ts';
import { dotnet } from './detectors/dotnet.ts';
import { gemspec } from './detectors/gemspec.ts';
import { generatedFiles } from './detectors/generated_files.ts';
import { go } from './detectors/go.ts';
import { instructionFiles } from './detectors/instruction_files.ts';
import { java } from './detectors/java.ts';
import { javascript } from './detectors/javascript.ts';
import { kubernetes } from './detectors/kubernetes.ts';
import { languages } from './detectors/languages.ts';
import { layout } from './detectors/layout.ts';
import { php } from './detectors/php.ts';
import { plansAndMemory } from './detectors/plans_and_memory.ts';
import { python } from './detectors/python.ts';
import { ruby } from './detectors/ruby.ts';
import { rust } from './detectors/rust.ts';
import { taskRunners } from './detectors/task_runners.ts';
import { terraform } from './detectors/terraform.ts';
import { tooling } from './detectors/tooling.ts';

/** Every detector. What two of them find is one fact with the evidence of both. */
export const DETECTORS: readonly Detector[] = [
  languages,
  javascript,
  python,
  go,
  rust,
  ci,
  java,
  dotnet,
  ruby,
  gemspec,
  php,
  cAndCpp,
  terraform,
  docker,
  kubernetes,
  taskRunners,
  instructionFiles,
  layout,
  generatedFiles,
  tooling,
  conventions,
  plansAndMemory,
];
