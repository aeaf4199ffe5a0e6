import type { Problem } from '../../../diagnostics/index.ts';
import type { AnswerChanges, GivenValues } from '../../../operations/index.ts';
import { standardInputClash } from '../standard_input.ts';
import type { UpdateFlags } from './update_flags.ts';

/** What the flags change in a framework's answers. */
export function answerChanges(flags: UpdateFlags, { values, several }: GivenValues): AnswerChanges {
  const { goal, title, variant, recommended = false, unset = [] } = flags;
  const { persona, protocol, constraint, addConstraint } = flags;
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
    several,
    unset,
  };
}

/** What cannot go together in the arguments of `update`; all at once. */
export function flagFaults(wanted: readonly string[], flags: UpdateFlags): Problem[] {
  const { all = false, check = false, adopt = false, dryRun = false } = flags;
  const changing = CHANGING.filter((name) => flags[name] !== undefined);
  const many = all || wanted.length > 1;
  return [
    ...standardInputClash(flags),
    ...(all && wanted.length > 0 ? [fault('--all and the name of a framework exclude each other.')] : []),
    ...(!all && wanted.length === 0 ? [NO_FRAMEWORK] : []),
    ...(many && changing.length > 0
      ? [fault(`--${kebab(changing[0] ?? '')} changes one framework, and several are asked for.`)]
      : []),
    ...(all && adopt ? [fault('--adopt is for folders that are named, not for --all.')] : []),
    ...(check && (adopt || dryRun)
      ? [
          fault(
            `--check writes nothing and shows no differences; leave ${adopt ? '--adopt' : '--dry-run'} out.`,
          ),
        ]
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
] as const satisfies readonly (keyof UpdateFlags)[];

const NO_FRAMEWORK: Problem = {
  severity: 'error',
  code: 'missing-framework',
  message: 'Which framework?',
  hint: 'Name one, as in `orchestrator update My_Framework`, or say --all.',
};

function fault(message: string): Problem {
  return { severity: 'error', code: 'flags-exclude', message };
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
