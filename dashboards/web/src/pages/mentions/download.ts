import { Problem } from "../../api/client";
import { currentLanguage } from "../../i18n/language";

/** Asks for a file by POST and hands it to the browser; gives the seal that came with it. */
export async function download(path: string, body: unknown): Promise<string> {
  const r = await fetch("/api/v1" + path, { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!r.ok) {
    const told = (await r.json().catch(() => ({}))) as { title?: string; detail?: string; detail_zh?: string };
    throw new Problem(r.status, told.title ?? `HTTP ${r.status}`, (currentLanguage() === "zh" ? told.detail_zh : told.detail) ?? "", told);
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await r.blob());
  link.download = /filename="([^"]+)"/.exec(r.headers.get("content-disposition") ?? "")?.[1] ?? "evidence.zip";
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return r.headers.get("x-evidence-seal") ?? "";
}
