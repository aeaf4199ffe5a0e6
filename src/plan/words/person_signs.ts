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
export const PERSON_SIGNS = {
  marked: [
    new LatePattern(
      () =>
        String.raw`\[(?:manual|human|person|by hand)\]|\bcheckpoint:(?:human-verify|human-action|decision)\b`,
      'iu',
    ),
  ],
  byHand: [
    new LatePattern(() => String.raw`\bmanually\b|\b(?:requires?|needs?) manual \w+`, 'iu'),
    new LatePattern(
      () =>
        String.raw`\bmanual (?:(?:[\p{L}\d-]+ ){0,2}(?=(?:tests?|testing|verification|validation|qa|checks?|checklists?)\b))?(?:tests?|testing|verification|validation|qa|checks?|checklists?|setup|configuration|steps?|review)\b`,
      'iu',
    ),
    new LatePattern(() => String.raw`\bby hand\b|\bhuman (?:review|approval|check|verification)\b`, 'iu'),
    new LatePattern(
      () =>
        String.raw`\bvisual (?:qa|check|inspection|verification|comparison|review)\b|\b(?:check|compare|inspect|verify|confirm)\b[^.;\n]{0,30} visually\b|\bvisually (?:check|compare|inspect|verify|confirm)\b`,
      'iu',
    ),
    new LatePattern(
      () => String.raw`\b(?:with|using|in|on) (?:voiceover|nvda|jaws|talkback|a screen reader)\b`,
      'iu',
    ),
    new LatePattern(
      () => String.raw`${START}вручную(?!\p{L})|${START}ручн(?:ая|ое|ые) (?:проверка|настройка|тестирование)`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\bvon hand\b|\bmanuell(?:e[mrsn]?)? (?:\p{L}+-)?(?:tests?|prüf\p{L}*|verifi\p{L}*|checks?|schritte?|abnahme|konfig\p{L}*|einricht\p{L}*|kontroll\p{L}*|testen|anlegen|freigabe)|${START}sichtprüfung(?!\p{L})`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:smoke|pruebas?|testes?|verifica\p{L}+|validaci\p{L}+|comprobaci\p{L}+) manual(?:es)?\b`,
      'iu',
    ),
    new LatePattern(
      () => String.raw`\ba mano\b|\bmanualmente\b|${START}à la main\b|\bmanuellement\b|\bręcznie\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        '手动(?=测试|验证|检查|核对|回归|配置|设置|操作|执行|部署|确认|安装|注册|上传|申请|完成)|手動で|수동으로|目視(?:で)?確認|육안',
      'iu',
    ),
  ],
  devices: [
    new LatePattern(
      () =>
        String.raw`\b(?:real|physical|actual) (?:devices?|hardware|phones?|iphones?|ipads?|android)\b|\bdemo video\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`${START}(?:auf )?(?:echten|realen|physischen) geräten?(?!\p{L})|dispositiv(?:os?|i) (?:real(?:es|i)?|reais|físic[oa]s?|fisici)\b|\bm[úu]ltiplos dispositivos\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\bvrais appareils\b|\bappareils? (?:réels?|physiques?)(?!\p{L})|prawdziwych urządzeniach|реальн\p{L}+ устройств\p{L}*|реальном железе`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:mobile |tablet |cross-)?devices? testing\b|\btest(?:ing|s|ed)?\b[^.;\n]{0,30} (?:on|across) (?:both )?(?:ios and android|android and ios|phones and tablets)\b`,
      'iu',
    ),
    new LatePattern(() => '实机|真机|實機|実機|실제 ?(?:기기|장치)|실기기', 'iu'),
  ],
  consoles: [
    new LatePattern(() => String.raw`\bSQL Editor\b`, 'iu'),
    new LatePattern(
      () =>
        String.raw`${START}(?:${SERVICES}) (?:(?:web|admin|developer|project) )?(?:dashboard|console|portal|control panel)\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`${START}(?:${SERVICES})\s{0,2}(?:→|->|>|›|»)\s{0,2}(?:[^→›»>\n]{1,30}(?:→|->|>|›|»)|(?:project |account |repo(?:sitory)? )?(?:settings|domains|environment|secrets|configura\p{L}+|einstellungen|paramètres|настройк\p{L}+|设置|設定|설정))`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\bTestFlight\b|${START}(?:submi|upload|publi|releas|ship|push|deploy|send|set up|prepar|config|register|veröffentlich|einreich|hochlad|soumett|soumission|envi|enregistr|subir|pubblic|опубликова|публикац|размести|размещ|загруз)\p{L}*[^.;\n]{0,40}\b(?:App Store|Play Store)\b(?! (?:links?|badges?|icons?|buttons?))`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:App Store|Play Store)(?: Connect)? (?:account|listing|submission|review|page|screenshots?|metadata|release)\b|\b(?:App Store|Play Store)\b[^.;\n]{0,20}(?:einreichen|veröffentlichen|hochladen)`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`(?:App Store|Play Store)[^。\n]{0,6}(?:申請|公開|提出|登録|リリース|提交|发布|上架|审核|등록|출시|배포|심사)|(?:提交|发布|上架|스토어 ?등록)[^。\n]{0,16}(?:App Store|Play Store)`,
      'iu',
    ),
    new LatePattern(() => String.raw`(?:консол|панел)\p{L}{1,3} (?:управления )?(?:${SERVICES})${END}`, 'iu'),
    new LatePattern(
      () =>
        `(?:consola|console|panel|painel|pannello|konsole) (?:de |di |do |da |von |bei )?(?:${SERVICES})${END}`,
      'iu',
    ),
    new LatePattern(
      () =>
        `(?:${SERVICES})\\s?(?:控制台|后台|管理后台|の?(?:管理画面|ダッシュボード|コンソール)|\\s?(?:콘솔|대시보드|관리 ?화면))`,
      'iu',
    ),
  ],
  accounts: [
    new LatePattern(
      () =>
        String.raw`${START}(?:${SERVICES})[ -]?(?:accounts?|konto|cuenta|conta|compte|аккаунт\p{L}*|账号|账户|アカウント|계정)(?!\p{L})`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`${START}(?:аккаунт\p{L}*|cuenta|conta|compte|konto)(?: (?:de|en|в|на|bei|sur|chez|su|no|na|w))? (?:${SERVICES})${END}`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:create|open|set up|get|register) ${A}accounts? (?:at|with|on) (?:${SERVICES})${END}`,
      'iu',
    ),
    new LatePattern(() => String.raw`\b(?:un )?account su (?:${SERVICES})${END}`, 'iu'),
    new LatePattern(
      () => String.raw`(?:注册|申请|开通|創建|创建)\s?(?:${SERVICES})\s?(?:的)?(?:账号|帐号|账户|帳號)`,
      'iu',
    ),
    new LatePattern(() => String.raw`(?:${SERVICES})\s?(?:の)?アカウントを?(?:作成|開設|取得|登録)`, 'iu'),
    new LatePattern(() => String.raw`(?:${SERVICES})\s?계정(?:을)? ?(?:생성|만들|개설|등록)`, 'iu'),
  ],
  registrations: [
    new LatePattern(
      () =>
        String.raw`\b(?:register|create|set up) ${A}(?:(?:${SERVICES}) )?(?:oauth2?|oidc|saml|sso)(?: 2\.0)? (?:apps?|applications?|consent screen|credentials)\b`,
      'iu',
    ),
    new LatePattern(() => String.raw`\bregister ${A}(?:${SERVICES}) (?:apps?|applications?)\b`, 'iu'),
    new LatePattern(
      () =>
        String.raw`\boauth-?(?:app|anwendung)(?: \p{L}+){0,3} (?:registrieren|anlegen)|зарегистрировать oauth|(?:registrar|criar) (?:la |una |o |um )?(?:aplicación|aplicativo|app) (?:de )?oauth|注册 ?oauth|oauth ?アプリを?登録|oauth ?앱 ?등록`,
      'iu',
    ),
  ],
  machines: [
    new LatePattern(
      () =>
        String.raw`\b(?:re-?)?install(?:s|ing)?\b[^.;\n]{0,60}(?:~/|\$HOME/|/usr/local/|/Applications/)[\w./-]*`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:configure|set up|provision|fill in) (?:the |our |all )?production (?:environment(?: variables)?|env vars|secrets|credentials|servers?|database|domain)\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\bset up (?:the |an? |our )?(?:[\p{L}-]+ ){0,2}(?:service|provider|account)s?(?: configuration)? for production\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`(?:produktionsumgebung|produktiv-?umgebung)(?: \p{L}+){0,2} (?:einrichten|konfigurieren)|\b(?:configurar|configurer)\b[^.;\n]{0,40}(?:variables? d['’]environnement de production|variables de entorno de producción|variáveis de ambiente de produção)|(?:配置|设置)生产环境|本番環境(?:の環境変数)?を(?:設定|構築)`,
      'iu',
    ),
  ],
  ownTools: [
    new LatePattern(
      () =>
        String.raw`\b(?:use|run|invoke|via) (?:the |your |my )?[\p{L}\d]+[:_-][\p{L}\d:_-]+ (?:skill|sub-?agent)\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        '[A-Za-z][A-Za-z\\d_-]{2,30}\\s?(?:スキル|エージェント)を(?:使用|使って|実行)|使用\\s?[A-Za-z][A-Za-z\\d_-]{2,30}\\s?(?:技能|子代理)',
      'iu',
    ),
  ],
  domains: [
    new LatePattern(
      () =>
        String.raw`\b(?:configure|update|point|change|switch|set up|add|create|move|edit) ${A}(?:(?:public|root|apex|wildcard) )?dns(?: records?| entries| settings| zone)?(?= (?:of|for|to|at|in|on|from)\b|[.,;)]|\s*$)`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\bdns (?:cut-?over|switch(?:over)?|propagation)\b|\b(?:the|an?|your|our|another|new|old|domain) registrars?\b|\b(?:godaddy|namecheap|porkbun)\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        `${START}(?:configurar|cambiar|apuntar|alterar|apontar) (?:el |los |o |os )?dns${END}|${START}(?:configurer|modifier) (?:le |les )?(?:enregistrements )?dns${END}`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`dns-?(?:einträge|eintrag)(?!\p{L})(?: \p{L}+){0,3} (?:ändern|setzen|anlegen|anpassen|umstellen)|настроить dns|dns[- ]?запис\p{L}+|регистратор\p{L}*`,
      'iu',
    ),
    new LatePattern(
      () =>
        '(?:配置|修改|设置|添加)[^。\\n]{0,8}dns|dns ?解析|dns ?(?:レコード|設定)を?(?:変更|設定|追加)|dns ?(?:레코드|설정)(?:을|를)? ?(?:변경|추가|설정)',
      'iu',
    ),
  ],
  secrets: [
    new LatePattern(
      () =>
        String.raw`\brotate ${A}(?:(?:exposed|leaked|compromised|old|existing|hard-?coded|committed|test|prod|live) ){0,2}${SECRETS}${END}(?! (?:automatically|on every|every|periodically|each))`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\brevoke ${A}(?:exposed|leaked|compromised|old|committed) (?:api |access )?(?:secrets?|credentials?|keys?|tokens?)\b`,
      'iu',
    ),
    new LatePattern(
      () => String.raw`\b(?:github (?:actions |repository |repo )?|repository |repo |actions )secrets?\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        '(?:secrets?|zugangsdaten|passwörter|schlüssel|api-schlüssel|api-keys) rotieren|rotar (?:las |los |todas las |todos los )?(?:claves|secretos|credenciales|contraseñas)|(?:trocar|rotacionar) (?:as |os )?(?:chaves|segredos|credenciais|senhas)',
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`(?:renouveler|révoquer|faire tourner) (?:les |tous les |toutes les )?(?:clés|secrets|mots de passe|jetons)|(?:сменить|перевыпустить|отозвать|ротация) (?:все )?(?:секрет\p{L}*|ключ\p{L}*|парол\p{L}*|токен\p{L}*)`,
      'iu',
    ),
    new LatePattern(
      () =>
        '(?:轮换|更换|轮替)(?:所有)?(?:api ?)?(?:密钥|凭证|凭据|密码)|(?:シークレット|鍵|キー|認証情報|パスワード)(?:を|の)ローテーション|(?:시크릿|키|비밀번호|자격 ?증명) ?(?:교체|로테이션)',
      'iu',
    ),
  ],
  money: [
    new LatePattern(() => String.raw`\b\d+ ?(?:USDC|USDT)\b`, 'iu'),
    new LatePattern(
      () =>
        String.raw`^(?:-\s)?(?:buy|purchase|renew|order)\b[^.;\n]{0,30}?(?:domains?|licen[cs]es?|certificates?|hardware|devices?|servers?)\b|\b(?:buy|purchase|register|renew) (?:a|the|our|another|two|three) (?:domains?|licen[cs]es?|certificates?)\b|^(?:buy|purchase) (?:a|the) subscription\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\badd (?:a|the|our|your) (?:credit card|payment method) to (?:the|our|your) (?:${SERVICES})${END}|\bpay (?:the|our) (?:invoice|fee)s?\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`(?:domains?|lizenz(?:en)?|zertifikate?) kaufen|(?:comprar|contratar) (?:el |un |o |um |la |una )?(?:dominio|domínio|licencia|licença|certificado)|acheter (?:le |un |la |une )?(?:domaine|nom de domaine|licence|certificat)|(?:купить|оплатить|продлить) (?:домен|лицензи\p{L}*|сертификат|хостинг)`,
      'iu',
    ),
    new LatePattern(
      () => '购买(?:域名|证书|许可证|服务器)|ドメインを?(?:購入|取得)|도메인(?:을)? ?구매',
      'iu',
    ),
  ],
  approval: [
    new LatePattern(() => String.raw`\bsigned? ?-?off (?:by|from)\b|\bsign-off by\b`, 'iu'),
    new LatePattern(
      () =>
        String.raw`\b(?:legal|design|security|compliance|privacy|brand|clients?|stakeholders?|product owner|lawyers?|counsel|cto|ceo|dpo|board) (?:sign[- ]?off|approval)\b|\b(?:legal|lawyer|counsel|stakeholder) review\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:approval|consent|permission|sign[- ]?off) (?:of|from|by) (?:the |our |a )?${PEOPLE}${END}|\bapproved by (?:the |our |a )?${PEOPLE}${END}`,
      'iu',
    ),
    new LatePattern(
      () =>
        '(?:freigabe|abnahme) (?:durch|von|des|der) (?:den |die |das |dem )?(?:kunden?|auftraggebers?|rechtsabteilung|fachabteilung|geschäftsführung|management|designer|team)|aprobación (?:del? )(?:la )?(?:cliente|dirección|legal|jefe|equipo)|aprovação d[oae] (?:cliente|jurídico|diretoria|gestor|time)',
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`validation (?:par|du) (?:le |la )?(?:client|juridique|métier|direction)|approvazione del cliente|(?:согласовать|согласование|утвердить|утверждение)[^.;\n]{0,40} (?:с|со|у) (?:юрист|заказчик|клиент|руководств|дизайнер|команд)\p{L}*`,
      'iu',
    ),
    new LatePattern(
      () =>
        '(?:法务|客户|领导|产品经理|设计师)(?:审批|审核|确认|签字|批准)|(?:法務|顧客|クライアント|上長|お客様)の?(?:承認|確認)|(?:법무팀?|고객|팀장|클라이언트)의? ?(?:승인|확인)',
      'iu',
    ),
  ],
  others: [
    new LatePattern(
      () =>
        String.raw`\b(?:penetration|pen)[- ]test(?:s|ing)?\b|\b(?:third[- ]party|external|independent) (?:security )?(?:audit|pen(?:etration)?[- ]?tests?|scan|assessment)\b|\bbug bounty\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`penetrationstests?|pruebas? de penetración|testes? de (?:penetração|invasão)|tests? d['’]intrusion|пентест\p{L}*|渗透测试|ペネトレーションテスト|침투 ?테스트|모의 ?해킹`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:user|customer) interviews?\b|\binterview (?:\w+ )?(?:users?|customers?|teachers?|people)\b|\bbeta[- ]testers?\b|\busability (?:tests?|testing|sessions?) with\b|\brecruit (?:\w+ )?(?:testers?|users?|participants?)\b`,
      'iu',
    ),
  ],
  somebody: [
    new LatePattern(
      () =>
        String.raw`\b(?:ask|email|call|contact|consult|inform|notify) (?:the |our |a |all )?${PEOPLE}${END}`,
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:meet|talk|speak|check|confirm|coordinate|align|agree|discuss|review|clarify)(?: (?:it|this|that|them|everything))? (?:with|to) (?:the |our |a |all )?${PEOPLE}${END}|\b(?:demo|present)(?: (?:it|this))? to (?:the |our |all )?${PEOPLE}${END}|\bmeeting with (?:the |our )?${PEOPLE}${END}|\breach out to\b`,
      'iu',
    ),
    new LatePattern(
      () =>
        'mit (?:dem |den |der )?(?:kunden?|auftraggeber|stakeholdern?|fachabteilung|team|rechtsabteilung) (?:abstimmen|klären|besprechen)|(?:reunión|hablar|acordar|consultar) con (?:el |la |los )?(?:cliente|equipo|dirección|usuarios)|(?:reunião|falar|alinhar|combinar) com (?:o |a |os )?(?:cliente|time|equipe|diretoria|usuários)',
      'iu',
    ),
    new LatePattern(
      () =>
        String.raw`(?:réunion|voir|échanger|discuter) avec (?:le |la |les |l['’])?(?:clients?|équipe|direction|métier)|(?:обсудить|согласовать|уточнить|встреча|созвон)(?: \p{L}+){0,2} (?:с|со|у) (?:заказчик|клиент|команд|руководств|юрист)\p{L}*`,
      'iu',
    ),
    new LatePattern(
      () =>
        '与[^。\\n]{1,8}(?:开会|沟通确认)|(?:顧客|クライアント|関係者|お客様)(?:と|に)(?:打ち合わせ|相談|確認)|(?:고객|클라이언트|담당자)(?:과|와|에게) ?(?:회의|협의|문의)',
      'iu',
    ),
  ],
};
