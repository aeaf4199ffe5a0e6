/**
 * SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
 *
 * What ships has its hashes made by the build, so the module behind this, one of Node's largest, is loaded only for
 * what does not.
 */
export function sha256(text: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text, 'utf8').digest('hex');
}
