/** A time as the local wall clock shows it: `12:03:04`. */
export function timeOfDay(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return '--:--:--';
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => `${part}`.padStart(2, '0'))
    .join(':');
}

/** A time that may be on another day, preceded by the date if it is not today. */
export function momentInWords(at: string): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  const pad = (part: number) => `${part}`.padStart(2, '0');
  const date = `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
  return isToday || Number.isNaN(time.getTime()) ? timeOfDay(at) : `${date} ${timeOfDay(at)}`;
}
