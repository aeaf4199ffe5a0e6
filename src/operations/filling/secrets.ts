import { KEY_LOOKS, type KeyLook } from '../../lib/index.ts';

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
  for (const { pattern, sign = pattern, what } of [...KEY_LOOKS, REGISTRY_LINE]) {
    const at = text.search(sign);
    if (at !== -1) return { why: `it holds ${what}`, line: text.slice(0, at).split('\n').length };
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

/** How a line of a registry's settings says who may enter, whatever the token looks like. */
const REGISTRY_LINE: KeyLook = {
  what: 'a token of a package registry',
  pattern: /:_(?:authToken|password)\s*=\s*(?!\$\{)\S/gu,
};
