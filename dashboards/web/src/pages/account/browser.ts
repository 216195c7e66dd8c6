// What people call a browser, of what it calls itself: "Chrome · Windows". What is not known stays as it is.

const programs: [RegExp, string][] = [
  [/MicroMessenger\//, "微信"], [/wxwork\//i, "企业微信"], [/Lark\/|Feishu\//i, "飞书"], [/DingTalk\//i, "钉钉"],
  [/Edg(e|A|iOS)?\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\/|FxiOS\//, "Firefox"], [/(Headless)?Chrome\/|CriOS\//, "Chrome"], [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/iPhone/, "iPhone"], [/iPad/, "iPad"], [/HarmonyOS/i, "HarmonyOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux|X11/, "Linux"],
];

export function browserName(agent: string): string {
  const program = programs.find(([is]) => is.test(agent))?.[1];
  const system = systems.find(([is]) => is.test(agent))?.[1];
  return program ? [program, system].filter(Boolean).join(" · ") : agent;
}
