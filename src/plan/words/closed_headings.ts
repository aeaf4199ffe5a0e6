import { LatePattern } from '../../lib/index.ts';
import { bareHeading } from './section_roles.ts';

/**
 * Headings over text that no worker gets, with the reason, since it would be taken for something to do, or for done when it
 * is not: what comes later, what is over, and the records of those who did the work before.
 *
 * To read another word, or another language, it is enough to add it here.
 */
const CLOSED: readonly (readonly [why: string, pattern: LatePattern])[] = [
  [
    'ideas for later',
    new LatePattern(
      () =>
        String.raw`^(?:(?:v|version |release |phase |milestone )?\d[\w.+]*\s+)?(?:for )?(?:later|someday|icebox|parking lot)(?:$|\s*[(:–—/-]|\s+(?:phases?|milestones?|versions?|releases?|work|items|ideas|features|improvements|additions|tasks)\b)|(?:^|[–—:-]\s*)(?:deferred|postponed|put off|moved)(?:$|\s*[(:–—-]|\s+(?:to|until|till|items?|tasks?|work|features?|phases?|ideas?|decisions?|improvements?|scope)\b)|^(?:ideen )?(?:für )?später(?:$|\s*[(:–—-])|^(?:para )?(?:más tarde|más adelante|mais tarde|depois)(?:$|\s*[(:–—-])|^(?:pour )?plus tard(?:$|\s*[(:–—-])|^(?:per )?(?:dopo|più avanti)(?:$|\s*[(:–—-])|^(?:на )?(?:потом|позже)(?:$|\s*[(:–—-])|^(?:(?:以后|以後|之后)(?:再?做)?$|後で(?:やる|対応)|後回し|나중에(?: 할 일)?$)`,
      'u',
    ),
  ],
  [
    'done already',
    new LatePattern(
      () =>
        String.raw`^(?:(?:previously )?(?:archived?|done|finished|completed|shipped|superseded|obsolete|historical)(?:$|\s*[(:–—-]|\s+(?:milestones?|phases?|tasks?|items?|work|plans?|versions?|releases?|epics?|stories|sprints?|sections?|notes?|features?|documents?|roadmaps?)\b)|archiv(?:iert|ierte?s?)?$|archivad[oa]s?\b|archivées?$|архив|归档|已归档|アーカイブ)`,
      'u',
    ),
  ],
  [
    'the record of earlier work',
    new LatePattern(
      () =>
        String.raw`^(?:(?:final|review|approval|gate|qa|story|overall|completion) status|dev agent record|agent model used|debug log(?: references?)?|completion notes(?: list)?|change ?log|(?:qa|review|test) (?:results?|report|findings)|gate decision|sign[- ]?offs?|approvals?|implementation (?:log|record|journal))(?:$|\s*[(:–—-])`,
      'u',
    ),
  ],
];

/** A heading over the state of the whole, which is a word or two. */
const STATUS = /^(?:status|stand|estado|état|statut|stato|статус|状态|ステータス|상태)$/u;

/**
 * The reason that no worker gets the text below a heading; `undefined` where there is none.
 *
 * @param options.isShort - whether there is only one line
 */
export function whyClosed(heading: string, { isShort = false } = {}): string | undefined {
  const bare = bareHeading(heading);
  if (isShort && STATUS.test(bare)) return 'the state of the whole';
  return CLOSED.find(([, pattern]) => pattern.test(bare))?.[0];
}
