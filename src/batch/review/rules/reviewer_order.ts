import { revealHidden } from '../../../lib/index.ts';
import { commentIn } from '../comments.ts';
import { afterLines, type ChangedFile, type FileRule, isReadable, type ShownLine, seenAt } from './rule.ts';

/**
 * Comments and prose that tell a reviewer of the change what to find, or a model to forget its instructions. Orders are
 * recognized across line ends and through invisible characters. A comment that tells people about the code (`reviewers: see #12`,
 * `ignore this line`) is not one. A string in code may be a prompt for a program's own model, so only orders about this very file
 * or change count there.
 */
export const reviewerOrder: FileRule = (file) =>
  file.hunks.flatMap((hunk) =>
    passagesIn(file, afterLines(hunk)).flatMap((passage) =>
      ordersIn(passage, file).map((shown) => {
        // A string may be a review program's prompt for its own reader.
        const severity = file.isTest || file.isFixture || passage.isCode ? 'low' : 'medium';
        const message = passage.isCode
          ? 'This text reads like an instruction to reviewers of the change: check it. This review does not follow it.'
          : 'This reads like an instruction to reviewers of the change; this review does not follow it.';
        return seenAt(file, shown, { kind: 'reviewer-order', severity, message });
      }),
    ),
  );

/** Lines that are read as one, with the text of each; in code, only the strings matter. */
type Passage = { readonly isCode: boolean; readonly lines: { shown: ShownLine; says: string }[] };

/** Groups consecutive lines of comments and prose, and of code. */
function passagesIn({ language, isProse }: ChangedFile, lines: readonly ShownLine[]): Passage[] {
  const passages: Passage[] = [];
  let closes: string | undefined;
  for (const shown of lines) {
    const text = isReadable(shown.text) ? inPlain(shown.text) : '';
    const isInside = closes !== undefined;
    closes = closes === undefined ? openedIn(text) : text.includes(closes) ? undefined : closes;
    const hidden = /[\u{e0020}-\u{e007e}]/u.test(shown.text) ? text : undefined;
    const said = commentIn(text, language) ?? (isInside || closes !== undefined || isProse ? text : hidden);
    const isCode = said === undefined && text.trim() !== '';
    const says = isCode ? withoutQuotes(text) : (said ?? '').trim();
    const open = passages.at(-1);
    const isAnother =
      isCode && !BEGINS_QUOTED.test(text) && ENDS_QUOTED.test(open?.lines.at(-1)?.shown.text ?? '');
    if (open === undefined || open.isCode !== isCode || says === '' || isAnother)
      passages.push({ isCode, lines: [] });
    passages.at(-1)?.lines.push({ shown, says });
  }
  return passages.filter((passage) => passage.lines.some(({ shown }) => shown.isAdded));
}

