// An epidemic curve in two figures, for the line under the picture and for those who cannot see it.

/** The sum and the highest day, said in words under the picture. */
export function curveFigures(days: { day: string; n: number }[]): { total: number; max: number; day: string } {
  return days.reduce(
    (seen, d) => ({
      total: seen.total + d.n,
      ...(d.n > seen.max ? { max: d.n, day: d.day } : { max: seen.max, day: seen.day }),
    }),
    {
      total: 0,
      max: 0,
      day: "",
    },
  );
}
