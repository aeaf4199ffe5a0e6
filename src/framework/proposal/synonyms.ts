/** A keyword that a sentence expresses in other words, and those words. */
export type SynonymMatch = {
  readonly keyword: string;
  readonly at: number;
  /** Length in UTF-16 code units. */
  readonly length: number;
  readonly text: string;
};

/**
 * Finds keywords that a text expresses in other words: in other English words, and with the commonest words of German, French,
 * Spanish, Italian, Portuguese and Dutch. A user's own goal map profits from those of its keywords that are listed here.
 */
export function synonymsIn(text: string): SynonymMatch[] {
  const words = isForeign(text) ? [...OTHER_WORDS, ...ENGLISH_TOO] : OTHER_WORDS;
  return words.flatMap(([keyword, pattern]) => {
    const match = pattern.exec(text);
    return match === null
      ? []
      : [{ keyword, at: match.index, length: match[0].length, text: match[0].replace(/\s+/gu, ' ') }];
  });
}

/**
 * Whether a text has one of the short words of German, French, Spanish, Italian, Portuguese or Dutch that are not English words.
 */
function isForeign(text: string): boolean {
  return FOREIGN.test(text);
}

const FOREIGN =
  /(?<![\p{L}\p{N}])(?:der|das|dem|des|ein|eine|einen|mein|meine|meinen|unser|unsere|unseren|für|und|nicht|auf|le|les|du|une|mon|ma|mes|notre|nos|ce|cette|pour|et|el|las|una|mi|mis|nuestro|nuestra|este|esta|por|para|il|lo|gli|della|questo|questa|mio|mia|nostro|nostra|het|een|mijn|ons|onze|deze|dit|voor|uma|meu|minha|nosso|nossa|isto)(?![\p{L}\p{N}])/iu;

/** An entry of the table. `~` matches any ending: `prüf~` is in `prüfe` and `prüfen`. */
function entry(keyword: string, ...words: readonly string[]): readonly [string, RegExp] {
  const any = words.map((word) => word.replaceAll('~', '\\p{L}*')).join('|');
  return [keyword, new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'iu')];
}

const LANGUAGES =
  'Rust|Go|Python|TypeScript|JavaScript|Java|Kotlin|Swift|Ruby|Elixir|Scala|PHP|SQL|YAML|JSON|Markdown|LaTeX';

/** Words that make a phrase the name of something else: of a performance review policy, a toast component. */
const NOT_OF_IT =
  '(?! (?:polic(?:y|ies)|process|form|forms|template|system|page|module|service|component|notifications?|messages?|data|tables?|code|tests?|apps?|api)(?!\\p{L}))';

/** Words for standards that work is checked against. */
const STANDARDS =
  'rules?|polic(?:y|ies)|guidelines?|standards?|requirements?|criteria|conditions?|terms|contract|agreement|law|code of conduct';

/**
 * Locations of a failure; with other words the sentence is about something else (the tests in chapter 4, a deployment of troops).
 */
const SOFTWARE =
  'ci|cd|pipeline|main|master|develop|branch|repo|repository|project|package|module|service|server|app|application|api|backend|frontend|website|production|staging|prod|release|github|gitlab|jenkins|docker|kubernetes|windows|linux|macos|node|python|\\S*[\\w-][/._][\\w-]\\S*';

/** Things that are fixed when they fail, not things merely called so: `fix the build`, but no build guide or sales pipeline. */
const FIXED_WHEN_BROKEN =
  '(?:fix|repair|unbreak)(?:es|s|ed|ing)? (?:the|our|my|this) (?:(?:ci|nightly|release|production|staging|docker|unit|integration|e2e|main) )?' +
  '(?:build|ci|ci/cd|ci pipeline|build pipeline|deploy|deployment|test suite|tests)' +
  `(?= (?:since|again|now|please|before)(?!\\p{L})| (?:on|in|for|of) (?:(?:the|our|my|this) )?(?:${SOFTWARE})(?![\\p{L}\\p{N}])|[.,;:!?]|\\s*$)`;

