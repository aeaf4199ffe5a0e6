/** The files, folders and globs that a text names, each once, in their order. Doubtful names are left out. */
export function namedFiles(text: string): string[] {
  const found = new Set<string>();
  for (const { word, isCode } of wordsOf(withoutReading(text.slice(0, LONGEST_TEXT)))) {
    const path = pathIn(word);
    if (path !== undefined && isPath(path, isCode)) found.add(path);
  }
  return [...found];
}

/** The files that a task's text names, without those that only its finished steps name. */
export function filesOfOpenWork(
  text: readonly string[],
  { open, done }: { readonly open: readonly string[]; readonly done: readonly string[] },
): string[] {
  const left = open.map((step) => step.replace(FINISHED_LINE, ''));
  return namedFiles([...text, ...(open.length === 0 ? done : left)].join('\n'));
}

/** The stated files, and the others that a text names; a bare name there may be one of the stated files. */
export function withNamedFiles(stated: readonly string[], named: readonly string[]): string[] {
  const others = named.filter((name) => !stated.some((path) => path.endsWith(`/${name}`)));
  return [...new Set([...stated, ...others])];
}

/** A line below an open step that was ticked. */
const FINISHED_LINE = /^.*\(done already\)$/gmu;

const LONGEST_TEXT = 20_000;

/**
 * Removes the names of files that are only to be read: a line "PATTERN: follow src/a.ts", and in a sentence "similar to `b.ts`",
 * "based on c.ts". An agent told to change only the named files would otherwise change the example.
 */
function withoutReading(text: string): string {
  return text
    .replace(READING_LINE, '')
    .replace(REFERENCE, ', ')
    .replace(READING_WORDS, ' ')
    .replace(DEMANDS, ' ');
}

