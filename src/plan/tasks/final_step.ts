import { LatePattern } from '../../lib/index.ts';
import { publishingStep } from '../words/publishing_words.ts';
import { saysNoNeed } from './document_order.ts';
import type { InferredNeed, Task, TaskList } from './importer.ts';

/** A section whose last item commits or checks what the others did is done from its first item on. */
export function* needsBeforeFinalStep({ tasks }: Pick<TaskList, 'tasks'>): Generator<InferredNeed> {
  let from = 0;
  for (let index = 1; index <= tasks.length; index++) {
    if (tasks[index]?.section === tasks[from]?.section) continue;
    const own = tasks.slice(from, index);
    if (own.length > 1 && own.every(isSilent) && endsWork(own))
      for (let place = from + 1; place < index; place++)
        yield { task: place, on: place - 1, reason: 'the list ends with a check or commit of the rest' };
    from = index;
  }
}

/** The reason for what {@link withPublishingLast} adds. */
export const PUBLISHED_LAST = 'commits, pushes and releases come last';

/**
 * Adds to the needs of a list that a commit, push, release or deployment of which no order is known comes after everything else:
 * beside the work, it would hand on what is half done.
 *
 * @param stated - for each task, the tasks that it is known to need
 */
export function* withPublishingLast(
  needs: Iterable<InferredNeed>,
  tasks: readonly Task[],
  stated: readonly (readonly { readonly on: number }[])[],
): Generator<InferredNeed> {
  const steps = tasks.map(({ title }) => publishingStep(title));
  const needing = new Set(stated.flatMap((own, task) => (own.length > 0 ? [task] : [])));
  const needed = new Set(stated.flatMap((own) => own.map(({ on }) => on)));
  for (const need of needs) {
    needing.add(need.task);
    needed.add(need.on);
    yield need;
  }
  const isLast = (index: number) =>
    steps[index] !== undefined && isSilent(tasks[index] as Task) && !needing.has(index) && !needed.has(index);
  const last = [...tasks.keys()].filter(isLast).sort((a, b) => (steps[a] ?? 0) - (steps[b] ?? 0) || a - b);
  const others = [...tasks.keys()].filter((index) => !isLast(index) && !needed.has(index));
  for (const [place, task] of last.entries()) {
    const before = last[place - 1];
    for (const on of before === undefined ? others : [before])
      yield { task, on, reason: PUBLISHED_LAST, leadsDown: true };
  }
}

function isSilent(task: Task): boolean {
  return saysNoNeed(task) && !task.isFree && task.pace === undefined;
}

/** Items without names may be checked by the last one, or each be a thing of its own. */
function endsWork(tasks: readonly Task[]): boolean {
  const title = tasks.at(-1)?.title ?? '';
  return COMMIT.test(title) || (CHECK.test(title) && areCounted(tasks));
}

/** "A1", "A2", "A3": names that are counted. */
function areCounted(tasks: readonly Task[]): boolean {
  const numbers = tasks.map(({ id, names }) =>
    Number(/^[A-Z]{1,4}-?(\d{1,4})$/u.exec(id ?? names[0] ?? '')?.[1]),
  );
  return numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
}

const COMMIT = /^(?:git )?commit(?:$|[:\s])|(?<=[.;+&,]\s*)commit:|\band commit[:.]?$/iu;
const CHECK = new LatePattern(
  () =>
    String.raw`^(?:verify|final (?:check|verification)|regression|check everything|prüfen|überprüfen|verificar|vérifier|verificare|zweryfikuj|проверить|проверка|验证|検証|검증)(?![\p{L}])`,
  'iu',
);
