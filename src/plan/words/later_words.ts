import { LatePattern } from '../../lib/index.ts';

/** Words for work that is only wanted in some case, only sketched, or left to choice. To read another language, add its words here. */

const START = String.raw`(?<![\p{L}\p{N}_-])`;
const END = String.raw`(?![\p{L}\p{N}_-])`;

/** An item that is only done if it turns out to be needed, or if there is time: "Add a login, only if needed later". */
export const ONLY_IF_NEEDED = new LatePattern(
  () =>
    `${START}(?:${[
      "(?:if|when|once) (?:it (?:is|becomes|proves) |they (?:are|become) |really |actually |still ){0,2}(?:(?:needed|necessary|required) (?:later|someday|at all)|(?:ever|later) (?:needed|necessary|required))|only (?:if|when|once) (?:it (?:is|becomes|proves) |really ){0,2}(?:needed|necessary|required)|only (?:if|when) (?:we|it|there|someone|users?)(?: \\p{L}+){0,4} (?:needs?|need|wants?|asks?|required?|demand|later)|(?:if|when) (?:there is |there[’']s |we have |the )?(?:enough )?time (?:left|allows|permits|remains|is left)|if time(?: (?:allows|permits|remains))?(?=[).,;]|$)|time permitting",
      '(?:nur (?:falls|wenn|sofern)(?: es| das| sie)?(?: wirklich| noch| doch)*|(?:falls|wenn|sofern)(?: es| das| sie)? (?:später|doch noch)) (?:nötig|notwendig|erforderlich|gebraucht|benötigt)|(?:falls|wenn|sofern)(?: noch)? (?:genug )?zeit (?:bleibt|ist|übrig)|je nach zeitbudget',
      "(?:sólo|solo) si (?:se necesita|hace falta|es necesario)|si (?:hay|queda|da) tiempo|(?:só|somente|apenas) se (?:for necess[aá]rio|precisar)|se (?:houver|sobrar|der) tempo|(?:seulement |uniquement )si (?:besoin|nécessaire)|si (?:besoin|nécessaire) plus tard|si le temps le permet|solo se (?:necessario|serve|servirà)|se (?:c[’']è|resta|avanza) tempo",
      '(?:только если (?:это )?|если (?:потом|позже|когда-нибудь) (?:это )?)(?:понадобится|потребуется|будет нужно|нужно будет)|если (?:останется|будет|хватит) (?:время|времени)|лише якщо (?:знадобиться|потрібно)|якщо (?:буде|лишиться) час',
      '(?:chỉ (?:\\p{L}+ )?(?:nếu|khi)|nếu sau này) (?:sau này |thật sự |thực sự )*(?:cần|có nhu cầu)|nếu (?:còn|dư|đủ|có) thời gian',
    ].join(
      '|',
    )})${END}|(?:以后|将来|后续|之后)(?:如果|若|如)?(?:确实|真的)?有?(?:需要|必要)时?再|(?:如果|若|如)?时间(?:允许|充裕|足够)|(?:将来|後で)必要(?:になったら|に応じて|であれば)|時間が(?:あれば|余れば)|나중에 필요(?:하면|할 경우|시)|시간이 (?:되면|남으면|허락)`,
  'iu',
);

/** Beside the title of a part: only an outline of it exists. */
export const ONLY_SKETCHED = new LatePattern(
  () =>
    String.raw`(?:[([（【]|\s[–—-]\s|[:：]\s)[*_]*(?:(?:rough|first|only an?|just an?) )?(?:${[
      'sketch(?:ed)?|outline(?: only)?|rough(?:ly)?|tbd|to be (?:detailed|defined|decided|planned)',
      'skizze|grob(?:planung)?|entwurf|esbozo|boceto|borrador|por definir|esboço|a definir|rascunho|ébauche|esquisse|à définir|bozza|abbozzo|da definire|szkic|taslak',
      'набросок|наброски|эскиз|черновик|нарис|чернетка|phác thảo|草图|草案|初步设想|待定|スケッチ|素案|未定|초안|미정|스케치',
    ].join('|')})${END}`,
  'iu',
);

