/** An amount of US dollars for people: to the cent, and smaller amounts as exactly as needed. */
export function inDollars(amount: number): string {
  return `$${amount === 0 || amount >= 0.1 ? amount.toFixed(2) : amount.toPrecision(2)}`;
}
