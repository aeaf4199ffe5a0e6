/** Whether a file is named like a check, or is in a folder named like one that is not part of the product. */
export function isCheckPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return isCheckName(PRODUCT.test(path) ? name : path);
}

/** Whether one of the words of a name is that of a check. */
export function isCheckName(name: string): boolean {
  return name
    .replace(/([a-z\d])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/u)
    .some((word) => CHECKS.has(word));
}

/** Folders of a project's product. */
const PRODUCT = /(?:^|\/)(?:src|lib|app|cmd|pkg|internal|server|client|web)\//u;

const CHECKS: ReadonlySet<string> = new Set(
  (
    'accept acceptance assert asserts assertions audit check checker checkers checks ci e2e gate gates lint linter qa smoke spec specs test tester ' +
    'testing tests validate validation validator validators verification verifier verify'
  ).split(' '),
);