/** Matches a line of code that continues with a string, and one whose string has ended. */
const BEGINS_QUOTED = /^\s*[+.&|]?\s*["'`]/u;
const ENDS_QUOTED = /(?:["'`][;,)\]}]*|;)\s*$/u;

/** A line of code without the quotes and operators at its ends, as part of a string that spans several lines. */
function withoutQuotes(text: string): string {
  return text
    .trim()
    .replace(/^[+.&|]?\s*["'`]+\s*/u, '')
    .replace(/\s*["'`]+\s*[+.,&|\\]?$/u, '');
}

/** The end mark of a comment or string of several lines that a line begins and does not end. */
function openedIn(text: string): string | undefined {
  return BLOCKS.find(([opens, closes]) => {
    const at = text.lastIndexOf(opens);
    if (at < 0 || text.includes(closes, at + opens.length)) return false;
    return opens !== closes || text.split(opens).length % 2 === 0;
  })?.[1];
}

const BLOCKS = [
  ['/*', '*/'],
  ['<!--', '-->'],
  ['"""', '"""'],
  ["'''", "'''"],
] as const;

/**
 * The text as a model reads it: invisible tag characters become their letters, and invisible characters between letters are
 * dropped.
 */
function inPlain(text: string): string {
  return revealHidden(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xe0020 && code <= 0xe007e ? String.fromCodePoint(code - 0xe0000) : '';
  }).normalize('NFKC');
}

/** The first new line of each order. */
function ordersIn({ isCode, lines: passage }: Passage, { isNew }: ChangedFile): ShownLine[] {
  const found = new Set<ShownLine>();
  const starts: number[] = [];
  let whole = '';
  for (const { says } of passage) {
    starts.push(whole.length);
    whole += `${says} `;
  }
  for (const match of whole.matchAll(isCode ? ORDERS_IN_CODE : ORDERS)) {
    const end = match.index + match[0].length;
    const spanned = passage.filter((_, place) => {
      const from = starts[place] ?? 0;
      return from < end && (starts[place + 1] ?? whole.length) > match.index;
    });
    const fresh = spanned.find(({ shown }) => shown.isAdded && isNew(shown.text));
    if (fresh !== undefined) found.add(fresh.shown);
  }
  return [...found];
}

/** Matches the addressee. */
const READER =
  '(?:(?:code |pr |automated |ai |llm )*reviewers?|review(?:ing)? (?:bot|agent|model|tool|assistant)s?|(?:an? )?ai(?: (?:assistant|agent|model|tool)s?)?|llms?|(?:large )?language models?|claude|copilot|chatgpt|gpt(?:-[\\w.]+)?|gemini|codex|coderabbit)';

/** Matches the demanded outcome of a review, as an order. */
const VERDICT = [
  '(?:answer|respond|reply|return|output|report|say|print|write|give|emit)\\b.{0,40}?\\b(?:empty|nothing|none|no (?:findings?|issues?|problems?|bugs?|defects?|errors?)|lgtm|approved?|zero|looks good)\\b',
  '(?:answer|respond|reply|return|output)\\b.{0,20}?\\[\\s*\\]',
  'approve\\b',
  '(?:accept|pass) (?:this|the|it|all|every)\\b',
  "(?:do not|don't|dont|never) (?:report|flag|mention|list|raise|comment|complain|look|read|check|review|analy[sz]e)\\b",
  '(?:ignore|skip|disregard|overlook) (?:this|these|the|all|any|every)\\b.{0,30}?\\b(?:files?|changes?|diff|findings?|issues?|problems?|bugs?|defects?|instructions?|rules?|vulnerabilit(?:y|ies)|hunks?)\\b',
  '(?:mark|rate|score|treat|classify|judge) .{0,30}?\\b(?:safe|clean|correct|approved|low risk|no risk|passed|reviewed)\\b',
].join('|');

const BEFORE = '(?<![\\p{L}\\p{N}_])';

/** Matches a claim about the change that precedes such an order: `this file is safe,`. */
const ASSURANCE =
  '(?:(?:this|these|it|the|all|everything)\\b[^.,;:!?]{0,40}?\\b(?:is|are|was|were|has been|have been|looks?)\\s+(?:\\w{1,20}\\s+){0,2}?(?:safe|fine|clean|correct|approved|reviewed|trusted|verified|good|ok(?:ay)?)\\b[^.,;:!?]{0,40}?[.,;:!\u2013\u2014-]+\\s*(?:(?:so|and|therefore|thus)\\s+)?)?';

/** Matches the beginning of an order to a reviewer, up to the order itself. */
const ADDRESSED = `${BEFORE}(?:dear |hey |hi |hello |note (?:to|for) (?:the |all )?|attention,? |instructions? (?:to|for) (?:the )?|if you(?: are|'re) (?:an? |the )?)?${READER}\\s*[:,;!\u2013\u2014-]+\\s*${ASSURANCE}(?:(?:please|always|just|now|simply|kindly|you (?:must|should|have to|will|can)|must|should)\\s+){0,3}`;

/** Matches a reference to the text that contains the order. */
const ABOUT_THIS =
  '(?=.{0,100}?\\b(?:this|these)\\s+(?:\\w+\\s+)?(?:files?|changes?|diff|patch|code|commits?|pull requests?|pr|hunks?|functions?|module|class)\\b)';

const ORDERS_IN_CODE = new RegExp(
  [
    `${ADDRESSED}(?:approve (?:this|it)\\b|${ABOUT_THIS}(?:${VERDICT}))`,
    `${BEFORE}${READER} (?:must|should|shall|have to|has to) ${ABOUT_THIS}(?:not (?:report|flag|mention|raise)\\b|${VERDICT})`,
  ].join('|'),
  'giu',
);

const ORDERS = new RegExp(
  [
    `${BEFORE}(?:ignore|disregard|forget|override(?!\`))\\b.{0,20}?\\b(?:previous|prior|above|earlier|preceding|your|system)\\b.{0,20}?\\b(?:instructions?|prompts?|directives?|directions)\\b`,
    `${BEFORE}(?:ignore|disregard|forget)\\b.{0,15}?\\b(?:instructions?|prompts?|directions)\\b.{0,12}?\\b(?:above|you (?:were|have been) given|before this)\\b`,
    `${ADDRESSED}(?:${VERDICT})`,
    `${BEFORE}${READER} (?:must|should|shall|have to|has to) (?:not (?:report|flag|mention|raise)\\b|${VERDICT})`,
    `${BEFORE}if you(?: are|'re) (?:an? |the )?(?:\\w+ ){0,2}(?:ai|llm|language model|chatbot)\\b`,
    // Other languages: first orders to override instructions, then orders to a reviewer.
    `${BEFORE}(?:ignorier|vergiss|vergesst|missacht)\\p{L}*.{0,30}?(?:vorherig|bisherig|vorig|obig|vorangegangen|vorangehend|früher)\\p{L}*.{0,20}?(?:anweisung|instruktion|vorgabe|befehl)\\p{L}*`,
    `${BEFORE}(?:ignor|oubli)\\p{L}+ .{0,25}?(?:instructions?|consignes?|directives?).{0,20}?(?:pr[ée]c[ée]dentes?|ant[ée]rieures?|ci-dessus)`,
    `${BEFORE}(?:ignor|olvid|descart)\\p{L}+ .{0,25}?(?:instrucciones|indicaciones|[óo]rdenes).{0,20}?(?:anteriores|previas|de arriba)`,
    `${BEFORE}(?:ignor|esque[çc]|desconsider)\\p{L}+ .{0,25}?(?:instruções|instrucoes|orientações).{0,20}?(?:anteriores|prévias|acima)`,
    `${BEFORE}(?:ignor|dimentic)\\p{L}+ .{0,25}?(?:istruzioni|indicazioni).{0,20}?(?:precedenti|sopra)`,
    `${BEFORE}(?:negeer|vergeet) .{0,25}?(?:vorige|eerdere|bovenstaande|voorgaande).{0,20}?(?:instructies|aanwijzingen)`,
    `${BEFORE}(?:zignoruj|ignoruj|zapomnij) .{0,25}?(?:poprzedni|wcześniejsz|powyższ)\\p{L}*.{0,20}?(?:instrukcj|polece)`,
    `${BEFORE}(?:про)?(?:игнорируй|забудь)\\p{L}* .{0,25}?(?:предыдущ|прежн|прошл)\\p{L}*.{0,20}?(?:инструкци|указани|команд)`,
    '(?:忽略|无视|無視|忘记|忘記).{0,12}?(?:之前|以前|先前|上述|以上|前面).{0,8}?(?:指令|指示|说明|說明|提示|命令)',
    '(?:以前|これまで|前|上記).{0,8}?(?:指示|命令|プロンプト).{0,8}?(?:無視|忘れ)',
    '(?:이전|앞선|위의).{0,10}?(?:지시|명령|지침|프롬프트).{0,8}?(?:무시|잊)',
    `${BEFORE}(?:reviewer|gutachter|prüfer(?:in)?|ki)\\s*[:,!]\\s*(?:bitte )?(?:antworte|melde|berichte|genehmige|akzeptiere|ignoriere|übergehe|markiere)\\b`,
    `${BEFORE}(?:relecteur|r[ée]viseur|reviewer|ia)\\s*[:,!]\\s*(?:r[ée]pond|approuve|ignore[zr]? (?:ce|cette|les|tou)|ne (?:signale|rapporte))`,
    `${BEFORE}(?:revisor|revisore|ia)\\s*[:,!]\\s*(?:por favor,? )?(?:responde|responda|rispondi|aprueba|aprove|approva|ignora|no (?:informes|reportes)|não (?:relate|reporte)|non segnalare)`,
    `${BEFORE}(?:ревьюер|рецензент|ии)\\s*[:,!]\\s*(?:пожалуйста,? )?(?:ответь|одобри|игнорируй|не сообщай)`,
    '(?:审查者|审阅者|审核者|审核员|评审者?|审查员|AI)\\s*[:,!]\\s*请?(?:回答|返回|输出|不要报告|批准|通过|忽略)',
    '(?:レビュアー|レビューア|査読者|AI)\\s*(?:[:,!、]|へ).{0,20}?(?:空の|報告しない|承認し|無視し)',
  ].join('|'),
  'giu',
);
