import type { Clock } from '../../platform/index.ts';
import type { Machine } from './agents/index.ts';
import { commandExecutor, JOB_PLACE } from './command.ts';
import type { ConfiguredExecutor } from './configured_executor.ts';
import type { Executor } from './executor.ts';
import { argumentFaults, jobFileText } from './model_loop/index.ts';

/** The name of the built-in executor, which needs only a model's endpoint. */
export const MODEL = 'model';

/** The command of this program that works on one job; batches start it, people do not. */
const MODEL_VERB = 'work-on-phase';

/**
 * The built-in executor: this program again, in a process of its own, so that it is limited, watched and ended like any other
 * agent. Model and endpoint are part of its command, so that another one has to be approved again; the key is not.
 */
export function modelExecutor(
  { env: more = [], args = [], model: wanted, account }: ConfiguredExecutor,
  { clock, machine }: { readonly clock: Clock; readonly machine: Machine },
): Executor {
  const here = machine.modelFor?.(wanted) ?? NOT_LOOKED;
  const env = [...new Set([...VARIABLES, ...more])];
  if (here.kind === 'none') {
    return commandExecutor(
      {
        name: MODEL,
        argv: ['orchestrator', MODEL_VERB],
        env,
        promptOn: 'argument',
        doubts: [
          {
            severity: 'error',
            code: 'executor-not-ready',
            message: `The built-in executor has no model to ask: ${here.reason}.`,
            hint: here.remedy,
          },
        ],
      },
      clock,
    );
  }
  const { program, model, baseUrl, keyFrom, reads } = here;
  const [first, ...rest] = program;
  const key = keyFrom === null ? 'no key is sent' : `the key from ${keyFrom} is sent only there`;
  return commandExecutor(
    {
      name: MODEL,
      argv: [
        first,
        ...rest,
        MODEL_VERB,
        '--model',
        model,
        '--base-url',
        baseUrl,
        '--job',
        JOB_PLACE,
        ...args,
      ],
      env,
      promptOn: 'argument',
      doubts: argumentFaults(args).map((fault) => ({
        severity: 'error',
        code: 'executor-not-ready',
        message: `The built-in executor would refuse executors.model.args: ${fault}`,
        hint: 'Set them again: orchestrator config set -- executors.model.args ARGUMENTS. Or remove them: orchestrator config unset executors.model.args',
      })),
      note: `asks ${model} at ${baseUrl}; ${key}`,
      ...(account === undefined ? {} : { account }),
      jobText: jobFileText,
      reads,
    },
    clock,
  );
}

const NOT_LOOKED = { kind: 'none', reason: 'nobody has looked for one', remedy: '' } as const;

/** The variable that holds the key, and the one that says which endpoint it is for. */
const VARIABLES = ['OPENAI_API_KEY', 'OPENAI_BASE_URL'];
