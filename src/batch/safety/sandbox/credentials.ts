import { sep } from 'node:path';

/** A file or folder that holds a tool's credentials. */
export type Credential = { readonly path: string; readonly isFolder: boolean };

/** The places where tools keep tokens, keys and passwords, relative to the home folder. */
export const CREDENTIALS = [
  '.aws',
  '.azure',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.composer/auth.json',
  '.config/composer/auth.json',
  '.config/gcloud',
  '.config/gh/hosts.yml',
  '.config/git/credentials',
  '.config/glab-cli',
  '.config/hub',
  '.config/rclone',
  '.docker/config.json',
  '.fly/config.yml',
  '.gem/credentials',
  '.git-credentials',
  '.gnupg',
  '.gradle/gradle.properties',
  '.kube',
  '.local/share/gem/credentials',
  '.local/share/keyrings',
  '.m2/settings.xml',
  '.netrc',
  '.npmrc',
  '.nuget/NuGet/NuGet.Config',
  '.password-store',
  '.pgpass',
  '.pulumi/credentials.json',
  '.pypirc',
  '.ssh',
  '.terraform.d/credentials.tfrc.json',
  '.vault-token',
  '.yarnrc.yml',
] as const;

/** Returns the credentials that lie in a shown folder and are not shown by their own name. */
export function credentialsShown(
  credentials: readonly Credential[],
  shown: readonly string[],
): readonly Credential[] {
  const lies = (path: string, folder: string) =>
    path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
  return credentials.filter(
    ({ path }) => !shown.includes(path) && shown.some((folder) => lies(path, folder)),
  );
}
