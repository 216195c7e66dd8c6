import { App as AntApp, ConfigProvider } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import type { Meta } from "./api/nouns";
import { loadAntWords, type AntWords } from "./i18n/antd";
import { useLanguage } from "./i18n/language";
import { CatchCrash, Failed, Loading } from "./parts/states";
import { Shell } from "./Shell";
import { setServerClock, startPulse, useResource } from "./state/live";
import { useWords, World } from "./state/world";
import { ModeContext, useMode } from "./style/mode";
import { paint } from "./style/palette";
import { antTheme } from "./style/theme";

function Look({ children }: { children: ReactNode }) {
  const mode = useMode();
  const language = useLanguage();
  const [words, setWords] = useState<AntWords>();
  useEffect(() => paint(mode), [mode]);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    let current = true;
    void loadAntWords(language).then((loaded) => { if (current) setWords(loaded); });
    return () => { current = false; };
  }, [language]);
  return (
    <ConfigProvider theme={antTheme(mode)} locale={words} button={{ autoInsertSpace: false }}>
      <AntApp component={false}><ModeContext value={mode}>{children}</ModeContext></AntApp>
    </ConfigProvider>
  );
}

function Named() {
  const meta = useResource<Meta>("meta", () => "/meta");
  useEffect(() => {
    if (meta.data) setServerClock(meta.data.now);
  }, [meta.data]);
  if (meta.data) {
    return (
      <World meta={meta.data}>
        <Shell />
      </World>
    );
  }
  return <div className="body">{meta.error ? <Failed error={meta.error} retry={meta.reload} /> : <Loading lines={8} />}</div>;
}

export function App() {
  const w = useWords();
  useEffect(startPulse, []);
  return (
    <Look>
      <CatchCrash words={w.state}>
        <Named />
      </CatchCrash>
    </Look>
  );
}
