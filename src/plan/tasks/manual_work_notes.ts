import { LatePattern } from '../../lib/index.ts';
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

/** A person's own accounts, in the languages of {@link ACCOUNT}. */
const SERVICE =
  'Twitter|Telegram|Discord|Stripe|PayPal|Apple Developer|Google Play|App Store Connect|Product Hunt|npm|PyPI|Docker Hub|LinkedIn|YouTube|Instagram';
const ACCOUNT = String.raw`accounts?|аккаунт\p{L}*|konto|cuenta|conta|compte|账号|アカウント|계정`;

/** Words for work by hand, by language, and for what only a person has. */
const SIGNS = {
  english: [
    String.raw`\[(?:manual|human|person|by hand)\]`,
    String.raw`\bcheckpoint:(?:human-verify|human-action|decision)\b`,
    String.raw`\bmanually\b`,
    String.raw`\b(?:requires?|needs?) manual \w+`,
    String.raw`\bmanual (?:tests?|testing|verification|qa|checks?|setup|configuration|steps?|review)\b`,
    String.raw`\bby hand\b`,
  ],
  russian: [
    String.raw`(?<!\p{L})вручную(?!\p{L})`,
    String.raw`(?<!\p{L})ручн(?:ая|ое|ые) (?:проверка|настройка|тестирование)`,
  ],
  german: [String.raw`\bvon hand\b`, String.raw`\bmanuell(?:e[rsn]?)?\b`],
  spanishOrPortuguese: [
    String.raw`\ba mano\b`,
    String.raw`\bmanualmente\b`,
    String.raw`\b(?:smoke|pruebas?|testes?|verifica\p{L}+|validaci\p{L}+|comprobaci\p{L}+) manual(?:es)?\b`,
  ],
  french: [String.raw`(?<!\p{L})à la main\b`, String.raw`\bmanuellement\b`],
  chinese: ['手动(?=测试|验证|检查|核对|回归|配置|设置|操作|执行|部署|确认|安装|注册|上传|申请|完成)'],
  japanese: ['手動で'],
  korean: ['수동으로'],
  consoles: [
    String.raw`\bSQL Editor\b`,
    String.raw`\b(?:Supabase|Firebase|Stripe|Vercel|Netlify|AWS|Azure|Google Cloud|GitHub) (?:Dashboard|Console)\b`,
    String.raw`\b(?:App Store|Play Store|TestFlight)\b`,
  ],
  devices: [String.raw`\b(?:real|physical) devices?\b`, String.raw`\bdemo video\b`],
  accounts: [
    String.raw`\b(?:${SERVICE})[ -]?(?:${ACCOUNT})(?!\p{L})`,
    String.raw`(?<!\p{L})(?:аккаунт\p{L}*|cuenta|conta|compte|konto)(?: (?:de|en|в|bei|sur|w))? (?:Twitter|Telegram|Discord|Stripe|PayPal|Apple|Google)\b`,
    String.raw`\bGitHub (?:Actions |repository |repo )?secrets?\b`,
  ],
  money: [
    String.raw`\b\d+ ?(?:USDC|USDT)\b`,
    String.raw`\b(?:buy|purchase|register) (?:a|the) domain\b`,
    String.raw`\b(?:buy|purchase) (?:a|the) (?:licen[cs]e|certificate|subscription)\b`,
  ],
  approval: [String.raw`\bsigned? ?-?off by\b`, String.raw`\bsign-off by\b`],
};

const BY_HAND = new LatePattern(() => Object.values(SIGNS).flat().join('|'), 'iu');
