import { LatePattern } from '../../lib/index.ts';

/**
 * Words for work that only a person can do, by its kind: an agent has neither accounts nor money, devices or colleagues. To read
 * another language, or another word, it is enough to add it here.
 */

const START = String.raw`(?<![\p{L}\p{N}_-])`;
const END = String.raw`(?![\p{L}\p{N}_])`;

/** Services at which people have accounts, in lower case. */
const SERVICES = [
  'twitter|telegram|discord|stripe|paypal|apple developer|apple|google play|google cloud|google analytics|google|app store connect',
  'product hunt|npm|pypi|docker hub|linkedin|youtube|instagram|facebook|supabase|firebase|vercel|netlify|aws|azure|gcp|github|gitlab',
  'cloudflare|heroku|railway|fly\\.io|digitalocean|hetzner|ovh|timeweb|auth0|okta|clerk|twilio|sendgrid|mailgun|resend|postmark',
  'openai|anthropic|hugging face|shopify|mongodb atlas|planetscale|upstash|godaddy|namecheap|porkbun|search console|play store',
].join('|');

const A =
  '(?:(?:an?|the|your|our|its|any|all|free|new|own|paid|business|developer|team|production|custom) ){0,3}';
const SECRETS =
  '(?:secrets?|credentials?|passwords?|(?:api|access|service|signing|deploy|ssh|production)[- ]keys?|keys?)';
const PEOPLE =
  '(?:clients?|customers?|stakeholders?|product (?:owners?|managers?)|legal(?: team| department)?|lawyers?|counsel|designers?|maintainers?|boss|managers?|management|cto|ceo|dpo|(?:ops|operations|sales|marketing|security|support|platform|design|infrastructure) team|team leads?|vendors?|providers?|registrars?|partners?|domain experts?|accountants?|board)';

