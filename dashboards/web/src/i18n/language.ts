// Which language and which theme this reader likes. Personal, so kept in the browser and not in the
// links people send each other.

import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
export type Theme = "auto" | "light" | "dark";

const changed = new EventTarget();

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null; // storage may be forbidden; the choice then lasts as long as the page
  }
}

const kept: Record<string, string> = {};

function get(key: string): string | null {
  return kept[key] ?? read(key);
}

function put(key: string, value: string): void {
  kept[key] = value;
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // see read
  }
  changed.dispatchEvent(new Event("change"));
}

function listen(f: () => void): () => void {
  changed.addEventListener("change", f);
  return () => changed.removeEventListener("change", f);
}

export function currentLanguage(): Language {
  if (typeof window === "undefined") return "zh";
  return get("tingfeng.language") === "en" ? "en" : "zh";
}

export const useLanguage = () => useSyncExternalStore(listen, currentLanguage);
export const setLanguage = (l: Language) => put("tingfeng.language", l);

function currentTheme(): Theme {
  const t = get("tingfeng.theme");
  return t === "light" || t === "dark" ? t : "auto";
}

export const useTheme = () => useSyncExternalStore(listen, currentTheme);
export const setTheme = (t: Theme) => put("tingfeng.theme", t);

/** Who works here: the name put under claims and notes. Remembered on this device only. */
const currentOperator = () => get("tingfeng.operator") ?? "";
export const useOperator = () => useSyncExternalStore(listen, currentOperator);
export const setOperator = (name: string) => put("tingfeng.operator", name.trim());
