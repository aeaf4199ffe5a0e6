import { withoutThinking } from './thinking.ts';

/**
 * The model's answer where one text was requested: without its thoughts, without the Markdown fence around the whole, and without
 * remarks before and after it ("Sure! Here is …:"). Line ends become line feeds.
 */
export function answerText(answer: string): string {
  const text = withoutBlankEnds(withoutThinking(answer).replaceAll('\r\n', '\n'));
  const fenced = withoutFence(text);
  if (fenced !== text) return withoutBlankEnds(fenced);
  const bare = betweenRules(withoutWrapping(betweenRemarks(text)));
  return bare === text ? text : answerText(bare);
}

/**
 * The inside of a tag that marks the answer, of quotation marks around all of it, or of an unclosed fence. Any other text stays
 * as it is.
 */
function withoutWrapping(text: string): string {
  const [, , tagged] = WRAPPED.exec(text) ?? [];
  if (tagged !== undefined) return tagged;
  const [, plain, typographic] = /^(?:"([^"]+)"|“([^“”]+)”)$/u.exec(text) ?? [];
  const quoted = plain ?? typographic;
  if (quoted !== undefined) return quoted;
  const lines = text.split('\n');
  const isBegun = OF_TEXT.test(lines[0]?.trim() ?? '') && !lines.slice(1).some((line) => FENCE.test(line));
  return isBegun ? lines.slice(1).join('\n') : text;
}

const WRAPPED =
  /^<(answer|final_answer|final|output|response|result|persona|protocol|constraint|component|text)>((?:(?!<\/?\1>)[\s\S])*)<\/\1>$/iu;

const RULE = /^(?:-{3,}|[*]{3,}|_{3,})$/u;

/** Removes horizontal rules before and after a text, each with a blank line: front matter has none after its first line. */
function betweenRules(text: string): string {
  const rest = text.replace(/^(?:-{3,}|[*]{3,}|_{3,})\n\s*\n/u, '');
  const end = rest.lastIndexOf('\n');
  if (end === -1 || !RULE.test(rest.slice(end + 1))) return rest;
  const before = rest.slice(0, end);
  // A pattern for white space up to an end would rescan the rest of a long run of line ends from every position.
  const blank = before.indexOf('\n', before.trimEnd().length);
  return blank === -1 ? rest : before.slice(0, blank);
}

/**
 * The model's answer where a whole document was requested, which may have fences of its own: without its thoughts, and without
 * the fence around all of it, even if a remark comes before it. Text fenced as an example stays so.
 */
export function answerDocument(answer: string): string {
  const text = withoutBlankEnds(withoutThinking(answer).replaceAll('\r\n', '\n'));
  const fenced = withoutFence(text);
  return withoutBlankEnds(fenced === text ? (announcedDocument(text) ?? text) : fenced);
}

/** The inside of a fence that a remark before or after it presents as the document, if there is nothing else around it. */
function announcedDocument(text: string): string | undefined {
  const lines = text.split('\n');
  const open = lines.findIndex((line) => FENCE.test(line));
  const close = lines.findLastIndex((line) => FENCE.test(line));
  if (open < 0 || close - open < 2) return undefined;
  const [before = '', after = ''] = [lines.slice(0, open), lines.slice(close + 1)].map((part) =>
    part.join('\n').trim(),
  );
  const inFence = lines.slice(open, close + 1).join('\n');
  const document = withoutFence(inFence);
  const isDocument = document !== inFence && OF_TEXT.test(lines[open]?.trim() ?? '');
  const isAnnounced = before === '' || isRemark(before, ANNOUNCED);
  const isOver = after === '' || isRemark(after, CLOSING);
  return isDocument && isAnnounced && isOver && !OF_AN_EXAMPLE.test(before.replace(AS_WANTED, ''))
    ? document
    : undefined;
}

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})/u;
/** A text fenced as a program is a program. */
const OF_TEXT = /^(?:`{3,}|~{3,})\s*(?:markdown|md|text|txt|plain|plaintext)?$/iu;
const ANNOUNCED =
  /^(?:(?:sure|certainly|of course|absolutely|okay|ok|yes|got it|great|understood|gladly|happy to)\b.*[.:!]|(?:here(?:[’']s| is| are| you (?:go|are)| it (?:is|comes))|below is|this is|the following is|as requested|hier (?:ist|sind)|voici|aquí (?:está|tienes)|ecco|aqui está)(?![\p{L}\p{N}]).*)$/iu;
const OF_AN_EXAMPLE =
  /\b(?:examples?|samples?|templates?|format|form|structure|skeleton|outline|layout|placeholders?|e[.]g[.]|instance|such as|like|would|could|should|might|can(?:not|[’']t)|excerpt|snippet|beispiel|exemple|ejemplo|esempio|exemplo)\b/iu;
const AS_WANTED = /\bin (?:the|your) (?:\w+ )?(?:format|form|structure)\b/giu;

/** Removes a Markdown fence of backticks or tildes around a whole text. Any other text stays as it is. */
export function withoutFence(text: string): string {
  const lines = text.trim().split('\n');
  const opening = /^(`{3,}|~{3,})[^`]*$/u.exec(lines[0]?.trim() ?? '')?.[1];
  const closing = lines.at(-1)?.trim() ?? '';
  const inside = lines.slice(1, -1);
  const isFenced =
    opening !== undefined && lines.length > 1 && closing === opening && !endsWithin(inside, opening);
  return isFenced ? inside.join('\n') : text;
}

/** Whether a fence is closed within these lines, which may contain whole fences of their own. */
function endsWithin(lines: readonly string[], fence: string): boolean {
  let isOpen = false;
  for (const line of lines) {
    const [, marks, info] = /^\s{0,3}(`{3,}|~{3,})\s*(\S*)/u.exec(line) ?? [];
    if (marks === undefined || marks[0] !== fence[0] || marks.length < fence.length) continue;
    if (info !== '') isOpen = true;
    else if (isOpen) isOpen = false;
    else return true;
  }
  return false;
}

