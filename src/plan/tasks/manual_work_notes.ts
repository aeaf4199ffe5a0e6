import type { Task, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warns that the text of tasks mentions work that only a person can do: by hand in a console, tests on real devices. */
export function manualWorkNotes(tasks: readonly Task[], ids: readonly string[], file: string): TaskProblem[] {
  const found = tasks.flatMap((task, index) => {
    const said = BY_HAND.exec(textOf(task))?.[0];
    return said === undefined ? [] : [{ task, id: ids[index] ?? '', said }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MOST_NAMED).map(({ id, said }) => `${shortText(id)} (“${shortText(said)}”)`);
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'note', code: 'needs-person', file, line: first.task.line, column: first.task.column },
      message: `Some of the work may need a person, judging by the text: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'An agent has neither your accounts nor your devices: remove such steps, or do them first.',
    },
  ];
}

const MOST_NAMED = 8;
const MOST_LOOKED_AT = 20_000;

function textOf({ title, goal = '', steps, others }: Task): string {
  return [title, goal, ...steps, ...others.map(({ text }) => text)].join('\n').slice(0, MOST_LOOKED_AT);
}

const BY_HAND =
  /\bmanually\b|\b(?:requires?|needs?) manual \w+|\bmanual (?:tests?|testing|verification|qa|checks?|setup|configuration|steps?|review)\b|\bby hand\b|(?<!\p{L})вручную(?!\p{L})|(?<!\p{L})ручн(?:ая|ое|ые) (?:проверка|настройка|тестирование)|\bvon hand\b|\bmanuell(?:e[rsn]?)?\b|\ba mano\b|\bmanualmente\b|\bà la main\b|\bmanuellement\b|手动(?=测试|验证|检查|核对|回归|配置|设置|操作|执行|部署|确认|安装|注册|上传|申请|完成)|手動で|수동으로|\bSQL Editor\b|\b(?:Supabase|Firebase|Stripe|Vercel|Netlify|AWS|Azure|Google Cloud|GitHub) (?:Dashboard|Console)\b|\b(?:App Store|Play Store|TestFlight)\b|\b(?:real|physical) devices?\b|\bdemo video\b/iu;
