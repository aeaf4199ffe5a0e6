import { aroundEach } from 'vitest';
import { asTest } from './after_test.ts';

// A set-up file: every test knows its own identity.
aroundEach((runTest, context) => asTest(context, runTest));
