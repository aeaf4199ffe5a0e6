import { LatePattern } from '../../lib/index.ts';
import { shortText } from './short_text.ts';
import type { TaskProblem, TaskSource } from './types.ts';

/** That a document says that its tasks are kept in another place: "The task list lives in `tasks/register.md`". */
export function tasksElsewhere({ text, file }: TaskSource): TaskProblem[] {
  const lines = text.split('\n', MOST_LINES);
  const index = lines.findIndex((line) => line.length <= LONGEST && ELSEWHERE.test(line));
  if (index < 0) return [];
  return [
    {
      ...{ severity: 'warning', code: 'work-unclear', file, line: index + 1, column: 1 },
      message: `The document says that its tasks are kept elsewhere: “${shortText((lines[index] ?? '').trim())}” (line ${index + 1}).`,
      hint: 'Read that one, or say which section is the work with --section "…".',
    },
  ];
}

const MOST_LINES = 400;
const LONGEST = 400;
const PLACE = String.raw`[*_]{0,2}(?:\x60[^\x60]+[./][^\x60]+\x60|\[[^\]]+\]\(|github (?:issues|projects)|jira|linear|trello)`;

const ELSEWHERE = new LatePattern(
  () =>
    `(?:${[
      `(?<![\\p{L}])(?:the |all )?(?:task list|list of tasks|tasks|backlog|to-?dos?)[*_]{0,2} (?:itself )?(?:lives?|(?:is|are) (?:kept|tracked|managed|maintained)|(?:has |have )?moved)(?: not here,?(?: but)?| elsewhere)?[^.\\n]{0,20}? (?:in|on|at|to|under) (?:the )?`,
      `(?<![\\p{L}])(?:la lista de tareas|las tareas|a lista de tarefas|as tarefas|la liste des tâches|les tâches|la lista delle attività|le attività)[*_]{0,2} (?:vive[nm]?|están?|estão|fica[m]?|se (?:gestiona|lleva|trouve)n?t?|sont (?:suivies|gérées)|si trova(?:no)?|sono)[^.\\n]{0,30}? (?:en|em|no|na|dans|sur|in|su) `,
      `(?<![\\p{L}])(?:die )?aufgaben(?:liste)?[*_]{0,2} (?:stehen|steht|liegen|liegt|leben|lebt|werden|wird|finden sich|findet sich)[^.\\n]{0,30}? (?:in|auf|unter) `,
      `(?<![\\p{L}])(?:список задач|задачи|беклог|бэклог)[*_]{0,2} (?:жив[её]т|живут|вед[её]тся|ведутся|хранится|хранятся|находится|находятся|лежат)[^.\\n]{0,40}? (?:в|на) `,
      `(?:任务(?:清单|列表)?|待办)[^。\\n]{0,20}(?:放在|维护在|位于|记录在|见)\\s*`,
      `タスク(?:一覧|リスト)?は[^。\\n]{0,20}`,
      `작업 ?목록은[^.\\n]{0,20}`,
    ].join('|')})${PLACE}`,
  'iu',
);