/** Words without regard to case. */
const ANY_CASE = {
  marked: [
    String.raw`\[(?:manual|human|person|by hand)\]`,
    String.raw`\bcheckpoint:(?:human-verify|human-action|decision)\b`,
  ],
  byHand: [
    String.raw`\bmanually\b`,
    String.raw`\b(?:requires?|needs?) manual \w+`,
    String.raw`\bmanual (?:(?:[\p{L}\d-]+ ){0,2}(?=(?:tests?|testing|verification|qa|checks?)\b))?(?:tests?|testing|verification|qa|checks?|setup|configuration|steps?|review)\b`,
    String.raw`\bby hand\b`,
    String.raw`\bhuman (?:review|approval|check|verification)\b`,
    String.raw`\bvisual (?:qa|check|inspection|verification|comparison|review)\b|\b(?:check|compare|inspect|verify|confirm)\b[^.;\n]{0,30} visually\b|\bvisually (?:check|compare|inspect|verify|confirm)\b`,
    String.raw`\b(?:with|using|in|on) (?:voiceover|nvda|jaws|talkback|a screen reader)\b`,
    String.raw`${START}вручную(?!\p{L})|${START}ручн(?:ая|ое|ые) (?:проверка|настройка|тестирование)`,
    String.raw`\bvon hand\b|\bmanuell(?:e[mrsn]?)? (?:\p{L}+-)?(?:tests?|prüf\p{L}*|verifi\p{L}*|checks?|schritte?|abnahme|konfig\p{L}*|einricht\p{L}*|kontroll\p{L}*|testen|anlegen|freigabe)|${START}sichtprüfung(?!\p{L})`,
    String.raw`\b(?:smoke|pruebas?|testes?|verifica\p{L}+|validaci\p{L}+|comprobaci\p{L}+) manual(?:es)?\b`,
    String.raw`\ba mano\b|\bmanualmente\b|${START}à la main\b|\bmanuellement\b|\bręcznie\b`,
    '手动(?=测试|验证|检查|核对|回归|配置|设置|操作|执行|部署|确认|安装|注册|上传|申请|完成)|手動で|수동으로|目視(?:で)?確認|육안',
  ],
  devices: [
    String.raw`\b(?:real|physical|actual) (?:devices?|hardware|phones?|iphones?|ipads?|android)\b|\bdemo video\b`,
    String.raw`${START}(?:auf )?(?:echten|realen|physischen) geräten?(?!\p{L})|dispositiv(?:os?|i) (?:real(?:es|i)?|reais|físic[oa]s?|fisici)\b|\bm[úu]ltiplos dispositivos\b`,
    String.raw`\bvrais appareils\b|\bappareils? (?:réels?|physiques?)(?!\p{L})|prawdziwych urządzeniach|реальн\p{L}+ устройств\p{L}*|реальном железе`,
    String.raw`\b(?:mobile |tablet |cross-)?devices? testing\b|\btest(?:ing|s|ed)?\b[^.;\n]{0,30} (?:on|across) (?:both )?(?:ios and android|android and ios|phones and tablets)\b`,
    '实机|真机|實機|実機|실제 ?(?:기기|장치)|실기기',
  ],
  consoles: [
    String.raw`\bSQL Editor\b`,
    String.raw`${START}(?:${SERVICES}) (?:(?:web|admin|developer|project) )?(?:dashboard|console|portal|control panel)\b`,
    String.raw`${START}(?:${SERVICES})\s{0,2}(?:→|->|>|›|»)\s{0,2}(?:[^→›»>\n]{1,30}(?:→|->|>|›|»)|(?:project |account |repo(?:sitory)? )?(?:settings|domains|environment|secrets|configura\p{L}+|einstellungen|paramètres|настройк\p{L}+|设置|設定|설정))`,
    String.raw`\bTestFlight\b|${START}(?:submi|upload|publi|releas|ship|push|deploy|send|set up|prepar|config|register|veröffentlich|einreich|hochlad|soumett|soumission|envi|enregistr|subir|pubblic|опубликова|публикац|размести|размещ|загруз)\p{L}*[^.;\n]{0,40}\b(?:App Store|Play Store)\b(?! (?:links?|badges?|icons?|buttons?))`,
    String.raw`\b(?:App Store|Play Store)(?: Connect)? (?:account|listing|submission|review|page|screenshots?|metadata|release)\b|\b(?:App Store|Play Store)\b[^.;\n]{0,20}(?:einreichen|veröffentlichen|hochladen)`,
    String.raw`(?:App Store|Play Store)[^。\n]{0,6}(?:申請|公開|提出|登録|リリース|提交|发布|上架|审核|등록|출시|배포|심사)|(?:提交|发布|上架|스토어 ?등록)[^。\n]{0,16}(?:App Store|Play Store)`,
    String.raw`(?:консол|панел)\p{L}{1,3} (?:управления )?(?:${SERVICES})${END}`,
    `(?:consola|console|panel|painel|pannello|konsole) (?:de |di |do |da |von |bei )?(?:${SERVICES})${END}`,
    `(?:${SERVICES})\\s?(?:控制台|后台|管理后台|の?(?:管理画面|ダッシュボード|コンソール)|\\s?(?:콘솔|대시보드|관리 ?화면))`,
  ],
  accounts: [
    String.raw`${START}(?:${SERVICES})[ -]?(?:accounts?|konto|cuenta|conta|compte|аккаунт\p{L}*|账号|账户|アカウント|계정)(?!\p{L})`,
    String.raw`${START}(?:аккаунт\p{L}*|cuenta|conta|compte|konto)(?: (?:de|en|в|на|bei|sur|chez|su|no|na|w))? (?:${SERVICES})${END}`,
    String.raw`\b(?:create|open|set up|get|register) ${A}accounts? (?:at|with|on) (?:${SERVICES})${END}`,
    String.raw`\b(?:un )?account su (?:${SERVICES})${END}`,
    String.raw`(?:注册|申请|开通|創建|创建)\s?(?:${SERVICES})\s?(?:的)?(?:账号|帐号|账户|帳號)`,
    String.raw`(?:${SERVICES})\s?(?:の)?アカウントを?(?:作成|開設|取得|登録)`,
    String.raw`(?:${SERVICES})\s?계정(?:을)? ?(?:생성|만들|개설|등록)`,
  ],
  registrations: [
    String.raw`\b(?:register|create|set up) ${A}(?:(?:${SERVICES}) )?(?:oauth2?|oidc|saml|sso)(?: 2\.0)? (?:apps?|applications?|consent screen|credentials)\b`,
    String.raw`\bregister ${A}(?:${SERVICES}) (?:apps?|applications?)\b`,
    String.raw`\boauth-?(?:app|anwendung)(?: \p{L}+){0,3} (?:registrieren|anlegen)|зарегистрировать oauth|(?:registrar|criar) (?:la |una |o |um )?(?:aplicación|aplicativo|app) (?:de )?oauth|注册 ?oauth|oauth ?アプリを?登録|oauth ?앱 ?등록`,
  ],
  machines: [
    String.raw`\b(?:re-?)?install(?:s|ing)?\b[^.;\n]{0,60}(?:~/|\$HOME/|/usr/local/|/Applications/)[\w./-]*`,
    String.raw`\b(?:configure|set up|provision|fill in) (?:the |our |all )?production (?:environment(?: variables)?|env vars|secrets|credentials|servers?|database|domain)\b`,
    String.raw`\bset up (?:the |an? |our )?(?:[\p{L}-]+ ){0,2}(?:service|provider|account)s?(?: configuration)? for production\b`,
    String.raw`(?:produktionsumgebung|produktiv-?umgebung)(?: \p{L}+){0,2} (?:einrichten|konfigurieren)|\b(?:configurar|configurer)\b[^.;\n]{0,40}(?:variables? d['’]environnement de production|variables de entorno de producción|variáveis de ambiente de produção)|(?:配置|设置)生产环境|本番環境(?:の環境変数)?を(?:設定|構築)`,
  ],
  ownTools: [
    String.raw`\b(?:use|run|invoke|via) (?:the |your |my )?[\p{L}\d]+[:_-][\p{L}\d:_-]+ (?:skill|sub-?agent)\b`,
    '[A-Za-z][A-Za-z\\d_-]{2,30}\\s?(?:スキル|エージェント)を(?:使用|使って|実行)|使用\\s?[A-Za-z][A-Za-z\\d_-]{2,30}\\s?(?:技能|子代理)',
  ],
  domains: [
    String.raw`\b(?:configure|update|point|change|switch|set up|add|create|move|edit) ${A}(?:(?:public|root|apex|wildcard) )?dns(?: records?| entries| settings| zone)?(?= (?:of|for|to|at|in|on|from)\b|[.,;)]|\s*$)`,
    String.raw`\bdns (?:cut-?over|switch(?:over)?|propagation)\b|\b(?:the|an?|your|our|another|new|old|domain) registrars?\b|\b(?:godaddy|namecheap|porkbun)\b`,
    `${START}(?:configurar|cambiar|apuntar|alterar|apontar) (?:el |los |o |os )?dns${END}|${START}(?:configurer|modifier) (?:le |les )?(?:enregistrements )?dns${END}`,
    String.raw`dns-?(?:einträge|eintrag)(?!\p{L})(?: \p{L}+){0,3} (?:ändern|setzen|anlegen|anpassen|umstellen)|настроить dns|dns[- ]?запис\p{L}+|регистратор\p{L}*`,
    '(?:配置|修改|设置|添加)[^。\\n]{0,8}dns|dns ?解析|dns ?(?:レコード|設定)を?(?:変更|設定|追加)|dns ?(?:레코드|설정)(?:을|를)? ?(?:변경|추가|설정)',
  ],
  secrets: [
    String.raw`\brotate ${A}(?:(?:exposed|leaked|compromised|old|existing|hard-?coded|committed|test|prod|live) ){0,2}${SECRETS}${END}(?! (?:automatically|on every|every|periodically|each))`,
    String.raw`\brevoke ${A}(?:exposed|leaked|compromised|old|committed) (?:api |access )?(?:secrets?|credentials?|keys?|tokens?)\b`,
    String.raw`\b(?:github (?:actions |repository |repo )?|repository |repo |actions )secrets?\b`,
    '(?:secrets?|zugangsdaten|passwörter|schlüssel|api-schlüssel|api-keys) rotieren|rotar (?:las |los |todas las |todos los )?(?:claves|secretos|credenciales|contraseñas)|(?:trocar|rotacionar) (?:as |os )?(?:chaves|segredos|credenciais|senhas)',
    String.raw`(?:renouveler|révoquer|faire tourner) (?:les |tous les |toutes les )?(?:clés|secrets|mots de passe|jetons)|(?:сменить|перевыпустить|отозвать|ротация) (?:все )?(?:секрет\p{L}*|ключ\p{L}*|парол\p{L}*|токен\p{L}*)`,
    '(?:轮换|更换|轮替)(?:所有)?(?:api ?)?(?:密钥|凭证|凭据|密码)|(?:シークレット|鍵|キー|認証情報|パスワード)(?:を|の)ローテーション|(?:시크릿|키|비밀번호|자격 ?증명) ?(?:교체|로테이션)',
  ],
  money: [
    String.raw`\b\d+ ?(?:USDC|USDT)\b`,
    String.raw`^(?:-\s)?(?:buy|purchase|renew|order)\b[^.;\n]{0,30}?(?:domains?|licen[cs]es?|certificates?|hardware|devices?|servers?)\b|\b(?:buy|purchase|register|renew) (?:a|the|our|another|two|three) (?:domains?|licen[cs]es?|certificates?)\b|^(?:buy|purchase) (?:a|the) subscription\b`,
    String.raw`\badd (?:a|the|our|your) (?:credit card|payment method) to (?:the|our|your) (?:${SERVICES})${END}|\bpay (?:the|our) (?:invoice|fee)s?\b`,
    String.raw`(?:domains?|lizenz(?:en)?|zertifikate?) kaufen|(?:comprar|contratar) (?:el |un |o |um |la |una )?(?:dominio|domínio|licencia|licença|certificado)|acheter (?:le |un |la |une )?(?:domaine|nom de domaine|licence|certificat)|(?:купить|оплатить|продлить) (?:домен|лицензи\p{L}*|сертификат|хостинг)`,
    '购买(?:域名|证书|许可证|服务器)|ドメインを?(?:購入|取得)|도메인(?:을)? ?구매',
  ],
  approval: [
    String.raw`\bsigned? ?-?off (?:by|from)\b|\bsign-off by\b`,
    String.raw`\b(?:legal|design|security|compliance|privacy|brand|clients?|stakeholders?|product owner|lawyers?|counsel|cto|ceo|dpo|board) (?:sign[- ]?off|approval)\b|\b(?:legal|lawyer|counsel|stakeholder) review\b`,
    String.raw`\b(?:approval|consent|permission|sign[- ]?off) (?:of|from|by) (?:the |our |a )?${PEOPLE}${END}|\bapproved by (?:the |our |a )?${PEOPLE}${END}`,
    '(?:freigabe|abnahme) (?:durch|von|des|der) (?:den |die |das |dem )?(?:kunden?|auftraggebers?|rechtsabteilung|fachabteilung|geschäftsführung|management|designer|team)|aprobación (?:del? )(?:la )?(?:cliente|dirección|legal|jefe|equipo)|aprovação d[oae] (?:cliente|jurídico|diretoria|gestor|time)',
    String.raw`validation (?:par|du) (?:le |la )?(?:client|juridique|métier|direction)|approvazione del cliente|(?:согласовать|согласование|утвердить|утверждение)[^.;\n]{0,40} (?:с|со|у) (?:юрист|заказчик|клиент|руководств|дизайнер|команд)\p{L}*`,
    '(?:法务|客户|领导|产品经理|设计师)(?:审批|审核|确认|签字|批准)|(?:法務|顧客|クライアント|上長|お客様)の?(?:承認|確認)|(?:법무팀?|고객|팀장|클라이언트)의? ?(?:승인|확인)',
  ],
  others: [
    String.raw`\b(?:penetration|pen)[- ]test(?:s|ing)?\b|\b(?:third[- ]party|external|independent) (?:security )?(?:audit|pen(?:etration)?[- ]?tests?|scan|assessment)\b|\bbug bounty\b`,
    String.raw`penetrationstests?|pruebas? de penetración|testes? de (?:penetração|invasão)|tests? d['’]intrusion|пентест\p{L}*|渗透测试|ペネトレーションテスト|침투 ?테스트|모의 ?해킹`,
    String.raw`\b(?:user|customer) interviews?\b|\binterview (?:\w+ )?(?:users?|customers?|teachers?|people)\b|\bbeta[- ]testers?\b|\busability (?:tests?|testing|sessions?) with\b|\brecruit (?:\w+ )?(?:testers?|users?|participants?)\b`,
  ],
  somebody: [
    String.raw`\b(?:ask|email|call|contact|consult|inform|notify) (?:the |our |a |all )?${PEOPLE}${END}`,
    String.raw`\b(?:meet|talk|speak|check|confirm|coordinate|align|agree|discuss|review|clarify)(?: (?:it|this|that|them|everything))? (?:with|to) (?:the |our |a |all )?${PEOPLE}${END}|\b(?:demo|present)(?: (?:it|this))? to (?:the |our |all )?${PEOPLE}${END}|\bmeeting with (?:the |our )?${PEOPLE}${END}|\breach out to\b`,
    'mit (?:dem |den |der )?(?:kunden?|auftraggeber|stakeholdern?|fachabteilung|team|rechtsabteilung) (?:abstimmen|klären|besprechen)|(?:reunión|hablar|acordar|consultar) con (?:el |la |los )?(?:cliente|equipo|dirección|usuarios)|(?:reunião|falar|alinhar|combinar) com (?:o |a |os )?(?:cliente|time|equipe|diretoria|usuários)',
    String.raw`(?:réunion|voir|échanger|discuter) avec (?:le |la |les |l['’])?(?:clients?|équipe|direction|métier)|(?:обсудить|согласовать|уточнить|встреча|созвон)(?: \p{L}+){0,2} (?:с|со|у) (?:заказчик|клиент|команд|руководств|юрист)\p{L}*`,
    '与[^。\\n]{1,8}(?:开会|沟通确认)|(?:顧客|クライアント|関係者|お客様)(?:と|に)(?:打ち合わせ|相談|確認)|(?:고객|클라이언트|담당자)(?:과|와|에게) ?(?:회의|협의|문의)',
  ],
};

