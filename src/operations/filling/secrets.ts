/** Why a file looks like a secret. */
export type SecretSign = {
  readonly why: string;
  /** Where in the text it was seen, from 1; not there where the name says it all. */
  readonly line?: number;
};

/**
 * Whether a file looks like one that holds keys or passwords: by its name, or by what stands in it. The secret itself is never
 * repeated.
 *
 * @param path - with `/` between its parts
 */
export function secretSign(path: string, text: string): SecretSign | undefined {
  const name = path.split('/').at(-1) ?? '';
  const byName = NAMES.find(({ pattern, unless }) => pattern.test(name) && !unless?.test(name));
  if (byName && !(byName.isCertificate && isPublic(text))) return { why: byName.why };
  for (const { pattern, why } of CONTENTS) {
    const at = pattern.exec(text)?.index;
    if (at !== undefined) return { why, line: text.slice(0, at).split('\n').length };
  }
  return undefined;
}

type NameRule = {
  readonly pattern: RegExp;
  readonly why: string;
  readonly unless?: RegExp;
  /** Whether it may as well hold a certificate, which is no secret. */
  readonly isCertificate?: true;
};

const NAMES: readonly NameRule[] = [
  {
    pattern: /^(?:\.env(?:\..+|rc)?|.+\.env)$/iu,
    unless: /\.(?:example|sample|template|dist|defaults?|schema)(?:\.env)?$|^(?:example|sample)\.env$/iu,
    why: 'it is an environment file',
  },
  { pattern: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/iu, why: 'it is a private key by its name' },
  { pattern: /\.(?:pem|key|p8|ppk)$/iu, why: 'it is a private key by its name', isCertificate: true },
  { pattern: /\.(?:p12|pfx|jks|keystore|kdbx|ovpn|tfstate)$/iu, why: 'files of this kind hold keys' },
  {
    pattern:
      /^(?:\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd|\.pypirc|\.dockercfg|\.vault-token|\.s3cfg|\.boto|kubeconfig)$/iu,
    why: 'files of this name hold passwords',
  },
  {
    pattern:
      /^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|ini|txt|xml|properties))?$|^service[-_]account.*\.json$/iu,
    why: 'files of this name hold passwords',
  },
];

function isPublic(text: string): boolean {
  return /-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)/u.test(text) && !/PRIVATE KEY/u.test(text);
}

/** In the forms that those who hand them out give them. */
const CONTENTS: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/mu, why: 'it holds a private key' },
  { pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/u, why: 'it holds a key of AWS' },
  { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,})/u, why: 'it holds a token of GitHub' },
  { pattern: /\bglpat-[\w-]{20}/u, why: 'it holds a token of GitLab' },
  { pattern: /\bxox[abprs]-[\w-]{10,}/u, why: 'it holds a token of Slack' },
  { pattern: /\bAIza[\w-]{35}\b/u, why: 'it holds a key of Google' },
  { pattern: /\bsk-(?:proj-|ant-|or-)?[\w-]{32,}/u, why: 'it holds a key for a model' },
  {
    pattern: /\bnpm_[A-Za-z0-9]{36}\b|:_(?:authToken|password)\s*=\s*(?!\$\{)\S/u,
    why: 'it holds a token of a package registry',
  },
];
