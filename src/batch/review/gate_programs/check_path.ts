/** Whether a file has the name of a check, or stands in a folder with such a name that is none of the product's. */
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

/** Where what a project makes lies. */
const PRODUCT = /(?:^|\/)(?:src|lib|app|cmd|pkg|internal|server|client|web)\//u;

const CHECKS: ReadonlySet<string> = new Set(
  (
    'accept acceptance assert asserts assertions audit check checker checkers checks ci e2e gate gates lint linter qa smoke spec specs test tester ' +
    'testing tests validate validation validator validators verification verifier verify'
  ).split(' '),
);
