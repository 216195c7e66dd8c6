import { ConfigProvider } from "antd";
import { useContext, useEffect, useState, type ReactNode } from "react";
import { loadAntWords, type AntWords } from "../i18n/antd";
import { useLanguage } from "../i18n/language";
import { ModeContext } from "./mode";
import { antTheme } from "./theme";

// Until the words are there. Something must be: Ant Design builds another tree with words than without, and
// what somebody typed meanwhile would be lost.
const wordless: AntWords = { locale: "" };

/**
 * Ant Design in our colours and words. Only pages with calendars, drawers and long forms stand in it, so
 * that the first page does not wait for the library.
 */
export function AntLook({ children }: { children: ReactNode }) {
  const mode = useContext(ModeContext);
  const language = useLanguage();
  const [words, setWords] = useState<AntWords>();
  useEffect(() => {
    let current = true;
    void loadAntWords(language).then((loaded) => { if (current) setWords(loaded); });
    return () => { current = false; };
  }, [language]);
  return <ConfigProvider theme={antTheme(mode)} locale={words ?? wordless} button={{ autoInsertSpace: false }}>{children}</ConfigProvider>;
}
