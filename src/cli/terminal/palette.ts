/** Text styles. Colour alone never carries meaning. */
export type Palette = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly accent: (text: string) => string;
};

const asIs = (text: string) => text;

/** No colour: the text as it is. */
export const PLAIN: Palette = { bold: asIs, dim: asIs, good: asIs, bad: asIs, warn: asIs, accent: asIs };

/** The sixteen colours that every terminal has, so that the user's own theme decides. */
export async function paletteFor(): Promise<Palette> {
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    bold: chalk.bold,
    dim: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    accent: chalk.cyan,
  };
}