/** Names begin with a capital: "Sign up for Mailgun" is work of a person, "sign up for the newsletter" a feature. */
const AS_WRITTEN = {
  accounts: [
    String.raw`\b(?:[Cc]reate|[Oo]pen|[Ss]et up|[Rr]egister|[Gg]et) (?:an? |the |our |your )?(?:free |paid |business |developer )?(?!User|Admin|Account|Customer|Test|Demo|Guest|Bank|Service|Checking|Savings|New|API|Email)\p{Lu}[\w.]+ accounts?\b`,
    String.raw`\b(?:[Cc]reate|[Oo]pen|[Ss]et up|[Gg]et) (?:an? |the |our |your )?(?:free |new |paid )?accounts? (?:at|on) \p{Lu}`,
    String.raw`\b[Ss]ign up (?:for|at|on) (?:an? |the )?\p{Lu}\w+`,
    String.raw`\b[Kk]onto bei \p{Lu}\p{L}+ (?:anlegen|einrichten|eröffnen)|\b[Cc]rear (?:una |la )?cuenta (?:en|de) \p{Lu}|\b[Cc]riar (?:uma |a )?conta (?:no|na|em|do) \p{Lu}|[Cc]réer (?:un |le )?compte (?:sur|chez) \p{Lu}|[Cc]reare un account su \p{Lu}`,
    String.raw`(?:[Сс]оздать|[Зз]авести|[Зз]арегистрировать) (?:аккаунт|уч[её]тную запись) (?:в|на) \p{Lu}|[Зз]арегистрироваться (?:в|на) \p{Lu}`,
  ],
  somebody: [
    String.raw`\b(?:[Rr]eview|[Mm]eeting|[Mm]eet|[Dd]iscuss|[Aa]gree) with (?!Git|Docker|Claude|Copilot|Codex|Gemini|Cursor|Postgres|Redis|Playwright|Lighthouse|Prettier|Biome|Clippy|Ruff|Valgrind|Xcode|Chrome|Firefox|Safari|Sonar|Snyk|Windows|Linux|Python|Node|Java|Rust|Go\b|Voice)\p{Lu}\p{Ll}+(?![\p{L}\p{N}.])`,
    String.raw`(?<!\p{L})(?:[Rr]evisión|[Rr]eunión|[Rr]eunião|[Rr]evisão|[Rr]éunion|[Tt]ermin|[Aa]bstimmung) (?:con|com|avec|mit) \p{Lu}\p{Ll}+(?!\p{L})`,
  ],
};

