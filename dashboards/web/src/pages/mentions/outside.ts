/** The address of a post if it is one a browser may be sent to; null for javascript:, data: and the like. */
export function outside(url: string): string | null {
  try {
    const u = new URL(url);
    return u.protocol === "http:" || u.protocol === "https:" ? u.href : null;
  } catch {
    return null;
  }
}
