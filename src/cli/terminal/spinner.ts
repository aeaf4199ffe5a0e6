import ora from 'ora';

/** A spinner that is turning. */
export type Spinner = { readonly say: (text: string) => void; readonly stop: () => void };

/**
 * Starts a spinner on standard error. In a module of its own, because the build makes a file of every module that is
 * imported dynamically, and the default export of one that is a package does not survive that.
 */
export function startSpinner(text: string): Spinner {
  // Input stays with the terminal, so that Ctrl-C reaches the program as a signal.
  const spinner = ora({ text, stream: process.stderr, discardStdin: false }).start();
  return {
    say: (next) => {
      spinner.text = next;
    },
    stop: () => {
      spinner.stop();
    },
  };
}
