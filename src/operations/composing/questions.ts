/** What a front end needs to ask for a framework's parts: the checks that the request itself will go through, and defaults. */
export { checkDescription } from '../../framework/index.ts';
