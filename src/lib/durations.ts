/** A span of time as people write it, in its two largest units: `45 s`, `4 min 10 s`, `1 h 5 min`, `2 d 3 h`. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000)) || 0;
  const [days, hours, minutes] = [86_400, 3600, 60].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (days > 0) return joined(days, 'd', hours % 24, 'h');
  if (hours > 0) return joined(hours, 'h', minutes % 60, 'min');
  if (minutes > 0) return joined(minutes, 'min', seconds % 60, 's');
  return `${seconds} s`;
}

function joined(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}
