//! The tokens of a text for a model whose vocabulary we do not have.
//!
//! The guess is rather too high, because a server may cut a conversation that is too long without a word. A vocabulary
//! has at least the 256 bytes, so no text has more tokens than bytes. That is what is taken for digits and for every
//! letter outside ASCII: Chinese and emoji do cost small vocabularies up to a token for each byte. Words of ASCII
//! letters are in all vocabularies, whole or in pieces of three to five letters. We take three, which also fits
//! languages that a model has seen less of, and two where letters may be part of a key or a digest. Three signs in
//! a row are two tokens. What is still missing comes from the tenth of the window that stays free.

/// A word with more letters than this may be no word.
const WORD_MAX: usize = 12;

/// About how many tokens a text has.
pub(super) fn guess(text: &str) -> usize {
    let mut reader = Reader::default();
    text.bytes().fold(b' ', |before, byte| {
        reader.read(before, byte);
        byte
    });
    reader.end_run();
    reader.tokens + reader.spaces
}

#[derive(Default)]
struct Reader {
    tokens: usize,
    /// The letters of the last word.
    letters: usize,
    /// Whether that may be part of a key.
    in_key: bool,
    /// The signs at the end.
    signs: usize,
    /// The spaces at the end.
    spaces: usize,
}

impl Reader {
    fn read(&mut self, before: u8, byte: u8) {
        match byte {
            b' ' => {
                self.end_run();
                self.spaces += 1;
            }
            _ if byte.is_ascii_alphabetic() => {
                let within = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
                if self.letters == 0 || within {
                    self.end_run();
                    // A word and the space before it are one.
                    self.tokens += std::mem::take(&mut self.spaces).saturating_sub(1);
                    self.in_key = within || before.is_ascii_digit() || b"_-./".contains(&before);
                }
                self.letters += 1;
            }
            _ if byte.is_ascii_punctuation() => {
                if self.signs == 0 {
                    self.end_run();
                    self.tokens += std::mem::take(&mut self.spaces);
                }
                self.signs += 1;
            }
            _ => {
                self.end_run();
                self.tokens += std::mem::take(&mut self.spaces) + 1;
            }
        }
    }

    /// Counts the last word or the last signs.
    fn end_run(&mut self) {
        let piece = if self.in_key || self.letters > WORD_MAX { 2 } else { 3 };
        self.tokens += std::mem::take(&mut self.letters).div_ceil(piece);
        self.tokens += (2 * std::mem::take(&mut self.signs)).div_ceil(3);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts of many kinds.
    const TEXTS: &[&str] = &[
        "Please remind me to call the dentist tomorrow, and move the groceries to Saturday morning. Thank you!",
        "Bitte erinnere mich morgen daran, die Haftpflichtversicherung zu kündigen und Einkaufszettel zu schreiben.",
        "Muistuta minua huomenna soittamaan hammaslääkärille ja siirrä ruokaostokset lauantaiaamuun, kiitos.",
        "Przypomnij mi jutro o wizycie u dentysty i przełóż zakupy spożywcze na sobotni poranek.",
        "Nhắc tôi gọi cho nha sĩ vào ngày mai và chuyển việc mua sắm sang sáng thứ bảy.",
        "Напомни мне завтра позвонить стоматологу и перенеси покупки на субботнее утро.",
        "ذكرني غدا بالاتصال بطبيب الأسنان وانقل التسوق إلى صباح السبت",
        "कल मुझे दंत चिकित्सक को फोन करने की याद दिलाना",
        "明天提醒我给牙医打电话，并把买菜改到星期六早上。",
        "明日、歯医者に電話するように知らせてください。",
        "내일 치과에 전화하라고 알려 주세요.",
        "🥛🥛👩‍👩‍👧‍👦 🇩🇪 ☎️",
        "fn main() {\n        let total: u64 = items.iter().map(|item| item.price * item.count).sum();\n}\n",
        r#"{"type":"object","properties":{"task_id":{"type":"integer","minimum":1}},"required":["task_id"]}"#,
        "| # | task | done |\n|---|------|------|\n| 1 | Buy milk | no |\n| 2 | Call mom | yes |\n",
        "2026-11-28T07:38:11.125Z 192.168.0.1 4111111111111111 3.14159265358979",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "0f8fad5b-d9cb-469f-a165-70867728950e deadbeefcafebabe8badf00d",
        "thequickbrownfoxjumpsoverthelazydog qwertzuiopasdfghjklyxcvbnm",
        "WHY IS EVERYTHING IN CAPITAL LETTERS? getUserAccountByIdentifier(HTTPServerConfiguration)",
        r##"!@#$%^&*()}{)(][;:?>,<~`|"##,
        "\n\n\n   \n\t\tx\n--------\n********\n",
    ];

    #[test]
    fn a_guess_is_not_too_low() {
        let vocabularies = [tiktoken_rs::cl100k_base_singleton(), tiktoken_rs::o200k_base_singleton()];
        for text in TEXTS {
            for vocabulary in vocabularies {
                let (guessed, tokens) = (guess(text), vocabulary.count_ordinary(text));
                assert!(guessed >= tokens, "{guessed} is less than {tokens}: {text}");
            }
        }
    }

    #[test]
    fn nor_much_too_high_for_english() {
        let (guessed, tokens) =
            (guess(TEXTS[0]), tiktoken_rs::o200k_base_singleton().count_ordinary(TEXTS[0]));
        assert!(guessed <= 2 * tokens, "{guessed} for {tokens}");
    }

    proptest! {
        #[test]
        fn no_text_has_more_tokens_than_bytes(text in any::<String>()) {
            prop_assert!(guess(&text) <= text.len());
        }
    }
}
