use std::path::Path;

use super::*;
use crate::platform::code_lists::CodeLists;
use crate::platform::messages::Messages;
use crate::texting::model::{HeldCode, country_of};

struct Words {
    messages: Messages,
    lists: CodeLists,
}

impl Words {
    fn load() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        Self {
            messages: Messages::load().unwrap(),
            lists: CodeLists::read_folder(&folder).unwrap(),
        }
    }

    fn hear(&self, talk: Conversation, text: &str) -> Hearing {
        let heard = Heard {
            text,
            guess: country_of("+6591234567"),
            code_is_over: false,
        };
        let lexicon = Lexicon {
            messages: &self.messages,
            lists: &self.lists,
        };
        hear(talk, &heard, &lexicon)
    }

    /// Goes on from the beginning with these texts; what follows from the last.
    fn play(&self, texts: &[&str]) -> Hearing {
        let (last, before) = texts.split_last().unwrap();
        let talk = before.iter().fold(Conversation::default(), |talk, text| {
            self.hear(talk, text).talk.unwrap()
        });
        self.hear(talk, last)
    }
}

fn said(hearing: &Hearing) -> Vec<&'static str> {
    let said = hearing.effects.iter().filter_map(|effect| match effect {
        Effect::Say(say) => Some(say.name),
        Effect::Do(_) => None,
    });
    said.collect()
}

fn done(hearing: &Hearing) -> Vec<Act> {
    let done = hearing.effects.iter().filter_map(|effect| match effect {
        Effect::Do(act) => Some(*act),
        Effect::Say(_) => None,
    });
    done.collect()
}

#[test]
fn a_request_is_told_step_by_step() {
    let words = Words::load();
    let steps: &[(&str, &str)] = &[
        ("hi", "sms-language"),
        ("2", "sms-menu"),
        ("1", "sms-country-guess"),
        ("1", "sms-urgency"),
        ("2", "sms-topics"),
        ("0", "sms-topics"),
        ("1 12", "sms-words"),
        ("Hindi ako binabayaran", "sms-words-more"),
        ("at hawak nila ang pasaporte", "sms-words-more"),
        ("1", "sms-may-text"),
        ("1", "sms-confirm"),
    ];
    let mut talk = Conversation::default();
    for (text, expected) in steps {
        let hearing = words.hear(talk, text);
        assert_eq!(said(&hearing), [*expected], "{text}");
        talk = hearing.talk.unwrap();
    }
    let draft = talk.draft.clone();
    assert_eq!(draft.country.as_deref(), Some("SG"));
    assert_eq!(draft.urgency.as_deref(), Some("this_week"));
    let topics: Vec<&str> = draft.topics.iter().map(String::as_str).collect();
    assert_eq!(topics, ["passport_held", "unpaid_wages"]);
    assert_eq!(draft.words.len(), 2);
    assert!(draft.may_text);
    assert_eq!(done(&words.hear(talk, "1")), [Act::File]);
}

#[test]
fn danger_is_answered_with_numbers_before_anything_else() {
    let words = Words::load();
    let by_menu = words.play(&["hi", "1", "1", "1", "1"]);
    assert_eq!(said(&by_menu), ["sms-numbers", "sms-words-in-danger"]);
    let sent = words.play(&["hi", "1", "1", "1", "1", "1", "2"]);
    assert_eq!(
        done(&sent),
        [Act::File],
        "nothing more is asked than whether to text"
    );
    let by_word = words.play(&["BAHAYA!"]);
    assert_eq!(said(&by_word), ["sms-numbers", "sms-country-guess"]);
    let talk = by_word.talk.unwrap();
    assert_eq!(talk.language.as_ref().unwrap().as_str(), "id");
    assert!(talk.draft.is_danger());
    let meanwhile = words.play(&["hi", "1", "1", "1", "3", "1", "sos"]);
    assert_eq!(said(&meanwhile), ["sms-numbers", "sms-words-in-danger"]);
    assert_eq!(
        meanwhile.talk.unwrap().draft.topics.len(),
        1,
        "what was told stays"
    );
}

#[test]
fn keywords_are_heard_in_every_language_and_at_every_point() {
    let words = Words::load();
    for text in ["STOP", "stop.", "Tigil", "BERHENTI", "Hủy", "huy", "ngung"] {
        let hearing = words.play(&["hi", "1", "1", "1", "3", "1", text]);
        assert_eq!(done(&hearing), [Act::Stop], "{text}");
        assert!(hearing.talk.is_none(), "{text}: nothing is remembered");
    }
    for (text, language) in [
        ("TULONG", Some("fil")),
        ("tolong", Some("id")),
        ("giúp tôi", Some("vi")),
        ("giup do", Some("vi")),
        ("HELP", None),
    ] {
        let hearing = words.play(&[text]);
        let asked = if language.is_some() {
            "sms-menu"
        } else {
            "sms-language"
        };
        assert_eq!(said(&hearing), ["sms-help", asked], "{text}");
        let talk = hearing.talk.unwrap();
        assert_eq!(talk.language.as_ref().map(Language::as_str), language);
    }
    for text in ["START", "simula", "mulai", "bắt đầu"] {
        assert_eq!(done(&words.play(&[text])), [Act::Start], "{text}");
    }
    assert_eq!(
        done(&words.play(&["hi", "4", "Đúng"])),
        [],
        "yes is no word for stopping"
    );
}

