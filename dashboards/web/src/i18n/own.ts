import { useLanguage } from "./language";

/**
 * The words only one page needs, loaded with that page and not with the first one. The Chinese ones are the
 * shape; the English ones must have it.
 */
export function ownWords<T>(zh: T, en: NoInfer<T>): () => T {
  return () => (useLanguage() === "en" ? en : zh);
}
