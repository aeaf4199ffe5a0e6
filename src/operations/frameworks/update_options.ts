import type { Problem } from '../../diagnostics/index.ts';
import type { GenerationRequest } from '../create/generation.ts';
import type { GivenValues } from '../filling/input_values.ts';
import { standardInputClash } from '../filling/standard_input.ts';
import type { WorkspaceOptions } from '../workspace.ts';
import type { AnswerChanges } from './update_request.ts';

/** The frameworks to update, and the options. */
export type UpdateOptions = WorkspaceOptions &
  GenerationRequest & {
    /** Names of frameworks, or paths of their folders; for an export, the path of its file. */
    readonly frameworks: readonly string[];
    /** Updates every framework in the output folder instead of named ones. */
    readonly all?: boolean;
    /** Only reports which are stale. */
    readonly check?: boolean;
    /** Creates lock files for folders without one. */
    readonly adopt?: boolean;
    readonly dryRun?: boolean;
    /** Whether a missing component is an error. */
    readonly strict?: boolean;
    readonly shippedTemplates?: boolean;
    /** The folder with the frameworks. */
    readonly output?: string;
    readonly goal?: string;
    readonly title?: string;
    /** `false` for the goal itself. */
    readonly variant?: string | false;
    readonly recommended?: boolean;
    readonly persona?: string;
    readonly protocol?: string;
    readonly constraint?: readonly string[];
    readonly addConstraint?: readonly string[];
    readonly set?: readonly string[];
    readonly unset?: readonly string[];
  };

/** The options' changes to a framework's answers. */
export function answerChanges(
  options: UpdateOptions,
  { values, valueFiles, several }: GivenValues,
): AnswerChanges {
  const { goal, title, variant, recommended = false, unset = [] } = options;
  const { persona, protocol, constraint, addConstraint } = options;
  return {
    ...(goal === undefined ? {} : { goal }),
    ...(title === undefined ? {} : { title }),
    ...(variant === undefined ? {} : { variant: variant === false ? null : variant }),
    recommended,
    choice: {
      ...(persona === undefined ? {} : { persona }),
      ...(protocol === undefined ? {} : { protocol }),
      ...(constraint === undefined ? {} : { constraints: constraint }),
      ...(addConstraint === undefined ? {} : { addConstraints: addConstraint }),
    },
    values,
    valueFiles,
    several,
    unset,
  };
}

/** Finds options that cannot be combined; reports all at once. @param hasExports - whether files of other tools are among them */
export function optionFaults(
  options: UpdateOptions,
  hasExports: boolean,
): Problem<'input-taken-twice' | 'flags-exclude' | 'missing-framework'>[] {
  const { frameworks, all = false, check = false, adopt = false, dryRun = false } = options;
  const changing = CHANGING.filter((name) => options[name] !== undefined);
  const many = all || frameworks.length > 1;
  return [
    ...standardInputClash(options),
    ...(all && frameworks.length > 0 ? [fault('--all and the name of a framework exclude each other.')] : []),
    ...(!all && frameworks.length === 0 ? [NO_FRAMEWORK] : []),
    ...(many && changing.length > 0
      ? [fault(`--${kebab(changing[0] ?? '')} changes one framework, and several are asked for.`)]
      : []),
    ...(hasExports && (adopt || changing.length > 0)
      ? [
          fault(
            `--${adopt ? 'adopt' : kebab(changing[0] ?? '')} works with frameworks, but an export was named.`,
          ),
        ]
      : []),
    ...(all && adopt ? [fault('--adopt works with named folders, not with --all.')] : []),
    ...(check && (adopt || dryRun)
      ? [fault(`--check writes nothing and shows no differences; remove ${adopt ? '--adopt' : '--dry-run'}.`)]
      : []),
  ];
}

const CHANGING = [
  'goal',
  'title',
  'variant',
  'recommended',
  'persona',
  'protocol',
  'constraint',
  'addConstraint',
  'set',
  'unset',
] as const satisfies readonly (keyof UpdateOptions)[];

const NO_FRAMEWORK: Problem<'missing-framework'> = {
  severity: 'error',
  code: 'missing-framework',
  message: 'Which framework?',
  hint: 'Name one, as in `orchestrator update My_Framework`, or give --all.',
};

function fault(message: string): Problem<'flags-exclude'> {
  return { severity: 'error', code: 'flags-exclude', message };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