#[test]
fn who_begins_with_the_story_does_not_tell_it_again() {
    let words = Words::load();
    let story = "My boss has not paid me for three months";
    let begun = words.play(&[story, "1", "1"]);
    assert_eq!(said(&begun), ["sms-kept", "sms-country-guess"]);
    let menu = words.play(&["hi", "1", story]);
    assert_eq!(said(&menu), ["sms-kept", "sms-country-guess"]);
    assert_eq!(menu.talk.unwrap().draft.words, [story]);
}

#[test]
fn a_country_is_found_by_its_name_in_any_language_or_its_letters() {
    let words = Words::load();
    for (text, country) in [
        ("Arab Saudi", "SA"),
        ("malaysia", "MY"),
        ("HK", "HK"),
        ("Đài Loan", "TW"),
        ("dai loan", "TW"),
    ] {
        let hearing = words.play(&["hi", "1", "1", "2", text]);
        let talk = hearing.talk.unwrap();
        assert_eq!(talk.draft.country.as_deref(), Some(country), "{text}");
    }
    assert_eq!(
        said(&words.play(&["hi", "1", "1", "2", "my room"])),
        ["sms-country-unknown"]
    );
}

#[test]
fn a_code_is_tried_wherever_it_comes() {
    let words = Words::load();
    let digits = "0940 5114 6663 6848 2926 6662 6485 6444";
    let wrong = "0940 5114 6663 6848 2926 6662 6485 6445";
    let begun: &[&[&str]] = &[
        &[],
        &["hi"],
        &["hi", "1", "2"],
        &["hi", "1", "1", "1", "3", "1"],
    ];
    for before in begun {
        for text in [digits, wrong] {
            let texts = [*before, &[text]].concat();
            assert_eq!(done(&words.play(&texts)), [Act::TryCode], "{texts:?}");
        }
    }
    let letters = "7K3Q-9ZV0-1M4T-XW2A-C8RH";
    let written = ReceiptCode::parse(digits).unwrap().expose();
    assert_eq!(done(&words.play(&["hi", "1", &written])), [Act::TryCode]);
    assert_eq!(
        done(&words.play(&["hi", "1", "2", letters])),
        [Act::TryCode]
    );
}

#[test]
fn what_cannot_be_undone_is_asked_for_twice() {
    let words = Words::load();
    let talk = || Conversation {
        language: Some(Language::english()),
        step: Step::Case,
        code: Some(HeldCode {
            code: "x".to_owned(),
            until: crate::platform::clock::Time::EPOCH,
        }),
        ..Conversation::default()
    };
    for (choice, act) in [("4", Act::TakeBack), ("5", Act::Erase)] {
        let asked = words.hear(talk(), choice);
        assert!(done(&asked).is_empty());
        let asked = asked.talk.unwrap();
        assert!(done(&words.hear(asked.clone(), "0")).is_empty());
        assert!(done(&words.hear(asked.clone(), "yes please")).is_empty());
        assert_eq!(done(&words.hear(asked, "1")), [act]);
    }
    let bye = words.hear(talk(), "0");
    assert!(bye.talk.is_none(), "nothing is remembered");
}

#[test]
fn a_code_is_forgotten_when_its_time_is_over() {
    use crate::platform::clock::Time;
    let mut talk = Conversation {
        step: Step::Message,
        code: Some(HeldCode {
            code: "x".to_owned(),
            until: Time::EPOCH,
        }),
        ..Conversation::default()
    };
    assert!(talk.forget_old_code(Time::EPOCH));
    assert!(talk.code.is_none());
    let mut elsewhere = Conversation::default();
    assert!(!elsewhere.forget_old_code(Time::EPOCH));
}

#[test]
fn nothing_that_somebody_writes_is_an_answer() {
    let words = Words::load();
    let secret = "kalabasa";
    let begun: &[&[&str]] = &[
        &[],
        &["hi", "2"],
        &["hi", "2", "1"],
        &["hi", "2", "1", "2"],
        &["hi", "2", "1", "1"],
        &["hi", "2", "1", "1", "3"],
        &["hi", "2", "1", "1", "3", "1"],
        &["hi", "2", "1", "1", "3", "1", "1"],
        &["hi", "2", "1", "1", "3", "1", "1", "1"],
        &["hi", "2", "2"],
        &["hi", "2", "3"],
    ];
    for before in begun {
        let hearing = words.play(&[*before, &[secret]].concat());
        assert!(
            !format!("{:?}", hearing.effects).contains(secret),
            "{before:?}"
        );
    }
}
