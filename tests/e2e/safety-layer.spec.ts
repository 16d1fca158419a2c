import { STRENGTHS } from '../../src/safety/policy/names.ts';
import { firstTurn } from '../support/dialogues.ts';
import { expectStored } from '../support/stored-conversations.ts';
import { expect, test } from '../support/test.ts';

const LEVELS = STRENGTHS.filter((level) => level !== 'off');

test.describe('a newcomer', () => {
  test.use({ level: null });

  test('gets the classifier with the model, sees the level, and is answered through the layer', async ({
    chat,
    page,
  }) => {
    await chat.open();
    await expect(page.getByRole('combobox', { name: 'Safety level' })).toHaveValue('standard');
    await page.getByRole('button', { name: 'Download' }).click();
    await chat.expectStatus('ready');
    await chat.ask(firstTurn('hello-en').user);
    expect(await chat.lastReply()).toBe(firstTurn('hello-en').assistant);
    await expect(chat.turns('Assistant').last()).toContainText('checked');
    await expect(page.locator('main > header')).toContainText('Standard');
  });
});

for (const level of LEVELS) {
  test.describe(`at level ${level}`, () => {
    test.use({ level });

    test('a harmful request is blocked before the model runs, and says why', async ({ chat }) => {
      await chat.start();
      for (const id of ['blocked-bomb-en', 'blocked-malware-en']) {
        const { user, assistant } = firstTurn(id);
        await chat.ask(user);
        const note = chat.turns('Assistant').last().getByRole('note');
        await expect(note).toHaveAccessibleName('Blocked by the safety layer');
        await note.getByRole('button', { name: 'Why?' }).click();
        await expect(note).toContainText(/scored \d\.\d\d for “.+”; the limit is \d\.\d\d/u);
        expect(await chat.lastReply()).toBe('');
        await expect(chat.log).not.toContainText(assistant);
      }
    });

    for (const [id, shown] of [
      ['turns-insulting-en', 'The rain stopped at noon. The market opened again.'],
      ['turns-insulting-ja', '雨は昼にやみました。市場も開きました。'],
    ] as const) {
      test(`${id}: a reply that turns harmful shows the sentences before, no character more, and a note`, async ({
        chat,
      }) => {
        const { user, assistant } = firstTurn(id);
        expect(assistant.startsWith(shown)).toBe(true);
        await chat.start();
        // what is on screen at any moment, also if it is taken away again
        const longest = await chat.watchLongestReply();
        await chat.ask(user);
        expect(await chat.lastReply()).toBe(shown);
        expect(await longest()).toBe(shown);
        await expect(chat.turns('Assistant').last().getByRole('note')).toHaveAccessibleName(
          'Blocked by the safety layer',
        );
        // and after a reload no more of it is there
        await expectStored(chat.page);
        await chat.page.reload();
        await chat.expectStatus('ready');
        expect(await chat.lastReply()).toBe(shown);
      });
    }

    test('a reply that is harmful from its first sentence on shows nothing but a note', async ({
      chat,
    }) => {
      await chat.start();
      await chat.ask(firstTurn('harmful-first-sentence-en').user);
      expect(await chat.lastReply()).toBe('');
      const note = chat.turns('Assistant').last().getByRole('note');
      await expect(note).toHaveAccessibleName('Blocked by the safety layer');
    });
  });
}

