// Times and durations in words.

import type { Language } from "../i18n/language";
import { dayOf, two, wall } from "./zone";

const weekdayZh = ["", "周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const weekdayEn = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const monthEn = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export class Clock {
  readonly zone: string;
  readonly language: Language;
  readonly now: Date;

  constructor(zone: string, language: Language, now: Date) {
    this.zone = zone;
    this.language = language;
    this.now = now;
  }

  /** 14:05 */
  time(at: Date): string {
    const w = wall(at, this.zone);
    return `${two(w.hour)}:${two(w.minute)}`;
  }

  /** 1月31日 · Jan 31, with the year when it is not this one */
  day(at: Date): string {
    const w = wall(at, this.zone);
    const year = w.year === wall(this.now, this.zone).year ? "" : String(w.year);
    if (this.language === "zh") return `${year && year + "年"}${w.month}月${w.day}日`;
    return `${monthEn[w.month]} ${w.day}${year && ", " + year}`;
  }

  /** 1月31日 周六 */
  dayAndWeekday(at: Date): string {
    const w = wall(at, this.zone);
    return this.language === "zh" ? `${this.day(at)} ${weekdayZh[w.weekday]}` : `${weekdayEn[w.weekday]}, ${this.day(at)}`;
  }

  /** 14:05 for today, 昨天 14:05, else 1月29日 14:05 */
  moment(at: Date): string {
    const day = dayOf(at, this.zone);
    if (day === dayOf(this.now, this.zone)) return this.time(at);
    if (day === dayOf(new Date(this.now.getTime() - 86_400_000), this.zone)) {
      return (this.language === "zh" ? "昨天 " : "yesterday ") + this.time(at);
    }
    return `${this.day(at)} ${this.time(at)}`;
  }

  /** 2026-01-31 14:05:09, for the title of a shorter one */
  exact(at: Date): string {
    const w = wall(at, this.zone);
    return `${dayOf(at, this.zone)} ${two(w.hour)}:${two(w.minute)}:${two(w.second)} (${this.zone})`;
  }

  /** 3 分钟前 · in 2 h */
  relative(at: Date): string {
    const ms = this.now.getTime() - at.getTime();
    const zh = this.language === "zh";
    if (Math.abs(ms) < 45_000) return ms >= 0 ? (zh ? "刚刚" : "just now") : zh ? "即将" : "any moment";
    const length = this.length(Math.abs(ms));
    if (ms > 0) return zh ? `${length}前` : `${length} ago`;
    return zh ? `${length}后` : `in ${length}`;
  }

  /** A length of time in one unit, two where one would be too coarse: 45 分钟, 3 小时 20 分, 2 天 */
  length(ms: number): string {
    const zh = this.language === "zh";
    const minutes = Math.max(0, Math.round(ms / 60_000));
    if (minutes < 1) return zh ? "不到 1 分钟" : "under 1 min";
    if (minutes < 60) return zh ? `${minutes} 分钟` : `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    if (hours < 24) {
      const rest = hours < 6 ? minutes % 60 : 0;
      if (zh) return rest ? `${hours} 小时 ${rest} 分` : `${hours} 小时`;
      return rest ? `${hours} h ${rest} min` : `${hours} h`;
    }
    const days = Math.floor(hours / 24);
    const rest = days < 4 ? hours % 24 : 0;
    if (zh) return rest ? `${days} 天 ${rest} 小时` : `${days} 天`;
    return rest ? `${days} d ${rest} h` : `${days} d`;
  }

  /** 1月24日 14:00 – 1月31日 14:21 */
  span(from: Date, to: Date): string {
    if (dayOf(from, this.zone) === dayOf(to, this.zone)) return `${this.day(from)} ${this.time(from)}–${this.time(to)}`;
    return `${this.day(from)} ${this.time(from)} – ${this.day(to)} ${this.time(to)}`;
  }
}