const OTHER_WORDS: readonly (readonly [string, RegExp])[] = [
  entry(
    'review',
    'prüf~',
    'überprüf~',
    'kontrollier~',
    'begutacht~',
    'vérifi~',
    'contrôl~',
    'relis',
    'relire',
    'revis(?:a|ar|en)',
    'comprueb~',
    'comprobar',
    'verifi[ck](?!ations?(?!\\p{L}))a~',
    'verifiqu~',
    'controll(?:a|are|i)',
    'controleer',
    'controleren',
    'nakijken',
  ),
  entry(
    'check',
    'compl(?:y|ies) with',
    'look over',
    'go over',
    'proofread',
    'is (?:this|it|that) (?:compliant|allowed|ok|okay) (?:with|under|by)',
    'violates? (?:our|the|my)',
    `(?:breaks?|meets?) (?:our|the|my) (?:\\p{L}+ )?(?:${STANDARDS})`,
  ),
  entry(
    'rules',
    'regeln?',
    'richtlinie~',
    'vorgaben?',
    'règles?',
    'reglas?',
    'regole',
    'normas?',
    'norme',
    'regels',
    'regras?',
  ),
  entry('policy', 'policies'),
  // Phrases of their own: neither a review nor a matter of speed.
  entry('', 'performance reviews?(?: polic(?:y|ies))?'),
  entry(
    'explain',
    'erklär~',
    'erläuter~',
    'expli[ck]a~',
    'expliqu~',
    'spieg(?:a|ami|are|hi)',
    'uitleggen',
    'leg (?:me |mij )?uit',
    'walk me through',
    'introduce me to',
    'crash course',
    'eli5',
    'what does .{1,40} mean',
  ),
  entry(
    'teach',
    'lern~',
    'beibring~',
    'bring mir',
    'apprend~',
    'enseign~',
    'enseñ~',
    'aprend~',
    'ensin~',
    'insegna~',
    'impara~',
    'leer me',
    'leren',
  ),
  entry(
    'why',
    'find out (?:why|what)',
    'figure out why',
    'warum',
    'wieso',
    'weshalb',
    'woran',
    'pourquoi',
    'por qu[eé]',
    'perch[eé]',
    'waarom',
    "what(?:’s|'s| is) (?:going on|happening|up) with",
  ),
  entry(
    'failure',
    FIXED_WHEN_BROKEN,
    'stops? (?:in the middle|half ?way|by itself|without warning)',
    '(?:stopped|stops) working',
    '(?:does|do|did) not work',
    "(?:does|do|did)n['’]t work",
    "won['’]t (?:start|load|open|boot|run|turn on)",
    'keeps? (?:failing|crashing|dying|stopping)',
    'start(?:s|ed)? (?:to die|to fail|dying|failing)',
    'hangs',
    'times out',
    'plante',
    'stürzt',
    'falla',
    'no funciona',
    'ne (?:marche|fonctionne) p(?:as|lus)',
    'funktioniert nicht',
    'non funziona',
    'werkt niet',
    'não funciona',
  ),
  entry(
    'create',
    'draw up',
    'design an?',
    'put together',
    'come up with',
    '(?<!docker[ -])compose(?! (?:files?|stack|services?|setup)\\b|\\.ya?ml)',
    'erstell~',
    'entwirf',
    'entwerf~',
    'cré(?:e|er|ez)',
    'rédige~',
    'crea(?:r|re|me)?',
    'redacta~',
    'cri(?:e|ar)',
    'redij[ao]',
    'opstellen',
    'start (?:a|an) new',
  ),
  entry(
    'improve',
    'revise',
    'verbesser~',
    'optimier~',
    'vereinfach~',
    'kürz~',
    'beschleunig~',
    'überarbeit~',
    'amélior~',
    'optimis(?:e|er|ez)',
    'simplifi~',
    'raccourci~',
    'refactoris~',
    'accélér~',
    'mejor(?:a|ar|e)',
    'optimi[zs]a~',
    'simplifica~',
    'acorta~',
    'melhor(?:a|ar|e)',
    'miglior(?:a|are|i)',
    'ottimizza~',
    'semplifica~',
    'accorcia~',
    'verbeter~',
    'vereenvoudig~',
    'versnel~',
    'tighten',
    'trim',
    'streamline',
    '(?:\\p{L}+ )?takes? (?:too long|forever|ages|\\d+ (?:seconds|minutes|hours))',
  ),
  entry(
    'add',
    'füge?',
    'hinzufüg~',
    'ergänz~',
    'einbau~',
    'ajout~',
    'añad~',
    'agreg(?:a|ar|ue)',
    'adicion~',
    'aggiung~',
    'toevoeg~',
    'voeg',
    'put (?:an?|the|some) .{1,40} (?:into|in) (?:our|my|the|this)',
  ),
  entry(
    'integrate',
    'integrier~',
    'intègr~',
    'intégr~',
    'integra(?:r|re)?',
    'integreer',
    'hook .{1,40} up',
    'wire .{1,40} up',
  ),
  entry(
    'convert',
    'transcribe',
    'konvertier~',
    'umwandel~',
    'wandle',
    'convert(?:ir|is|issez|ere|er|e|a|i|eer)',
    'conviert~',
    `(?:re)?write .{1,40} in (?:${LANGUAGES})`,
    '(?:turn|make) .{1,60} into (?!(?:\\d|an?|one|two|three|five|ten) ).{1,20}',
  ),
  entry('translate', 'übersetz~', 'tradui~', 'traduc~', 'tradu(?:z|zir)', 'vertaal', 'vertalen'),
  entry(
    'migrate',
    'migrier~',
    'migr(?:er|ez|a|ar|are)',
    'switch (?:over )?from',
    'switch .{1,40} (?:over )?to',
  ),
  entry(
    'idea',
    'is it (?:smart|wise|sensible|worth)',
    'whether (?:or not )?(?:to|(?:I|we) should)',
    'lohnt (?:es )?sich',
    'soll(?:en|te|ten)? (?:wir|ich)',
    'ist es sinnvoll',
    'hinterfrag~',
    'idée',
    'devrions-nous',
    'dois-je',
    'vaut(?:-il)? (?:la peine|le coup)',
    'vale (?:la|a) pena',
    'debería~',
    'deveríamos',
    'conviene',
    'dovremmo',
    'moeten we',
  ),
  entry(
    'challenge',
    'what (?:could|can|might) go wrong',
    "what(?:’s|'s| is) wrong with (?:my|our|this|the) (?:plan|thinking|reasoning|strategy|proposal)",
    "devil['’]s advocate",
    'talk me out of',
    'sanity[- ]check',
    'flaws? in',
    'play devil',
  ),
  entry(
    'career',
    'curr[ií]culo',
    '(?:i|to|me) become an?',
    'get promoted',
    'pay rise',
    '(?:my|(?:a|for) (?:higher|better|fair)) salary',
    '(?:negotiate|ask for|discuss) (?:a |the )?salary',
    'salary (?:negotiations?|talks?|rise|raise|expectations?)',
    'retrain (?:as|for|myself)',
    `(?:my|an?) (?:\\p{L}+ )?performance review${NOT_OF_IT}`,
    'karriere~',
    'beruflich~',
    'bewerb~',
    'gehalt~',
    'beförder~',
    'stellenangebot~',
    'lebenslauf',
    'carrière',
    'emploi',
    'métier',
    'empleo',
    'ascenso',
    'currículum',
    'carriera',
    'carreira',
    'loopbaan',
    'sollicit~',
  ),
  entry(
    'deep understanding',
    '(?:really|truly|properly|finally) (?:get|grasp|understand)',
    '(?:wrap|get) my head around',
    'from first principles',
    'wirklich versteh~',
    'comprendre en profondeur',
    'entender a fondo',
    'capire davvero',
    'echt begrijpen',
  ),
  entry(
    'presentation',
    'powerpoint',
    'pptx?',
    `(?:wedding|birthday|farewell|retirement|after-dinner) toast${NOT_OF_IT}`,
    'toast (?:for|to|at) (?:my|our|the|his|her|their)',
    `(?:give|write|make|propose|hold|say|raise) (?:an?|my|the) toast${NOT_OF_IT}`,
    'eulogy',
    'vortrag',
    'präsentation',
    'folien',
    'présentation',
    'discours',
    'diapos?',
    'diapositives?',
    'exposé',
    'presentación',
    'diapositivas',
    'discurso',
    'presentazione',
    'discorso',
    'apresentação',
    'presentatie',
    'toespraak',
  ),
];

