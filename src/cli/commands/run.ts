import type { Declare } from './declare.ts';
/** placeholder */
export const declare: Declare = () => {};
