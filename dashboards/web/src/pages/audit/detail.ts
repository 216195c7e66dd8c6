// What a line of the audit log holds, for people. Pure.

/** A query string as its parts in plain letters; anything else as it is. */
export function readable(detail: string): string {
  if (!/^[\w-]+=/.test(detail) || /\s/.test(detail)) return detail;
  return [...new URLSearchParams(detail)].map(([k, v]) => `${k}=${v}`).join(" · ");
}
