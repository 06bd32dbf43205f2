// The address of one report of one organisation for one day.
export function reportPath(of: { report: string; org: { id: string }; day: string }): string {
  return `/reports/${encodeURIComponent(of.report)}/${encodeURIComponent(of.org.id)}/${of.day}`;
}
