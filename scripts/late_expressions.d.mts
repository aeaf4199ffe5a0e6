import type { Plugin } from 'esbuild';

export function lateExpressions(): Plugin;
export function withLateExpressions(text: string): string | undefined;
