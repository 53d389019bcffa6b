import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { decodeText, isUtf8 } from '../../src/text-encoding/decode-text.ts';

/** The bytes were made with Python's codecs. */
const samples: readonly (readonly [charset: string, hex: string, text: string])[] = [
  [
    'gb18030',
    'd6d0bbaac8cbc3f1b9b2bacdb9fab3c9c1a2d3dad2bbbec5cbc4bec5c4eaa3accad7b6bcb1b1bea9a1a3d5e2cac7d2bbb8f6b2e2cad4cec4bcfea1a3',
    '中华人民共和国成立于一九四九年，首都北京。这是一个测试文件。',
  ],
  [
    'big5',
    'c163c5e9a4a4a4e5aabab4fab8d5c0c9aed7a141bb4fc657a8cfa5ceaababd73bd58a4e8a6a1a143b36fb8cca6b3a440a8c7b160a8a3aabaa4e5a672a143',
    '繁體中文的測試檔案，臺灣使用的編碼方式。這裡有一些常見的文字。',
  ],
  [
    'shift_jis',
    '82b182ea82cd93fa967b8cea82cc83658358836782c582b781428abf8e9a82c682d082e782aa82c882c6834a835e834a83698142',
    'これは日本語のテストです。漢字とひらがなとカタカナ。',
  ],
  [
    'euc-jp',
    'a4b3a4eca4cfc6fccbdcb8eca4cea5c6a5b9a5c8a4c7a4b9a1a3b4c1bbfaa4c8a4d2a4e9a4aca4caa4c8a5aba5bfa5aba5caa1a3',
    'これは日本語のテストです。漢字とひらがなとカタカナ。',
  ],
  [
    'euc-kr',
    'bec8b3e7c7cfbcbcbfe420c0ccb0cdc0ba20c7d1b1b9beee20bdc3c7e820b9aebcadc0d4b4cfb4d920b8f0b5e720bbe7b6f7c0ba20c5c2beeeb3af20b6a7bacec5cd20c0dac0afb7d3b0ed20c1b8bef6c7cfb4d9',
    '안녕하세요 이것은 한국어 시험 문서입니다 모든 사람은 태어날 때부터 자유롭고 존엄하다',
  ],
  [
    'windows-1252',
    '4dfc6c6c65722061df20636166e9206372e86d6520e02050617269732c206ff9206c92e974e9',
    'Müller aß café crème à Paris, où l’été',
  ],
];
for (const [charset, hex, text] of samples)
  test(`text in ${charset} is recognised`, () =>
    assert.equal(decodeText(Buffer.from(hex, 'hex')), text));

test('a short Chinese text is not taken for Korean', () =>
  assert.equal(decodeText(Buffer.from('b2e2cad4cec4bcfe', 'hex')), '测试文件'));

test('UTF-8 is read with and without its mark', () => {
  assert.equal(decodeText(Buffer.from('naïve 中文 😀')), 'naïve 中文 😀');
  assert.equal(decodeText(Buffer.from('\ufeffabc')), 'abc');
});

test('UTF-16 is read by its mark and by its zeros', () => {
  const little = Buffer.from('hello, world', 'utf16le');
  assert.equal(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), little])), 'hello, world');
  assert.equal(decodeText(little), 'hello, world');
  assert.equal(decodeText(Buffer.from(little).swap16()), 'hello, world');
});

test('a named character set is used, an unknown or a wrong one is not', () => {
  const chinese = Buffer.from('b2e2cad4', 'hex');
  assert.equal(decodeText(chinese, 'gbk'), '测试');
  assert.equal(decodeText(chinese, 'x-nobody'), '测试');
  assert.equal(decodeText(Buffer.from('中文'), 'us-ascii-art'), '中文');
  assert.equal(decodeText(chinese, 'utf-8'), '测试');
});

test('nothing is nothing', () => assert.equal(decodeText(new Uint8Array()), ''));

test('any bytes at all become some text', () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const bytes = Uint8Array.from(
      { length: seed },
      (_none, index) => (index * 97 + seed * 31) % 256,
    );
    assert.equal(typeof decodeText(bytes), 'string');
  }
});

test('a character cut off at the end is still UTF-8', () => {
  assert.equal(isUtf8(Buffer.from('中文').subarray(0, 5)), true);
  assert.equal(isUtf8(Buffer.from([0xff, 0x41, 0x42, 0x43, 0x44])), false);
});