/** "[Source: docs/a.md]", and within a line "Reference: `src/a.ts`, `src/b.ts`" and "from the reference plugin's a.ts". */
const REFERENCE =
  /\[(?:source|reference|ref|see|quelle|siehe|fuente|fonte|источник|来源|出典|출처)s?\s?[:：][^\]\n]*\]|(?<=[.;)]\s|— |– )[*_]{0,2}(?:references?|refs?|referenz|vorlage|référence|referencia|referência|riferimento|образец|参考|参照)[*_]{0,2}\s?[:：][*_]{0,2}\s*(?:(?:`[^`\n]{1,120}`|[\w@./-]{1,120}\.\w{1,8}(?!\w))(?:\s*(?:,|and|&|und|et|y|e|и|、)\s*)?)+|(?:from|of|in|by) (?:the |an? )?reference(?![\p{L}\p{N}:])[^\n,;:()]{0,48}?(?:`[^`\n]{1,120}`|(?<![\w./-])[\w@/-]{1,120}\.\w{1,8}(?!\w))/giu;

const READING_LINE =
  /^[^\S\n]*(?:[-*+][^\S\n]+|\d+[.)][^\S\n]+)?[*_`]{0,2}(?:pattern|mirror|follow|reference|refer to|read|look at|study|like|based on|inspired by|context|example|source of truth|vorlage|muster|lies|lesen|modèle|lire|s['’]inspirer de|leer|ler|patrón|padrão|modello|leggere|образец|прочитать|по образцу|参考|参照|阅读|参考にする|参照する|읽기|참고|참조)(?![\p{L}\p{N}])[*_`]{0,2}\s*(?:[:：]|(?=[`(]?[\w@-]+[./][\w./@-]*\w))[^\n]*$/gimu;
/** Words that, up to the next comma or full stop before white space, name files to be read. */
const READING_WORDS =
  /(?<![\p{L}\p{N}])(?:similar to|same (?:as|way as)|as in|like in|(?:just |much )?like(?= `)|modell?ed (?:on|after)|based on|following|follow|mirror(?:s|ing)?|copied from|according to|cf\.|see(?: also)?|as (?:described|documented|specified|defined|required|explained|noted|listed|laid out) (?:in|by)|(?:described|documented|specified|explained) (?:in|by)|in accordance with|siehe(?: auch)?|vgl\.|laut|beschrieben in|voir(?: aussi)?|décrite?s? dans|véase|ver(?: también| também)?|veja|descrit[oa]s? (?:en|em|no|na)|vedi|descritt[oa] in|см\.|смотри|описан\p{L}* в|zob\.|bkz\.|xem|详见|参见|请参阅|见|参照|referirse a|analog zu|wie in|nach dem (?:muster|vorbild) von|gemäß|comme dans|sur le modèle de|selon|como en|igual que|según|como em|igual a|conforme|patrón(?: \S+){0,3} de|come in|secondo|как в|аналогично|по образцу|согласно|参考|参照|类似于?|仿照|同样|のように|と同様|처럼|와 같이)(?![\p{L}\p{N}])[^\n,;()]{0,24}?(?:`[^`\n]{1,120}`|[\w@./-]{1,120}\.\w{1,8})/giu;

/** "CLAUDE.md requires …", "`docs/rules.md` says that …": the file tells what to do. */
const DEMANDS =
  /(?:`[^`\n]{1,120}`|(?<![^\s(])[\w@./-]{1,120}\.\w{1,8})(?=\s+(?:requires?|demands?|mandates?|says?|states?|describes?|explains?|documents|specifies|defines how|verlangt|beschreibt|schreibt vor|exige|décrit|précise|describe|descreve|requiere|richiede|descrive|требует|описывает|要求|规定|说明了)(?![\p{L}\p{N}]))/giu;

/** Words of running text, and whole code spans. */
function* wordsOf(text: string): Generator<{ readonly word: string; readonly isCode: boolean }> {
  for (const match of text.matchAll(/(`{1,3})([^`\n]+)\1|\[[^\]\n]{1,200}\]\(([^()\s]{1,200})\)|[^\s`]+/gu)) {
    const [whole, , code, target] = match;
    const content = code?.trim() ?? target;
    // A code span with white space, a command or a sentence, is no path.
    for (const word of (content ?? whole).split(PARTING)) yield { word, isCode: content !== undefined };
  }
}

/** Signs between two paths without white space; a comma within braces is part of a path. */
const PARTING = /,(?![^{}]{0,300}\})|[-=]>|[→|&]/u;

function pathIn(word: string): string | undefined {
  // Longer words are no paths, and would take long to look through.
  if (word.length > LONGEST_PATH) return undefined;
  return word
    .replace(/^\[([^[\]]+)\][.,;:]*$/u, '$1')
    .replace(/^(?:["'“‘(<]|\[(?=["'“‘])|\*+(?=[\p{L}\p{N}_"'“‘(<{[])|_(?=\S+_$))+/u, '')
    .replace(/(?:["'”’)>;:!?.]|(?<=["'”’])\]|(?<=[\w)"'”’>.])\*\*+|(?<=\.\w{1,10})\*|(?<=\w)_)+$/u, '')
    .replace(/(?<=\.\w{1,10})[:#(].*$/u, '')
    .replace(/^(?:\.\/)+/u, '');
}

const LONGEST_PATH = 300;

function isPath(path: string, isCode: boolean): boolean {
  if (!/^[\p{L}\p{N}_.@+*?{}[\]/,!-]+$/u.test(path.replace(ROUTE_GROUP, ''))) return false;
  if (/^[/@~-]|^\.\.|\/\/|^(?:and|or)\/|^[*.?]+$/iu.test(path)) return false;
  const parts = path.split('/');
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return isFileName(path, isCode);
  if (/\.(?:com|org|net|io|dev|app|ai|co)$/iu.test(first)) return false;
  if (MEDIA.test(first)) return EXTENSIONS.has(extensionOf(last));
  if (last === '') return /^[\w.@-]{2,}$/u.test(first);
  // "React/Vue.js" is a choice of two.
  if (PRODUCTS.test(last) && parts.every((part) => /^\p{Lu}/u.test(part) || PRODUCTS.test(part)))
    return false;
  // ".txt/.md/.pdf" and "nav/footer/.ad" say "or"; "6-day/interval*ease" multiplies.
  if (parts.every((part) => part.startsWith('.') && EXTENSIONS.has(part.slice(1)))) return false;
  if (!isCode && /^\.\w{1,3}$/u.test(last) && !NAMES.test(last)) return false;
  if (!isCode && /[\p{L}\p{N}]\*[\p{L}\p{N}]/u.test(path)) return false;
  if (path.includes('*')) return true;
  if (/\.[A-Za-z]\w{0,9}$/u.test(last)) return true;
  // "backend/proxy" in running text says "or" as often as it names a folder.
  const isRoot = ROOTS.has(first) && (isCode || parts.length > 2 || SOURCES.has(first));
  return isRoot && parts.every((part) => /^[\p{L}\p{N}_.[\]-]+$/u.test(part));
}

/** "src/app/(shop)/page.tsx": web frameworks group routes in folders whose names have brackets. */
const ROUTE_GROUP = /(?<=\/)\([\w.-]{1,40}\)(?=\/)/gu;

function isFileName(name: string, isCode: boolean): boolean {
  if (NAMES.test(name)) return true;
  if (!/^\.?[\p{L}\p{N}_@*+{[][\p{L}\p{N}_.@*[\]{},-]*$/u.test(name)) return false;
  const extension = extensionOf(name);
  if (!EXTENSIONS.has(extension)) return false;
  // Node.js and Criterion.rs are no files.
  const isProduct = PRODUCTS.test(name);
  if (isCode) return !(isProduct && /^[A-Z]/u.test(name));
  return !(isProduct || (/^[A-Z]/u.test(name) && (extension === 'js' || extension === 'rs')));
}

function extensionOf(name: string): string {
  return /[^.]\.(?<extension>\w+)$/u.exec(name)?.groups?.extension?.toLowerCase() ?? '';
}

/** The beginnings of media types, and git's name for where a branch comes from. */
const MEDIA = /^(?:application|text|image|audio|video|multipart|font|origin)$/iu;

const ROOTS: ReadonlySet<string> = new Set(
  'src lib app apps packages cmd internal pkg tests test docs scripts backend frontend .github'.split(' '),
);
/** Those among them that are no ordinary words. */
const SOURCES: ReadonlySet<string> = new Set('src lib packages cmd pkg .github'.split(' '));
const NAMES =
  /^(?:Dockerfile(?:\.\w+)?|Makefile|Procfile|Gemfile|Rakefile|Jenkinsfile|Vagrantfile|Brewfile|LICENSE|CODEOWNERS|\.env(?:\.\w+)?|\.(?:git|docker|npm|eslint|prettier)ignore|\.npmrc|\.nvmrc|\.editorconfig|\.gitattributes)$/u;
const EXTENSIONS: ReadonlySet<string> = new Set(
  (
    'ts tsx mts cts js jsx mjs cjs py pyi rb go rs java kt kts swift c h cc cpp hpp cs fs php scala sql sh bash zsh ps1 ' +
    'json jsonc yaml yml toml md mdx html css scss sass less vue svelte astro txt xml ini cfg conf lock proto graphql gql ' +
    'tf tfvars ipynb ex exs lua gradle prisma hbs csv svg snap dart zig hs clj pl rst adoc ' +
    'png jpg jpeg gif webp ico pdf woff woff2'
  ).split(' '),
);
const PRODUCTS =
  /^(?:node|next|vue|nuxt|react|express|three|d3|chart|alpine|ember|backbone|moment|day|p5|socket|discord|angular|pixi|phaser|babylon|plotly|matter|sequelize|solid)\.js$|^criterion\.rs$/iu;
