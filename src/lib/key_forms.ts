/** What keys look like, and how a known one stands in texts: the one table for whoever keeps keys out of something. */

/** What stands in the place of a key. */
export const KEY_REMOVED = '[key removed]';

/** What those who hand keys out make them look like. */
export type KeyLook = {
  /** Whose it is, as the end of a sentence: `it holds …`. */
  readonly what: string;
  /** A whole key, and no more than it; global. */
  readonly pattern: RegExp;
  /** What says that a file holds one, where that is more or less than the pattern. */
  readonly sign?: RegExp;
};

export const KEY_LOOKS: readonly KeyLook[] = [
  {
    what: 'a private key',
    // With what follows it as far as it can be a key: in code that only looks for such a line nothing does.
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[\sA-Za-z0-9+/=:,]|\\n|(?<=\n)-){40,}(?:-*END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)?/gu,
    sign: /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/mu,
  },
  { what: 'a key of AWS', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/gu },
  { what: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})/gu },
  { what: 'a token of GitLab', pattern: /\bglpat-[\w-]{20,}/gu },
  { what: 'a token of Slack', pattern: /\bxox[abprs]-[\w-]{10,}/gu },
  { what: 'a key of Google', pattern: /\bAIza[\w-]{35}\b/gu },
  { what: 'a token of Google', pattern: /\bya29\.[\w-]{20,}/gu },
  { what: 'a secret of a Google client', pattern: /\bGOCSPX-[\w-]{20,}/gu },
  {
    what: 'a key of an Azure account',
    // That of the emulator is in its manual.
    pattern: /(?<=\bAccountKey=)(?!Eby8vdM02xNOcqFlqUwJPLlm)[A-Za-z0-9+/]{40,}={0,2}/gu,
  },
  {
    what: 'a key for a model',
    pattern: /\bsk-(?:proj-|ant-|or-)?[\w-]{20,}/gu,
    // Shorter ones are names of classes in style sheets.
    sign: /\bsk-(?:proj-|ant-|or-)?[\w-]{32,}/u,
  },
  { what: 'a key for a model', pattern: /\b(?:hf_|gsk_|xai-)[A-Za-z0-9]{30,}\b/gu },
  { what: 'a key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}\b/gu },
  { what: 'a token of a package registry', pattern: /\bnpm_[A-Za-z0-9]{36}\b/gu },
  // RFC 7519.
  { what: 'a signed token', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/gu },
];

/** The forms in which a known key stands in texts, the longest first: as it is, in addresses, in JSON, in base64, read byte for byte. */
export function formsOfKey(key: string): readonly string[] {
  if (key === '') return [];
  const inJson = JSON.stringify(key).slice(1, -1);
  const base64 = Buffer.from(key).toString('base64');
  const forms = [
    key,
    encodeURIComponent(key),
    inJson,
    inJson.replaceAll('/', '\\/'),
    base64,
    base64.replace(/=+$/u, ''),
    Buffer.from(key).toString('base64url'),
    Buffer.from(key).toString('latin1'),
  ];
  return longestFirst(forms);
}

/** Each once, and none behind one that is a part of it. */
export function longestFirst(forms: Iterable<string>): readonly string[] {
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** A text without any of these. @param forms - the longest first */
export function withoutForms(text: string, forms: readonly string[]): string {
  return forms.reduce((rest, form) => rest.replaceAll(form, KEY_REMOVED), text);
}
