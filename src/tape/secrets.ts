import {
  type EncodedForm,
  encodedForms,
  formsIn,
  formsOfKey,
  KEY_LOOKS,
  KEY_REMOVED,
  longestFirst,
  withoutForms,
} from '../lib/index.ts';

/** Knows secrets: those that it was told, and what looks like one anywhere. */
export type Secrets = {
  /** Tells it one. What is shorter than a key can be is an ordinary word, and stays. */
  readonly add: (secret: string) => void;
  /** A text without them. */
  readonly clean: (text: string) => string;
  /** Where the first one stands, from 0; `undefined` where there is none. */
  readonly find: (text: string) => number | undefined;
};

const SHORTEST = 8;

/** Knows no secrets yet but by their look. */
export function createSecrets(): Secrets {
  const forms = new Set<string>();
  /** The longest first: one may be a part of another. */
  let ordered: readonly string[] = [];
  /** By the key: one is often told twice. */
  const encoded = new Map<string, readonly EncodedForm[]>();
  return {
    add: (secret) => {
      const whole = secret.trim();
      if (whole.length < SHORTEST) return;
      // Of one in several lines, a text may have each by itself, behind a mark.
      const lines = whole.includes('\n') ? whole.split('\n').map((line) => line.trim()) : [];
      const alone = lines.filter((line) => line.length >= 24 && /\d/u.test(line));
      for (const part of [secret, whole, ...alone]) for (const form of formsOfKey(part)) forms.add(form);
      for (const part of [whole, ...alone]) if (!encoded.has(part)) encoded.set(part, encodedForms(part));
      ordered = longestFirst(forms);
    },
    clean: (text) => {
      let kept = withoutForms(text, ordered);
      for (const pattern of [...formsIn(kept, [...encoded.values()].flat()), ...LOOKS])
        kept = kept.replace(pattern, (secret, at: number, text: string) =>
          linesOf(secret, isInPatch(text, at)),
        );
      return kept;
    },
    find: (text) => {
      const places = [
        ...ordered.map((form) => text.indexOf(form)),
        ...[...formsIn(text, [...encoded.values()].flat()), ...LOOKS].map((pattern) => text.search(pattern)),
      ].filter((place) => place !== -1);
      return places.length === 0 ? undefined : Math.min(...places);
    },
  };
}

/** As many lines as there were, each with the mark that a patch has before it: its hunks say how many they are. */
function linesOf(secret: string, hasMarks: boolean): string {
  const [, ...more] = secret.split('\n');
  // The last line of a private key begins with dashes of its own.
  const mark = (line: string) => (hasMarks ? (/^(?:[ +]|-(?!-{4}[A-Z]))/u.exec(line)?.[0] ?? '') : '');
  return [KEY_REMOVED, ...more.map((line) => `${mark(line)}${KEY_REMOVED}`)].join('\n');
}

/** Whether the line in which a place is begins with the mark of a patch, and not with what stands there. */
function isInPatch(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return at > 0 && start < at && /^[ +-]/u.test(text.slice(start, start + 1));
}

/** A value that somebody wrote out, with a digit in it: code that puts one in from elsewhere is none, and stays as it is. */
const value = (shortest: number): string => `(?=[A-Za-z._~+/=-]{0,200}[0-9])[A-Za-z0-9._~+/=-]{${shortest},}`;

/** In the forms that those who hand keys out give them, and in the places where keys stand. */
const LOOKS: readonly RegExp[] = [
  ...KEY_LOOKS.map(({ pattern }) => pattern),
  // A header.
  /(?<=\b(?:[Bb]earer|[Bb]asic|BEARER|BASIC)\s{1,8})(?=[A-Za-z._~+/=-]{0,200}(?:[0-9]|[a-z][A-Z]))[A-Za-z0-9._~+/=-]{12,}/gu,
  new RegExp(
    `(?<=\\b(?:authorization|x-api-key|api-key|x-goog-api-key)["']?\\s{0,8}[:=]\\s{0,8}["']?)${value(16)}`,
    'giu',
  ),
  // A line of a file of variables.
  new RegExp(`(?<=\\b[A-Z][A-Z0-9_]{0,40}(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD)=["']?)${value(16)}`, 'gu'),
  // An address.
  new RegExp(`(?<=[?&](?:api[_-]?key|key|access_token|token|secret|password|sig)=)${value(8)}`, 'giu'),
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>${}]{0,100}:)[^\s/@"'<>${}[\]]{3,200}(?=@)/giu,
];

/** Whether a variable of the environment is one that secrets stand in, by its name. */
export function isSecretName(name: string): boolean {
  return !NO_SECRET.has(name.toUpperCase()) && SECRET_NAME.test(name);
}

const SECRET_NAME =
  /(?:^|_)(?:[A-Z0-9]*(?:KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)|(?:SSH)?PASS|PWD|AUTH|PAT|COOKIE|BEARER)(?:$|_)/iu;
const NO_SECRET: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'SSH_AUTH_SOCK']);

/** The password in an address such as a proxy's, as it stands there. */
export function passwordIn(value: string): string | undefined {
  return /:\/\/[^/\s:@]*:([^/\s@]+)@/u.exec(value)?.[1];
}

/** Whether what stands in a variable may as well be a word that texts have: a password of a database on one's own machine often is. */
export function isWord(value: string): boolean {
  return /^[A-Za-z]{1,11}$/u.test(value);
}
