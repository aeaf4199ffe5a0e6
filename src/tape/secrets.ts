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

/** Recognizes secrets: those added, and anything that looks like one. */
export type Secrets = {
  /** Adds a secret. Anything shorter than a key can be is an ordinary word, and is kept. */
  readonly add: (secret: string) => void;
  /** Removes secrets from a text. */
  readonly clean: (text: string) => string;
  /** Returns the index of the first one, from 0; `undefined` if there is none. */
  readonly find: (text: string) => number | undefined;
};

const SHORTEST = 8;

/** Starts without known secrets, and recognizes others by their look. */
export function createSecrets(): Secrets {
  const forms = new Set<string>();
  /** The longest first: one may be a part of another. */
  let ordered: readonly string[] = [];
  /** By the key, because a key is often added twice. */
  const encoded = new Map<string, readonly EncodedForm[]>();
  return {
    add: (secret) => {
      const whole = secret.trim();
      if (whole.length < SHORTEST) return;
      // A text may contain each line of a multi-line secret by itself, after a mark.
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

/** Keeps the number of lines, each with its mark from the patch: the hunks state their number. */
function linesOf(secret: string, hasMarks: boolean): string {
  const [, ...more] = secret.split('\n');
  // The last line of a private key begins with dashes of its own.
  const mark = (line: string) => (hasMarks ? (/^(?:[ +]|-(?!-{4}[A-Z]))/u.exec(line)?.[0] ?? '') : '');
  return [KEY_REMOVED, ...more.map((line) => `${mark(line)}${KEY_REMOVED}`)].join('\n');
}

/** Whether the line at an index begins with the mark of a patch, rather than with the content itself. */
function isInPatch(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return at > 0 && start < at && /^[ +-]/u.test(text.slice(start, start + 1));
}

/** A literal value with a digit in it: code that inserts one from elsewhere does not match, and is kept. */
const value = (shortest: number): string => `(?=[A-Za-z._~+/=-]{0,200}[0-9])[A-Za-z0-9._~+/=-]{${shortest},}`;

/** The formats of known issuers, and the places where keys usually occur. */
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
  // Passwords are shorter: "MYSQL_PWD=…", also within a sentence.
  new RegExp(`(?<=\\b[A-Z][A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|PASSPHRASE|_PASS|_PWD)=["']?)${value(8)}`, 'gu'),
  // A URL.
  new RegExp(`(?<=[?&](?:api[_-]?key|key|access_token|token|secret|password|sig)=)${value(8)}`, 'giu'),
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>${}]{0,100}:)[^\s/@"'<>${}[\]]{3,200}(?=@)/giu,
];

/** Whether a variable of the environment holds a secret, by its name. */
export function isSecretName(name: string): boolean {
  return !NO_SECRET.has(name.toUpperCase()) && SECRET_NAME.test(name);
}

const SECRET_NAME =
  /(?:^|_)(?:[A-Z0-9]*(?:KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)|(?:SSH)?PASS|PWD|AUTH|PAT|COOKIE|BEARER)(?:$|_)/iu;
const NO_SECRET: ReadonlySet<string> = new Set(['PWD', 'OLDPWD', 'SSH_AUTH_SOCK']);

/** Returns the password in a URL such as a proxy's, as written there. */
export function passwordIn(value: string): string | undefined {
  return /:\/\/[^/\s:@]*:([^/\s@]+)@/u.exec(value)?.[1];
}

/** Whether a variable's value may be an ordinary word: the password of a local database often is. */
export function isWord(value: string): boolean {
  return /^[A-Za-z]{1,11}$/u.test(value);
}
