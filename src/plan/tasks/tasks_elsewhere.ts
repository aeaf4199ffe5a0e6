import { LatePattern } from '../../lib/index.ts';
import { documentLines } from '../account/document_lines.ts';
import type { TaskProblem, TaskSource } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warns that a document says that its tasks are kept in another place: "The task list lives in `tasks/register.md`". */
export function tasksElsewhere({ text, file }: TaskSource): TaskProblem[] {
  for (const paragraph of paragraphsOf(text)) {
    const said = paragraph.text.slice(0, LONGEST);
    const match = ELSEWHERE.exec(said);
    if (match === null) continue;
    const at = match.index + match[0].search(/[^\s.!?…;。！？>]/u);
    const line = paragraph.lines.findLast(({ from }) => from <= at)?.line ?? 1;
    return [
      {
        ...{ severity: 'warning', code: 'work-unclear', file, line, column: 1 },
        message: `The document says that its tasks are kept elsewhere: “${shortText(said.slice(at).trim())}” (line ${line}).`,
        hint: 'Import that one, or choose the section that holds the work with --section "…".',
        quotes: [line],
      },
    ];
  }
  return [];
}

const MAX_LINES = 400;
const LONGEST = 800;

type Paragraph = { text: string; readonly lines: { readonly line: number; readonly from: number }[] };

/** Headings, and running text outside of lists: an item or a row is about one task, and code says nothing. */
function paragraphsOf(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  let isOpen = false;
  for (const { kind, level, line, text: said, runsOn } of documentLines(firstLines(text))) {
    const isText = kind === 'heading' || kind === 'quote' || (kind === 'text' && level === 0);
    const last = found.at(-1);
    if (!isText) isOpen = false;
    else if (runsOn && isOpen && last !== undefined) {
      last.lines.push({ line, from: last.text.length + 1 });
      last.text += ` ${said.replace(/^>\s*/u, '')}`;
    } else {
      found.push({ text: said.replace(/^>\s*/u, ''), lines: [{ line, from: 0 }] });
      isOpen = true;
    }
  }
  return found;
}

function firstLines(text: string): string {
  let end = -1;
  for (let count = 0; count < MAX_LINES; count++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

/** A document: by its ending, or by the name of its folder or file, and no part of the program. */
const DOCUMENT = String.raw`(?!(?:\.{0,2}/)*(?:src|lib|app|cmd|pkg|internal|packages|server|client|backend|frontend)/(?![^\s\x60)]*\.(?:md|markdown|mdx|txt|rst|adoc|org)\b))[^\x60)\n]*?(?:\.(?:md|markdown|mdx|txt|rst|adoc|org|xlsx?|csv|ods|docx?|html?)\b[^\x60)\n]*|(?<![\p{L}])(?:tasks?|to-?dos?|backlog|issues|tickets?|plans?|roadmap|specs?|tareas|tarefas|tâches|aufgaben|задачи|задания)(?![\p{L}])[^\x60)\n]*?(?:/|\.ya?ml|\.json))`;
const TRACKER = String.raw`(?:(?:our|a|an|the|dem|der|einem|unser\p{L}*|el|la|le|notre|nuestro) )?(?:(?:github|gitlab|gitea|azure)(?:['’]s)? (?:issues?|projects?|boards?|milestones?|devops)|(?:the )?issue tracker|jira|linear(?! (?:time|order|sequence|fashion|list))|trello|notion(?! of)|asana|youtrack|redmine|clickup|bugzilla|monday\.com|google (?:sheets?|docs))(?![\p{L}])`;
const PLACE = String.raw`[*_]{0,2}(?:\x60${DOCUMENT}\x60|\[[^\]\n]+\]\(<?(?:https?://(?![^)\s]*\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs|c|cc|cpp|h|swift)\b)|${DOCUMENT})|${TRACKER})`;
/** A sentence begins with its subject: "background tasks" are something else. */
const BEGINS = String.raw`(?:^|[.!?…;。！？]\s*)[\s*_>]*`;

const ELSEWHERE = new LatePattern(
  () =>
    `${BEGINS}(?:${[
      `(?:the |all |our |all the |all of the )?(?:task list|list of tasks|(?:open |remaining |actual |project )?tasks|backlog|to-?dos?)[*_]{0,2} (?:itself |themselves )?(?:lives?|(?:is|are) (?:now )?(?:kept|tracked|managed|maintained)|(?:has |have )?moved)(?: not here,?(?: but)?| elsewhere)?[^.\\n]{0,20}? (?:in|on|at|to|under) (?:the )?`,
      `(?:la lista de tareas|las tareas|a lista de tarefas|as tarefas|la liste des tâches|les tâches|la lista delle attività|le attività)[*_]{0,2} (?:vive[nm]?|están?|estão|fica[m]?|se (?:gestiona|lleva|trouve)n?t?|sont (?:suivies|gérées)|si trova(?:no)?|sono)[^.\\n]{0,30}? (?:en|em|no|na|dans|sur|in|su) `,
      `(?:die |alle )?aufgaben(?:liste)?[*_]{0,2} (?:stehen|steht|liegen|liegt|leben|lebt|werden|wird|finden sich|findet sich)[^.\\n]{0,30}? (?:in|auf|unter) `,
      `(?:все )?(?:список задач|задачи|беклог|бэклог)[*_]{0,2} (?:жив[её]т|живут|вед[её]тся|ведутся|хранится|хранятся|находится|находятся|лежат)[^.\\n]{0,40}? (?:в|на) `,
      `(?:任务(?:清单|列表)?|待办)[^。\\n]{0,20}(?:放在|维护在|位于|记录在|见)\\s*`,
      `タスク(?:一覧|リスト)?は[^。\\n]{0,20}`,
      `작업 ?목록은[^.\\n]{0,20}`,
    ].join('|')})${PLACE}`,
  'iu',
);
