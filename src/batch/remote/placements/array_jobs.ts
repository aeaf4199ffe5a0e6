import type { Clock } from '../../../platform/index.ts';
import type { Answer, PlaceClient } from './place_client.ts';

/** Has a prepared attempt queued together with others; resolves to the queue's answer for it, as if it were alone. */
export type ArrayJobs = (token: string, options: string) => Promise<Answer>;

/**
 * Queues attempts as tasks of arrays: those with the same options that follow each other soon, so that a cluster asked for many
 * short jobs is asked once.
 *
 * @param most - tasks in one array
 */
export function arrayJobs(
  client: PlaceClient,
  fixed: Readonly<Record<string, string>>,
  { most, clock }: { readonly most: number; readonly clock: Clock },
): ArrayJobs {
  type Task = { readonly token: string; readonly done: (answer: Answer) => void };
  const gathered = new Map<string, Task[]>();
  const { signal } = new AbortController();
  /** A submission is never called off: an attempt left half queued would not be found again. */
  const send = async (options: string) => {
    const tasks = gathered.get(options) ?? [];
    gathered.delete(options);
    const tokens = tasks.map(({ token }) => token);
    if (tasks.length === 0) return;
    const values = { ...fixed, token: `array-${tokens[0]}`, tokens: tokens.join(' '), queue: options };
    const answer = await client.ask('array', values, {
      ...{ signal, limitMs: CALL_MS + tasks.length * TASK_MS },
    });
    const jobs = new Map(
      (answer.kind === 'answer' ? (answer.lines.get('task') ?? []) : []).map((line) => {
        const [token = '', job = ''] = line.split(' ');
        return [token, job];
      }),
    );
    for (const { token, done } of tasks) {
      const job = jobs.get(token);
      if (answer.kind !== 'answer') done(answer);
      // An attempt that is prepared but in no queue is queued when it is looked for.
      else if (job === undefined) done({ kind: 'away', why: NO_TASK, isFinal: false });
      else done({ ...answer, lines: new Map([['queued', [job]]]) });
    }
  };
  return (token, options) =>
    new Promise((done) => {
      const tasks = gathered.get(options) ?? [];
      tasks.push({ token, done });
      gathered.set(options, tasks);
      if (tasks.length >= most) void send(options);
      else if (tasks.length === 1) void clock.wait(GATHERED_MS, signal).then(() => send(options));
    });
}

const NO_TASK = 'the task that the array has for it could not be given its name';

/** The time the queue may take for the job, and for the name of each task. */
const CALL_MS = 120_000;
const TASK_MS = 3_000;

/** Attempts that can start at the same time are started within this time. */
const GATHERED_MS = 300;
