import { theme as antd, type ThemeConfig } from "antd";
import { palettes, type Mode } from "./palette";

/** Ant Design in our colours: flat, compact, no shadows but under what floats. */
export function antTheme(mode: Mode): ThemeConfig {
  const p = palettes[mode];
  return {
    algorithm: mode === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: p.accent, colorLink: p.accent, colorInfo: p.accent,
      colorError: p.negative, colorSuccess: p.positive, colorWarning: p.orange,
      colorText: p.ink, colorTextSecondary: p.inkSoft, colorTextTertiary: p.inkFaint,
      colorTextPlaceholder: p.inkFaint, colorTextDescription: p.inkFaint,
      colorBgLayout: p.ground, colorBgContainer: p.surface, colorBgElevated: mode === "dark" ? p.raised : p.surface,
      colorBorder: p.lineStrong, colorBorderSecondary: p.line,
      // White letters on the dark theme's light accent would be too faint.
      colorTextLightSolid: mode === "dark" ? p.ground : "#ffffff",
      borderRadius: 6, fontFamily: "inherit", fontSize: 14, controlHeight: 32, wireframe: false, motionDurationMid: "0.12s",
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none" },
    },
  };
}
