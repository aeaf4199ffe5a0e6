/** An amount of US dollars for people: to the cent, and less than that as exactly as it takes. */
export function inDollars(amount: number): string {
  return `$${amount === 0 || amount >= 0.1 ? amount.toFixed(2) : amount.toPrecision(2)}`;
}
