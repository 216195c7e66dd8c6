// Ant Design's own words (calendar, select), fetched only for the language in use.

import type { ConfigProviderProps } from "antd";
import type { Language } from "./language";

export type AntWords = NonNullable<ConfigProviderProps["locale"]>;

export async function loadAntWords(language: Language): Promise<AntWords> {
  if (language === "en") return (await import("antd/locale/en_US")).default;
  await import("dayjs/locale/zh-cn");
  return (await import("antd/locale/zh_CN")).default;
}
