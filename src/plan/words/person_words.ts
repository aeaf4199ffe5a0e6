import { LatePattern } from '../../lib/index.ts';
import { PERSON_SIGNS } from './person_signs.ts';

/** Names begin with a capital: "Sign up for Mailgun" is work of a person, "sign up for the newsletter" a feature. */
const PERSON_NAMES = {
  accounts: [
    new LatePattern(
      () =>
        String.raw`\b(?:[Cc]reate|[Oo]pen|[Ss]et up|[Rr]egister|[Gg]et) (?:an? |the |our |your )?(?:free |paid |business |developer )?(?!User|Admin|Account|Customer|Test|Demo|Guest|Bank|Service|Checking|Savings|New|API|Email)\p{Lu}[\w.]+ accounts?\b`,
      'u',
    ),
    new LatePattern(
      () =>
        String.raw`\b(?:[Cc]reate|[Oo]pen|[Ss]et up|[Gg]et) (?:an? |the |our |your )?(?:free |new |paid )?accounts? (?:at|on) \p{Lu}`,
      'u',
    ),
    new LatePattern(() => String.raw`\b[Ss]ign up (?:for|at|on) (?:an? |the )?\p{Lu}\w+`, 'u'),
    new LatePattern(
      () =>
        String.raw`\b[Kk]onto bei \p{Lu}\p{L}+ (?:anlegen|einrichten|eröffnen)|\b[Cc]rear (?:una |la )?cuenta (?:en|de) \p{Lu}|\b[Cc]riar (?:uma |a )?conta (?:no|na|em|do) \p{Lu}|[Cc]réer (?:un |le )?compte (?:sur|chez) \p{Lu}|[Cc]reare un account su \p{Lu}`,
      'u',
    ),
    new LatePattern(
      () =>
        String.raw`(?:[Сс]оздать|[Зз]авести|[Зз]арегистрировать) (?:аккаунт|уч[её]тную запись) (?:в|на) \p{Lu}|[Зз]арегистрироваться (?:в|на) \p{Lu}`,
      'u',
    ),
  ],
  somebody: [
    new LatePattern(
      () =>
        String.raw`\b(?:[Rr]eview|[Mm]eeting|[Mm]eet|[Dd]iscuss|[Aa]gree) with (?!Git|Docker|Claude|Copilot|Codex|Gemini|Cursor|Postgres|Redis|Playwright|Lighthouse|Prettier|Biome|Clippy|Ruff|Valgrind|Xcode|Chrome|Firefox|Safari|Sonar|Snyk|Windows|Linux|Python|Node|Java|Rust|Go\b|Voice)\p{Lu}\p{Ll}+(?![\p{L}\p{N}.])`,
      'u',
    ),
    new LatePattern(
      () =>
        String.raw`(?<!\p{L})(?:[Rr]evisión|[Rr]eunión|[Rr]eunião|[Rr]evisão|[Rr]éunion|[Tt]ermin|[Aa]bstimmung) (?:con|com|avec|mit) \p{Lu}\p{Ll}+(?!\p{L})`,
      'u',
    ),
  ],
};

/** Of the signs in either case, and of those as written, a line is judged by the one that begins first. */
const SIGNS = [Object.values(PERSON_SIGNS).flat(), Object.values(PERSON_NAMES).flat()];

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
  for (const signs of SIGNS) {
    const found = firstIn(line, signs);
    if (found === undefined) continue;
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

/** The match that begins first; of those at one place, that of the first pattern. */
function firstIn(line: string, signs: readonly LatePattern[]): RegExpExecArray | undefined {
  let first: RegExpExecArray | undefined;
  for (const sign of signs) {
    const found = sign.exec(line);
    if (found !== null && (first === undefined || found.index < first.index)) first = found;
  }
  return first;
}
