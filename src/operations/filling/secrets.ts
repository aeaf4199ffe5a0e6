import { KEY_LOOKS, type KeyLook } from '../../lib/index.ts';

/** The reason why a file looks like a secret. */
export type SecretSign = {
  readonly why: string;
  /** The line where it was found, from 1; missing if the name is enough. */
  readonly line?: number;
};

/**
 * Checks whether a file looks like one that holds keys or passwords, by its name or by its text. The secret itself is never
 * repeated.
 *
 * @param path - with `/` between its parts
 */
export function secretSign(path: string, text: string): SecretSign | undefined {
  const name = ownName(path.split('/').at(-1) ?? '');
  const byName = NAMES.find(({ pattern, unless }) => pattern.test(name) && !unless?.test(name));
  if (byName && !(byName.isCertificate && isPublic(text))) return { why: byName.why };
  for (const { pattern, sign = pattern, what } of [...KEY_LOOKS, REGISTRY_LINE]) {
    const at = text.search(sign);
    if (at !== -1) return { why: `it holds ${what}`, line: text.slice(0, at).split('\n').length };
  }
  for (const { named, mark, sign, what } of SETTINGS) {
    const at = named.test(name) && !PATTERN_NAME.test(name) && mark.test(text) ? text.search(sign) : -1;
    if (at !== -1) return { why: `it holds ${what}`, line: text.slice(0, at).split('\n').length };
  }
  return undefined;
}

/** The name of the original of a backup copy made by an editor or a person: `.env~`, `#.env#`, `.env.~1~`, `id_rsa.bak`. */
function ownName(name: string): string {
  const [, autosaved] = /^[.]?#(.+?)#?$/u.exec(name) ?? [];
  return (autosaved ?? name).replace(/(?:\.~\d+~|~|\.(?:bak|backup|old|orig|save|copy))+$/iu, '');
}

type NameRule = {
  readonly pattern: RegExp;
  readonly why: string;
  readonly unless?: RegExp;
  /** Whether it may also hold a certificate, which is not secret. */
  readonly isCertificate?: true;
};

/** Names of templates that show how to fill in a file, without real values. */
const PATTERN_NAME =
  /[._-](?:example|sample|template|tmpl|tpl|dist|defaults?|schema)(?:\.\w+)?$|^(?:example|sample)\./iu;

const NAMES: readonly NameRule[] = [
  {
    pattern:
      /^(?:\.env(?:\..+|rc)?|.+\.env|env\.(?:local|dev|development|staging|prod|production)(?:\.local)?)$/iu,
    unless: /\.(?:example|sample|template|dist|defaults?|schema)(?:\.env)?$|^(?:example|sample)\.env$/iu,
    why: 'it is an environment file',
  },
  {
    pattern: /^[\w-]+_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/iu,
    why: 'it is a private key by its name',
    isCertificate: true,
  },
  {
    pattern:
      /^client[-_]?secrets?(?:[-_.].*)?\.json$|^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/iu,
    unless: PATTERN_NAME,
    why: 'files of this name hold passwords',
  },
  { pattern: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/iu, why: 'it is a private key by its name' },
  { pattern: /\.(?:pem|key|p8|ppk)$/iu, why: 'it is a private key by its name', isCertificate: true },
  { pattern: /\.(?:p12|pfx|jks|keystore|kdbx|ovpn|tfstate)$/iu, why: 'files of this kind hold keys' },
  {
    pattern:
      /^(?:\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.?htpasswd|\.pypirc|\.dockercfg|\.vault-token|\.s3cfg|\.boto|kubeconfig)$/iu,
    why: 'files of this name hold passwords',
  },
  {
    pattern:
      /^(?:credentials|secrets?)(?:\.(?:json|ya?ml|toml|ini|txt|xml|properties))?$|^service[-_]account.*\.json$/iu,
    why: 'files of this name hold passwords',
  },
];

function isPublic(text: string): boolean {
  return (
    /-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)|^(?:ssh|ecdsa|sk-ssh)-[\w@.-]+ AAAA/u.test(text) &&
    !/PRIVATE KEY/u.test(text)
  );
}

/** A line with credentials in a registry's settings, regardless of the token's form. */
const REGISTRY_LINE: KeyLook = {
  what: 'a token of a package registry',
  pattern: /:_(?:authToken|password)\s*=\s*(?!\$\{)\S/gu,
};

type SettingsRule = {
  /** Names of files with such settings. */
  readonly named: RegExp;
  /** Identifies the file as that program's. */
  readonly mark: RegExp;
  /** Matches an actual password, not a reference to one. */
  readonly sign: RegExp;
  readonly what: string;
};

/** Settings files of programs that hold passwords only in certain places. */
const SETTINGS: readonly SettingsRule[] = [
  {
    named: /\.json$/iu,
    mark: /"auths"\s*:/u,
    sign: /"(?:auth|password|identitytoken|registrytoken)"\s*:\s*"[^"\s$<{]/u,
    what: 'a password of a container registry',
  },
  {
    named: /^[^.]*$|\.(?:ya?ml|conf|config)$/iu,
    mark: /^kind:\s*["']?Config["']?\s*$/mu,
    sign: /^[ \t-]*(?:token|password|client-key-data|id-token|refresh-token|access-token):[ \t]*["']?[^\s"'$<{#]/mu,
    what: 'a token or key of Kubernetes',
  },
  {
    named: /^settings(?:-security)?\.xml$/iu,
    mark: /<settings(?:Security)?\b/u,
    sign: /<(?:password|passphrase|master)>\s*(?!\$\{)[^<\s]/u,
    what: 'a password of a package registry',
  },
  {
    named: /^wp-config.*\.php$/iu,
    mark: /\bdefine\s*\(/u,
    sign: /\bdefine\s*\(\s*(?<a>["'])(?:DB_PASSWORD|(?:SECURE_AUTH|LOGGED_IN|AUTH|NONCE)_(?:KEY|SALT))\k<a>\s*,\s*(?<b>["'])(?!password_here|put your unique phrase here)(?!\k<b>)/u,
    what: 'a password of a database, or keys of sessions',
  },
  {
    named: /^(?:local\.settings|appsettings.*)\.json$/iu,
    mark: /\{/u,
    sign: /\b(?:AccountKey|SharedAccessKey|Password|Pwd)\s*=\s*[^;"\s$<{]/iu,
    what: 'a key or password in a connection string',
  },
  {
    named: /\.tfvars(?:\.json)?$/iu,
    mark: /[=:]/u,
    sign: /^[ \t]*"?\w{0,60}?(?:password|passwd|secret|token|api_?key|access_?key|private_?key)"?\s*[=:]\s*"[^"$<{]/imu,
    what: 'a password of a deployment',
  },
];
