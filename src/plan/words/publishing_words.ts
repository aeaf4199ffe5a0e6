import { LatePattern } from '../../lib/index.ts';

/**
 * Tasks that hand on what the others have done, in the order in which they come: commit, push, release, deploy. To read another
 * language, or another word, it is enough to add it here.
 */
const STEPS: readonly LatePattern[] = [
  String.raw`^(?:git )?commit(?:$|[:.]|\s+(?:and push|all$|-\w|(?:(?:all|the|your|our|these) )*(?:changes|work|code|files|results?|everything|fix(?:es)?|it|(?:to|on) (?:git|main|master|(?:the |a )?branch))(?!\p{L})))|committen$|^(?:commitear|hacer commit|fazer commit|faire (?:un |le )?commit|закоммитить|сделать коммит)|^提交(?:代码|更改|修改|变更)?$|コミットする$|커밋(?:하기|한다)?$`,
  String.raw`^(?:git )?push(?:$|[:.]|\s+(?:to (?:the |your |our |a )?(?:git|github|gitlab|origin|upstream|remote|main|master|trunk|develop|repo|repository|branch|registry|server|production|staging)|the (?:branch|changes|commits?)|all|changes|your|our|branch|tags?|origin|it|everything|-\w)(?!\p{L}))|^(?:open|create|submit|merge) (?:a |the |your )?(?:pr|pull request|merge request)$|^merge (?:to|into) (?:main|master|trunk|develop)(?!\p{L})|pushen$|^(?:hacer|fazer) push|^запушить|^推送(?:到|代码|至)|プッシュする$|푸시(?:하기|한다)?$`,
  String.raw`^(?:git )?tag (?:the |a )?(?:release|version|v?\d)|^(?:cut|publish|make|create|ship) (?:a |the |new )*release(?: v?\d.*| (?:on|in|for|to|with|from) .*)?$|^(?:publish|ship) (?:a |the |new )*(?:package|extension)(?: (?:on|in|to) .*)?$|^publish to (?:npm|pypi|crates|docker|the (?:registry|store|marketplace))|^release (?:v?\d|to (?:production|users|npm)|version|the (?:app|package|version|first|new))|^veröffentlichen|veröffentlichen$|^publicar (?:en|no|na) (?:npm|pypi|producción|produção)|^publier (?:sur|la version)|^опубликовать (?:в|на) |^выпустить релиз|^发布(?:到|版本|新版)|リリースする$|릴리스(?:하기|한다)?$`,
  String.raw`^deploy(?:$|[:.]|\s+(?:to|it|everything|the (?:app|application|site|website|service|project|changes)|production|staging)(?!\p{L}))|^(?:desplegar|implantar|(?:fazer|hacer) (?:o |el )?deploy|déployer|задеплоить|развернуть (?:в|на) )|(?:ausrollen|deployen)$|^部署(?:到|上线|至)|デプロイする$|배포(?:하기|한다)?$`,
].map((source) => new LatePattern(() => source, 'iu'));

/** The place of such a task among them; `undefined` for any other task. */
export function publishingStep(title: string): number | undefined {
  const said = title.replace(/[`*_]/gu, '').trim().slice(0, LONGEST);
  const found = STEPS.findIndex((step) => step.test(said));
  return found < 0 ? undefined : found;
}

const LONGEST = 200;
