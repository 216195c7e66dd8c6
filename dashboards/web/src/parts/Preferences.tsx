import { setLanguage, setTheme, useLanguage, useTheme, type Language, type Theme } from "../i18n/language";
import { useWords } from "../state/world";
import { Choice, Fold } from "./Fold";

const languages: Language[] = ["zh", "en"];
const themes: Theme[] = ["auto", "light", "dark"];

/** Language and light. */
export function Preferences() {
  const w = useWords();
  const language = useLanguage();
  const theme = useTheme();
  const text = (
    <span className="pulse">
      <svg width="18" height="18" viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <circle cx="10" cy="10" r="7" /><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
      </svg>
      {language === "zh" ? "中" : "EN"}
    </span>
  );
  return (
    <Fold label={`${language === "zh" ? "中" : "EN"} · ${w.language.label} · ${w.theme.label}`} text={text} className="preferences fold-right">
      <Choice name="language" title={w.language.label} all={languages} chosen={language} word={(l) => w.language[l]} choose={setLanguage} />
      <Choice name="theme" title={w.theme.label} all={themes} chosen={theme} word={(t) => w.theme[t]} choose={setTheme} />
    </Fold>
  );
}
