export { keepStandardOutput, type Served, serveMcp } from './serve.ts';
