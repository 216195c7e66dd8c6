import { useEffect } from "react";
import type { Meta } from "./api/nouns";
import { Door } from "./Door";
import { useLanguage } from "./i18n/language";
import { CatchCrash, Failed, Loading } from "./parts/states";
import { Shell } from "./Shell";
import { setServerClock, startPulse, useResource } from "./state/live";
import { useWords, World } from "./state/world";
import { ModeContext, useMode } from "./style/mode";
import { paint } from "./style/palette";

export function App() {
  const w = useWords();
  const mode = useMode();
  const language = useLanguage();
  useEffect(() => { paint(mode); }, [mode]);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  return (
    <ModeContext value={mode}>
      <CatchCrash words={w.state}>
        <Door>
          <Named />
        </Door>
      </CatchCrash>
    </ModeContext>
  );
}

/** Nothing can be shown before the names of things are known. */
function Named() {
  useEffect(startPulse, []);
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
