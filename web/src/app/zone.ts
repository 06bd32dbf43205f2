// The zone of the house as the server writes it.

/** `+08:00` in seconds. */
export function zoneSeconds(zone: string): number {
  const m = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  return m ? (m[1] === "-" ? -1 : 1) * (Number(m[2]) * 3600 + Number(m[3]) * 60) : 8 * 3600;
}
