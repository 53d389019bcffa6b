/** Templates without a graph: a prompt with its inputs. */
import { classicFile } from './app-file.ts';
import { chatModel } from './model-step.ts';
import type { Template } from './template.ts';

const paragraph = (variable: string, label: string, required = true) => ({
  paragraph: { variable, label, required, default: '', max_length: 20_000 },
});
const select = (variable: string, label: string, options: readonly string[]) => ({
  select: { variable, label, required: true, default: options[0], options },
});

export const emailReply: Template = {
  id: 'email-reply',
  mode: 'completion',
  icon: '✉️',
  background: '#D5F5F6',
  group: 'work',
  title: { en: 'E-mail reply', zh: '邮件回复' },
  description: {
    en: 'Drafts a reply in the tone that you choose. Try several wordings at once.',
    zh: '按所选语气起草邮件回复，可批量生成。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    return classicFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'completion',
      config: {
        model: chatModel(model, 800),
        prompt_type: 'simple',
        pre_prompt: zh
          ? '请以{{tone}}的语气回复下面的邮件。要点：{{points}}\n\n邮件：\n{{email}}\n\n只写回复正文。'
          : 'Write a reply to the e-mail below in a {{tone}} tone. Points to make: {{points}}\n\nE-mail:\n{{email}}\n\nWrite only the reply.',
        user_input_form: [
          paragraph('email', zh ? '收到的邮件' : 'The e-mail'),
          paragraph('points', zh ? '回复要点' : 'Points to make', false),
          select(
            'tone',
            zh ? '语气' : 'Tone',
            zh ? ['正式', '亲切', '简短'] : ['formal', 'warm', 'brief'],
          ),
        ],
        more_like_this: { enabled: true },
      },
    });
  },
};

export const minutes: Template = {
  id: 'minutes',
  mode: 'completion',
  icon: '🗓️',
  background: '#E0EAFF',
  group: 'work',
  title: { en: 'Minutes of a meeting', zh: '会议纪要' },
  description: {
    en: 'From rough notes to decisions, tasks and open questions.',
    zh: '把零散记录整理成决议、任务和待定事项。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    return classicFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'completion',
      config: {
        model: chatModel(model, 1500),
        prompt_type: 'simple',
        pre_prompt: zh
          ? '根据下面的会议记录写会议纪要，分为“决议”“任务（负责人、期限）”“待定事项”三部分，用 Markdown 列表。\n\n记录：\n{{notes}}'
          : 'Write the minutes of the meeting from the notes below in three parts: Decisions, Tasks (who, until when), Open questions. Use Markdown lists.\n\nNotes:\n{{notes}}',
        user_input_form: [paragraph('notes', zh ? '会议记录' : 'Notes')],
      },
    });
  },
};

export const tutor: Template = {
  id: 'tutor',
  mode: 'chat',
  icon: '🎓',
  background: '#EBE9FE',
  group: 'chat',
  title: { en: 'Patient tutor', zh: '耐心的老师' },
  description: {
    en: 'Explains a subject by questions instead of ready answers.',
    zh: '用提问代替直接给答案，循序渐进地讲解。',
  },
  build({ language, model }) {
    const zh = language === 'zh';
    return classicFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'chat',
      config: {
        model: chatModel(model, 600),
        prompt_type: 'simple',
        pre_prompt: zh
          ? '你是一位耐心的{{subject}}老师，学生水平：{{level}}。一次只讲一点，讲完提一个问题检查理解，不要直接给出全部答案。'
          : 'You are a patient tutor of {{subject}}. The student’s level: {{level}}. Explain one thing at a time, then ask one question to see whether it was understood. Do not give the whole answer at once.',
        user_input_form: [
          {
            'text-input': {
              variable: 'subject',
              label: zh ? '科目' : 'Subject',
              required: true,
              default: zh ? '数学' : 'Mathematics',
              max_length: 60,
            },
          },
          select(
            'level',
            zh ? '水平' : 'Level',
            zh ? ['入门', '中级', '高级'] : ['beginner', 'middle', 'advanced'],
          ),
        ],
        opening_statement: zh ? '今天想学什么？' : 'What shall we look at today?',
        suggested_questions: zh ? ['什么是导数？'] : ['What is a derivative?'],
        suggested_questions_after_answer: { enabled: false },
      },
    });
  },
};
