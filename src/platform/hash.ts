/**
 * SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
 *
 * What ships has its hashes made by the build, so the module behind this, one of Node's largest, is loaded only for
 * what does not.
 */
export function sha256(data: string | Uint8Array): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(data).digest('hex');
}