/** Words of those languages that are also English words or names: they count if a short word reveals the language. */
const ENGLISH_TOO: readonly (readonly [string, RegExp])[] = [
  entry('review', 'revise'),
  entry('career', 'carrera'),
  entry('presentation', 'rede', 'charla'),
];

/** A word for prose that somebody has written, for which there are forms for prose. */
const PROSE =
  /(?<![\p{L}\p{N}])(?:contracts?|agreements?|letters?|essays?|articles?|memos?|proposals?|newsletters?|thes[ie]s|e-?mails?|brochures?|press releases?|cover letters?|vertrag|(?:den|einen|der|dieser|diesen|mein|meinen|unseren) brief|contrat|lettre|contrato|carta|contratto|lettera)(?![\p{L}\p{N}])/iu;

/**
 * Whether the object of a sentence is prose. The standard that something is checked against (`the code against the contract`)
 * does not count.
 */
export function isAboutProse(text: string): boolean {
  const about = text.split(/\s(?:against|gegen|contre|contra|contro)\s/iu, 1)[0] ?? text;
  return PROSE.test(about);
}

/** Whether a word is a keyword with one typing slip: two letters swapped, one missing, or one too many. */
export function isSlip(word: string, keyword: string): boolean {
  const shorter = Math.min(word.length, keyword.length);
  if (shorter < 5 || word === keyword || word[0] !== keyword[0]) return false;
  let start = 0;
  while (start < word.length && word[start] === keyword[start]) start++;
  const [rest, wanted] = [word.slice(start), keyword.slice(start)];
  if (rest.length === wanted.length)
    return rest[0] === wanted[1] && rest[1] === wanted[0] && rest.slice(2) === wanted.slice(2);
  // Too many short words differ by one letter (`clause`, `cause`), unless it is a doubled one (`debbug`).
  const isDouble = rest.slice(1) === wanted && rest[0] === word[start - 1];
  return isDouble || (shorter >= 6 && (rest.slice(1) === wanted || rest === wanted.slice(1)));
}