/** A sentence that leaves the details of a part for the time when an earlier one is finished. */
export const DETAILED_LATER = new LatePattern(
  () =>
    `${START}(?:${[
      '(?:will be|to be|are|is|get|gets) (?:\\p{L}+ )?(?:detailed|planned|worked out|specified|fleshed out|broken down|defined)(?: in detail)? (?:later|once|after|when|as soon as)|details? (?:(?:will )?(?:follow|come)|to follow|later)(?: (?:later|once|after|when))?',
      '(?:wird|werden)(?: \\p{L}+){0,3} (?:später|danach|nach \\p{L}+|sobald)(?: \\p{L}+){0,4} (?:ausgearbeitet|geplant|detailliert|konkretisiert)|details (?:folgen|kommen)(?: später)?',
      '(?:se|los|las)?\\s?(?:detallará|detallaremos|definirá|detalhar|detalharemos|será detalhad[oa]|será definid[oa])(?: \\p{L}+){0,3} (?:después|cuando|al terminar|más adelante|depois|quando|ao terminar|mais tarde)|(?:sera|seront) (?:détaillée?s?|définie?s?)(?: \\p{L}+){0,2} (?:plus tard|après|une fois|quand)|(?:sarà|saranno) (?:dettagliat|definit)[oaie](?: \\p{L}+){0,2} (?:dopo|più avanti|quando)',
      '(?:распис\\p{L}+|детализир\\p{L}+|уточн\\p{L}+|опиш\\p{L}+|проработ\\p{L}+)(?: \\p{L}+){0,3} (?:по завершении|после|позже|потом|когда)|(?:детали|подробности) (?:позже|потом|после)',
    ].join(
      '|',
    )})${END}|(?:完成|结束)(?:后|之后)再(?:细化|展开|规划|详细)|(?:详细|细节)(?:内容)?(?:稍后|之后|待)|詳細は(?:後|完了後|次)|(?:자세한|세부) (?:내용|사항)은 (?:나중|추후|이후)`,
  'iu',
);

/** Words that leave something to choice, alone after a part's name or in brackets: "Phase 2: Views (optional)". */
export const LEFT_TO_CHOICE = new LatePattern(
  () =>
    String.raw`(?:[([（【]\s*|[:：][*_]{0,2}\s*|\s[–—-]\s*)[*_]{0,2}(?:optional|opcional(?:es)?|optionnel(?:le)?s?|facultati(?:f|ve)|facoltativ[oa]|opzionale|opcjonaln\p{L}+|nice[- ]to[- ]have|необязательн\p{L}+|опциональн\p{L}+|необов'язков\p{L}+|isteğe bağlı|tùy chọn|可选|任意|オプション|선택)(?!\p{L})`,
  'iu',
);

const PUT_OFF_WORDS = [
  'deferred|postponed|skipped|put off|on hold|not needed(?: (?:now|any ?more))?',
  'verschoben|zurückgestellt|aufgeschoben|übersprungen|uitgesteld|overgeslagen',
  'aplazad[oa]|pospuest[oa]|omitid[oa]|adiad[oa]|postergad[oa]|reportée?|repoussée?|ignorée?|rinviat[oa]|rimandat[oa]|saltat[oa]',
  'odroczon[eay]|odłożon[eay]|przełożon[eay]|pominięt[eay]|odloženo|ertelendi|atlandı|(?:tạm )?hoãn(?: lại)?|để sau|ditunda',
  'отложено?|отложена|отложены|відкладено|пропущено|перенесено',
  '已?跳过|已?推迟|暂缓|搁置|延后|延期|暂不(?:做|需要)|スキップ|見送り|先送り|保留中|延期|건너뜀|보류|연기',
].join('|');

/** A remark that puts an item off, after a dash or in brackets, since "Move deferred jobs" is about something else. */
export const SAID_PUT_OFF = new LatePattern(
  () => String.raw`(?:[([（【]|\s[—–-]\s|[:：])\s*[*_]{0,2}(?:${PUT_OFF_WORDS})(?!\p{L})`,
  'iu',
);

/** The same as the value of a status. */
export const PUT_OFF = new LatePattern(
  () =>
    String.raw`^[\s*_\p{Extended_Pictographic}\uFE0F[\](]*(?:paused|parked|shelved|pausiert|en pausa|en pause|in pausa|${PUT_OFF_WORDS})(?!\p{L})`,
  'iu',
);