test.describe('at level standard', () => {
  test.use({ level: 'standard' });

  for (const [language, number] of [
    ['en', '988'],
    ['ja', '0120-279-338'],
    ['ko', '109'],
    ['zh', '12356'],
  ] as const) {
    test(`somebody in need gets help and numbers to call, not a closed door: ${language}`, async ({
      page,
      chat,
    }) => {
      await chat.start(`lang=${language}`);
      const { user, assistant } = firstTurn(`crisis-${language}`);
      await page.getByRole('textbox').last().fill(user);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('note')).toContainText(number);
      await expect(page.getByRole('log')).not.toContainText(assistant);
    });
  }

  test('personal data are masked in both directions, in four languages, and shown on request', async ({
    chat,
  }) => {
    await chat.start();
    await chat.ask(firstTurn('pii-from-user-en').user);
    const question = chat.turns('You').last();
    await expect(question).toContainText('My e-mail is [EMAIL_1] and my phone is [PHONE_1].');
    await question.getByRole('button', { name: 'Show personal data' }).click();
    await expect(question).toContainText('taro@example.com');
    for (const [id, secret, placeholder] of [
      ['pii-email-phone-en', 'hanako.sato@example.com', '[EMAIL_2]'],
      ['pii-card-ja', '3566002020360505', '[CARD_'],
      ['pii-rrn-ko', '900101-1234568', '[RRN_'],
      ['pii-resident-id-zh', '11010519491231002X', '[CN_ID_'],
    ] as const) {
      await chat.ask(firstTurn(id).user);
      expect(await chat.lastReply()).toContain(placeholder);
      await expect(chat.turns('Assistant').last()).not.toContainText(secret);
      await expect(chat.turns('Assistant').last()).toContainText('personal data masked');
    }
    // what is stored is what was shown: a reload brings no more back
    await expectStored(chat.page);
    await chat.page.reload();
    await expect(chat.turns('Assistant').last()).toContainText('[CN_ID_');
    await expect(chat.log).not.toContainText('900101-1234568');
  });

  for (const [language, question] of [
    ['ja', '私のメールは taro@example.com、電話は 090-1234-5678 です。'],
    ['ko', '제 이메일은 minsu@example.com, 전화번호는 010-1234-5678 입니다.'],
    ['zh', '我的邮箱是 ming@example.com,电话是 138-0013-8000。'],
  ] as const) {
    test(`personal data of a question are masked before the model reads them: ${language}`, async ({
      chat,
    }) => {
      await chat.start();
      const { user, assistant } = firstTurn(`pii-from-user-masked-${language}`);
      await chat.ask(question);
      // the model recites this reply to the masked question only
      expect(await chat.lastReply()).toBe(assistant);
      await expect(chat.turns('You').last()).toContainText(user);
      await expect(chat.log).not.toContainText('example.com');
    });
  }

  test('the level is changed in the dialog, stands in the header, and is kept', async ({
    chat,
    page,
    safety,
  }) => {
    await chat.start();
    await safety.open();
    const levels = safety.dialog.getByRole('radiogroup', { name: 'Safety level' });
    await expect(levels.getByRole('radio')).toHaveCount(4);
    await levels.getByRole('radio', { name: 'Strict' }).check();
    await safety.dialog.getByRole('combobox', { name: 'Domain' }).selectOption('Medical');
    await page.keyboard.press('Escape');
    await expect(page.locator('main > header')).toContainText('Strict');
    await page.reload();
    await expect(page.locator('main > header')).toContainText('Medical');
  });

  test('what was decided stands in the audit log, and an edited entry is detected', async ({
    chat,
    page,
    safety,
  }) => {
    await chat.start();
    await chat.ask(firstTurn('blocked-malware-en').user);
    await safety.open();
    await safety.dialog.getByRole('button', { name: 'Audit log' }).click();
    const log = page.getByRole('dialog', { name: 'Audit log' });
    // below the head of the table
    await expect(log.getByRole('row').nth(1)).toContainText('Blocked');
    await expect(log.getByRole('row').last()).toContainText('This policy came into force');
    await log.getByRole('button', { name: 'Verify' }).click();
    await expect(log).toContainText('Intact:');
    await page.evaluate(async () => {
      const request = indexedDB.open('mamori-audit');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('cannot open'));
      });
      const store = database.transaction('entries', 'readwrite').objectStore('entries');
      const cursor = store.openCursor();
      await new Promise<void>((resolve) => {
        cursor.onsuccess = () => {
          const entry = cursor.result?.value as { record: { action: string } };
          entry.record.action = 'allow';
          cursor.result?.update(entry).addEventListener('success', () => resolve());
        };
      });
      database.close();
    });
    await log.getByRole('button', { name: 'Verify' }).click();
    await expect(log).toContainText('Broken.');
  });
});

test('at level off everything passes, and the app says so', async ({ chat, page }) => {
  await chat.start();
  await expect(page.locator('main > header')).toContainText('Not filtered');
  for (const id of ['blocked-malware-en', 'turns-insulting-en', 'pii-email-phone-en']) {
    await chat.ask(firstTurn(id).user);
    expect(await chat.lastReply()).toBe(firstTurn(id).assistant);
    await expect(chat.turns('Assistant').last()).toContainText('not filtered');
  }
});