const SIGNS = [
  new LatePattern(() => Object.values(ANY_CASE).flat().join('|'), 'iu'),
  new LatePattern(() => Object.values(AS_WRITTEN).flat().join('|'), 'u'),
];

/** Words that make a thing to be built of the words before them: "client approval page". */
const THING =
  /^[\s-]{0,2}(?:pages?|screens?|forms?|models?|class(?:es)?|tables?|buttons?|links?|flows?|work-?flows?|modals?|dialogs?|endpoints?|components?|widgets?|views?|routes?|services?|module|status|states?|queues?|icons?|fields?|emails?|templates?|parsers?|types?|lists?|mock(?:s|ed)?|stubs?|emulators?)(?![\p{L}\p{N}_])|^[\s“”„"「」]{0,2}(?:seite|formular|tabelle|página|pantalla|formulario|tela|page|formulaire|écran|页面|界面|表单|画面|ページ|フォーム|機能|화면|페이지|기능)/iu;

/** Words that make a thing of those after them: "página para crear una cuenta". */
const THING_BEFORE =
  /(?:pages?|screens?|forms?|buttons?|links?|flows?|página|pantalla|formulario|tela|botón|botão|formulaire|écran|страниц\p{L}|экран|кнопк\p{L}|форм\p{L})(?: (?:for|to|of|de|para|pour|du|la|el|per|для)){1,2} (?:la |una |uma )?$/iu;

/** Alone, "manually" may as well say how people use what is built. */
const ADVERB = /^(?:manually|by hand|manualmente|a mano|manuellement|à la main|von hand|ręcznie|вручную)$/iu;

/** Words before such an adverb by which it is about the use of something, or about the past. */
const IN_USE =
  /(?<!\p{L})(?:can|may|could|allow\p{L}*|lets?|enables?|users?|admins?|people|instead of|rather than|without|no longer|not|previously|pour|permet\p{L}*|sans|peut|peuvent|sin|puedan?|pueden?|permit\p{L}*|hasta que|sem|pode[mr]?|até que|kann|können|ohne|nicht mehr|statt|чтобы|может|могут|без|пользовател\p{L}*)(?!\p{L})/iu;

/** What has been given by hand is a thing, and no work: "manually specified paths". */
const GIVEN =
  /^\s(?:specified|entered|added|configured|created|set|chosen|selected|provided|defined|supplied|picked|curated|typed|edited)(?!\p{L})/iu;
const OBLIGED = /\b(?:be|been|is|are)\s$/iu;

/** Finds the words of a line by which only a person can do it; `undefined` where it says nothing like that. */
export function personWork(line: string): string | undefined {
  for (const sign of SIGNS) {
    const found = sign.exec(line);
    if (found === null) continue;
    const [said] = found;
    const isThing =
      THING.test(line.slice(found.index + said.length)) || THING_BEFORE.test(line.slice(0, found.index));
    const before = line.slice(0, found.index);
    const isGiven = GIVEN.test(line.slice(found.index + said.length)) && !OBLIGED.test(before);
    const isUse = ADVERB.test(said) && (isGiven || IN_USE.test(before));
    if (!isThing && !isUse) return said.trim();
  }
  return undefined;
}
