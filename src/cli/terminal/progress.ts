import type { Terminal } from './terminal.ts';

/** An indicator shown while a person waits. */
export type Progress = { readonly stop: () => void };

/** Interval at which static text says that work continues, in milliseconds. */
const REMINDER = 30_000;

/**
 * Shows that work is going on: a spinner with the elapsed time where the terminal can redraw, a line at the start
 * and one every 30 s for screen readers, and just the first line where nobody watches.
 *
 * @param options.spinner - whether the user's settings allow one
 */
export async function showProgress(
  terminal: Terminal,
  text: string,
  options: { readonly spinner: boolean },
): Promise<Progress> {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  if (!terminal.interactive || terminal.accessible || !options.spinner) {
    terminal.say(`${text}\n`);
    if (!terminal.interactive) return { stop: () => {} };
    const timer = setInterval(() => terminal.say(`Still working after ${seconds()} s.\n`), REMINDER);
    return { stop: () => clearInterval(timer) };
  }
  const { startSpinner } = await import('./spinner.ts');
  const spinner = startSpinner(text);
  const timer = setInterval(() => spinner.say(`${text} (${seconds()} s)`), 1000);
  return {
    stop: () => {
      clearInterval(timer);
      spinner.stop();
    },
  };
}
