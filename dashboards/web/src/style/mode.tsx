import { createContext, useContext } from "react";
import { useTheme } from "../i18n/language";
import { useMedia } from "../state/media";
import { palettes, type Mode, type Palette } from "./palette";

export const ModeContext = createContext<Mode>("light");

/** The colours in force, for what cannot read CSS: canvas charts. */
export const usePalette = (): Palette => palettes[useContext(ModeContext)];

/** Light or dark: what the reader chose, else what the system says, also when it changes at dusk. */
export function useMode(): Mode {
  const theme = useTheme();
  const systemDark = useMedia("(prefers-color-scheme: dark)");
  return theme === "auto" ? (systemDark ? "dark" : "light") : theme;
}
