import { ownWords } from "../../i18n/own";

/** The words of the page of questions. */
export const useQuestionWords = ownWords({
  title: "追问", says: (n: number) => (n ? `${n} 个问题等着答复；答了的会写进下一封信。` : "没有等着答复的问题。"), open: "待答复", answered: "已答复", none: "没有待答复的问题", noneAnswered: "还没有答复过的问题", noneHelp: "在信里点“追问或开单”，问题就会出现在这里。",
  by: (p: string) => `${p} 问`, to: (p: string) => `等 ${p} 答复`, nobody: "还没有人接", letter: "看那封信", told: "已写进信里", answer: "答复", answerLabel: "答复", answerHelp: "会原样写进下一封信，一两句说清。", nameHelp: "会写在答复上", send: "答复", cancel: "算了",
}, {
  title: "Questions", says: (n) => (n ? `${n} questions wait; answers go into the next letter.` : "No question waits."), open: "Open", answered: "Answered", none: "No question waits", noneAnswered: "No question was answered yet", noneHelp: "“Ask or act” under a line of a letter brings one here.",
  by: (p) => `asked by ${p}`, to: (p) => `${p} has to answer`, nobody: "nobody has taken it yet", letter: "The letter", told: "told in a letter", answer: "Answer", answerLabel: "Answer", answerHelp: "Stands in the next letter as it is: a sentence or two.", nameHelp: "Stands with the answer", send: "Answer", cancel: "Never mind",
});
