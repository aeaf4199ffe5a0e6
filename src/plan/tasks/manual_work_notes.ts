import type { Task, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warns that the text of tasks mentions work that only a person can do: by hand in a console, on real devices, with money or accounts. */
export function manualWorkNotes(tasks: readonly Task[], ids: readonly string[], file: string): TaskProblem[] {
  const found = tasks.flatMap((task, index) => {
    const said = BY_HAND.exec(textOf(task))?.[0];
    return said === undefined ? [] : [{ task, id: ids[index] ?? '', said }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ id, said }) => `${shortText(id)} (“${shortText(said)}”)`);
  const more = found.length - named.length;
  return [
    {
      ...{ severity: 'note', code: 'needs-person', file, line: first.task.line, column: first.task.column },
      message: `Some of the work may need a person, judging by the text: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      hint: 'An agent has neither your accounts nor your devices: remove such steps, or do them first.',
    },
  ];
}

const MAX_NAMED = 8;
const MAX_LOOKED_AT = 20_000;

function textOf({ title, goal = '', steps, others }: Task): string {
  return [title, goal, ...steps, ...others.map(({ text }) => text)].join('\n').slice(0, MAX_LOOKED_AT);
}

const BY_HAND =
  /\[(?:manual|human|person|by hand)\]|\bmanually\b|\b(?:requires?|needs?) manual \w+|\bmanual (?:tests?|testing|verification|qa|checks?|setup|configuration|steps?|review)\b|\bby hand\b|(?<!\p{L})вручную(?!\p{L})|(?<!\p{L})ручн(?:ая|ое|ые) (?:проверка|настройка|тестирование)|\bvon hand\b|\bmanuell(?:e[rsn]?)?\b|\ba mano\b|\bmanualmente\b|\bà la main\b|\bmanuellement\b|手动(?=测试|验证|检查|核对|回归|配置|设置|操作|执行|部署|确认|安装|注册|上传|申请|完成)|手動で|수동으로|\bSQL Editor\b|\b(?:Supabase|Firebase|Stripe|Vercel|Netlify|AWS|Azure|Google Cloud|GitHub) (?:Dashboard|Console)\b|\b(?:App Store|Play Store|TestFlight)\b|\b(?:real|physical) devices?\b|\bdemo video\b|\b(?:Twitter|Telegram|Discord|Stripe|PayPal|Apple Developer|Google Play|App Store Connect|Product Hunt|npm|PyPI|Docker Hub|LinkedIn|YouTube|Instagram)[ -]?(?:accounts?|аккаунт\p{L}*|konto|cuenta|conta|compte|账号|アカウント|계정)(?!\p{L})|(?<!\p{L})(?:аккаунт\p{L}*|cuenta|conta|compte|konto)(?: (?:de|en|в|bei|sur|w))? (?:Twitter|Telegram|Discord|Stripe|PayPal|Apple|Google)\b|\b\d+ ?(?:USDC|USDT)\b|\bGitHub (?:Actions |repository |repo )?secrets?\b|\b(?:buy|purchase|register) (?:a|the) domain\b|\b(?:buy|purchase) (?:a|the) (?:licen[cs]e|certificate|subscription)\b|\bsigned? ?-?off by\b|\bsign-off by\b/iu;
