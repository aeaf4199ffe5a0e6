/** The operations, loaded by the first call that needs one: a client that only lists tools does not wait for them. */
export const operations = () => import('../operations/index.ts');