/** A text without the blank lines before it and the white space after it. */
function withoutBlankEnds(text: string): string {
  const lines = text.trimEnd().split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(0, first)).join('\n').trimEnd();
}

function betweenRemarks(text: string): string {
  const paragraphs = text.split(/\n[ \t]*\n/u);
  const [first = ''] = paragraphs;
  const last = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '') : '';
  const isAnnounced = isRemark(first, OPENING) || isRemark(first, OPENING_ELSEWHERE);
  const from = paragraphs.length > 1 && isAnnounced ? 1 : 0;
  const to = isRemark(last, CLOSING) ? -1 : undefined;
  const rest = paragraphs.slice(from, to).join('\n\n');
  return theOneFenced(rest) ?? rest;
}

function isRemark(paragraph: string, pattern: RegExp): boolean {
  return paragraph.length <= LONGEST_REMARK && !paragraph.includes('\n') && pattern.test(paragraph.trim());
}

const LONGEST_REMARK = 300;

/** Remarks that no requested text begins with. */
const OPENING =
  /^(?:(?:sure|certainly|of course|absolutely|okay|ok|got it|great|understood|gladly|happy to)\b.*[.:!]|(?:here(?:[’']s| is| are)|below is|this is)\b.*\b(?:persona|protocol|constraint|component|text|version|draft|rewrite|answer|you asked|requested)\b.*[.:!])$/iu;
/** The same in other languages, where only a line that ends in a colon is a remark. */
const OPENING_ELSEWHERE =
  /^¡?(?:(?:bien sûr|certainement|d[’']accord|claro(?: que sí)?|por supuesto|desde luego|com certeza|claro que sim|certo|certamente|natürlich|gerne?|selbstverständlich)\s*[,.!]+\s*)?(?:voici|voilà|aquí (?:está|tienes?|te dejo)|a continuación|ecco|di seguito|aqui (?:está|vai)|segue|hier (?:ist|sind|kommt))(?!\p{L}).*(?<!\p{L})(?:texte|version|réponse|brouillon|protocole|contrainte|composant|demandée?|texto|versión|versão|respuesta|resposta|borrador|rascunho|protocolo|restricción|restrição|componente|solicitad[oa]|pedid[oa]|testo|versione|risposta|bozza|protocollo|vincolo|richiest[oa]|text|fassung|antwort|entwurf|protokoll|einschränkung|komponente|gewünschte[nrs]?|persona)(?!\p{L}).*:$/iu;
const CLOSING =
  /^(?:let me know|feel free|i hope|hope this|if you(?:[’']d like| need| want)|would you like|please let me|is there anything)\b/iu;

/** The inside of the only fence in a text, if only one line comes before it and one after. */
function theOneFenced(text: string): string | undefined {
  const lines = text.split('\n');
  const fences = lines.flatMap((line, at) => (/^\s{0,3}(?:`{3,}|~{3,})/u.test(line) ? [at] : []));
  const [open, close, ...more] = fences;
  if (open === undefined || close === undefined || more.length > 0) return undefined;
  const around = [lines.slice(0, open), lines.slice(close + 1)].map((part) => part.join('\n').trim());
  if (around.some((part) => part.includes('\n') || part.length > LONGEST_REMARK)) return undefined;
  return around.some((part) => part !== '') && close - open > 2
    ? lines.slice(open + 1, close).join('\n')
    : undefined;
}
