/** A whole number with its thousands set off: `1,240`. */
export function withThousands(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
