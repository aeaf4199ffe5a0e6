/** Hours as people write them: `6.5 h`, and less than an hour in minutes, `24 min`. At most two decimals. */
export function hoursInWords(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (hours > 0 && minutes === 0) return 'under 1 min';
  return minutes > 0 && minutes < 60 ? `${minutes} min` : `${Number(hours.toFixed(2))} h`;
}
