const second = 1000;
const units = [7 * 86_400, 86_400, 3_600, 60, 1].map((seconds) => seconds * second);

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds (`P8D`, `PT90S`, `P1DT12H`).
 * @throws RangeError for anything else; months and years have no fixed length
 */
export function durationMilliseconds(text: string): number {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    text,
  );
  if (match === null) throw new RangeError(`${JSON.stringify(text)} is not a duration such as P8D or PT90S`);
  return units.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}
