//! How a person may be contacted without being put at risk: a plan that binds whoever reads it.

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::window::{ContactWindow, ZoneName};
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, ContactOwners, SafeContactChannels};
use crate::platform::language::Language;
use crate::platform::phone::PhoneNumber;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

/// A code of the list `safe_contact_channels`.
pub type ChannelCode = Code<SafeContactChannels>;
/// A code of the list `contact_owners`.
pub type OwnerCode = Code<ContactOwners>;

/// The channel of texts.
pub const SMS: &str = "sms";
/// The channel of letters over the net.
pub const EMAIL: &str = "email";

/// How the person may be contacted. Without it, nobody contacts them: messages wait for the receipt
/// code.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "service_may_send": true, "methods": [{ "channel": "sms", "address": "+6590000000",
    "owner": "self", "ok_to_leave_message": true, "message_text": "Tawagan mo ako kapag may oras ka",
    "code_word": "mangga", "windows": [{ "days": ["sunday"], "from": "14:00", "until": "17:00",
    "time_zone": "Asia/Singapore" }] }] }))]
pub struct SafeContact {
    /// Nobody may contact the person by any way of their own.
    #[serde(default)]
    pub do_not_contact: bool,
    /// The service itself may send texts that say nothing, within this plan: when the organisation has written, when
    /// a check-in is due, when the request needs the person. What it needs for that is then kept so that the service
    /// can read it by itself, in `sealed` mode too.
    #[serde(default)]
    pub service_may_send: bool,
    /// The employer looks into the person's telephone. Then it is not used, whoever owns it, but for a way that says
    /// `safe_though_checked`; a friend's is another telephone.
    #[serde(default)]
    pub phone_checked_by_employer: bool,
    /// The ways, the best first.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub methods: Vec<ContactMethod>,
    /// When never, whatever the windows say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    pub never: Vec<ContactWindow>,
    /// On which days never.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub never_on: Vec<ContactDays>,
    /// What to do when none of the ways works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// How to reach the trusted person; needed for that fallback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_person: Option<ContactMethod>,
    /// What else is to be known before contacting the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose<500>>,
}

text_enum! {
    /// What to do when no way of contact works.
    pub enum Fallback {
        /// Nothing: do not try.
        Nothing => "none",
        /// Turn to the trusted person.
        TrustedPerson => "trusted_person",
        /// Wait until the person asks with the receipt code.
        WaitForReceipt => "wait_for_receipt",
    }
}

/// A way of contact and its conditions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactMethod {
    /// The channel.
    pub channel: ChannelCode,
    /// The number, name or address on that channel. The service sends texts to numbers with `+` and the country's code.
    pub address: Line<200>,
    /// Whose telephone or account it is.
    pub owner: OwnerCode,
    /// Whether a message may be left. A text is a message that is left.
    #[serde(default)]
    pub ok_to_leave_message: bool,
    /// Whether the organisation may say its name.
    #[serde(default)]
    pub ok_to_name_organisation: bool,
    /// The person has thought of the employer who owns this telephone or looks into it, and wants it used all the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub safe_though_checked: bool,
    /// Who may answer besides the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others_who_may_answer: Option<Line<100>>,
    /// As what the organisation should introduce itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disguise_as: Option<Line<100>>,
    /// A word by which both know that it is the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_word: Option<Line<60>>,
    /// What may be said, and to whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_be_said: Option<Line<200>>,
    /// The words that the service sends, the person's own: nobody else's texts are the same. The code word follows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_text: Option<Line<100>>,
    /// The language to speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether an interpreter is needed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub interpreter_needed: bool,
    /// When, in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Line<200>>,
    /// When, exactly. With windows, at no other time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    pub windows: Vec<ContactWindow>,
}

/// Days, from midnight to midnight of a place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDays {
    /// The first.
    pub from: Date,
    /// The last, itself included.
    pub until: Date,
    /// Where the days are counted (IANA time zone).
    pub time_zone: ZoneName,
}

impl ContactDays {
    /// Whether it is one of them; `None` in a time zone that is not known here.
    pub fn hold(&self, at: Time) -> Option<bool> {
        let today = at.as_timestamp().to_zoned_datetime(self.time_zone.find()?);
        let today = today.date();
        Some((self.from.as_civil()..=self.until.as_civil()).contains(&today))
    }

    /// When they are over.
    pub fn end(&self) -> Option<Time> {
        let next = self.until.as_civil().checked_add(1.day()).ok()?;
        let midnight = next.to_zoned_datetime(self.time_zone.find()?).ok()?;
        Time::try_from(midnight.timestamp()).ok()
    }
}

impl ContactMethod {
    /// The telephone number of it, if it is one with its country's code.
    pub fn number(&self) -> Option<PhoneNumber> {
        let is_filler = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '(' | ')' | '/');
        let digits = self.address.as_str().replace(is_filler, "");
        let international = digits.strip_prefix("00").map(|rest| format!("+{rest}"));
        PhoneNumber::try_from(international.unwrap_or(digits)).ok()
    }
}

impl SafeContact {
    /// What the contract cannot say: the time zones exist, the trusted person can be reached. `at` points to
    /// the plan.
    pub fn faults(&self, at: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (number, method) in self.methods.iter().enumerate() {
            let at = format!("{at}/methods/{number}/windows");
            faults.extend(unknown_zones(&at, &method.windows));
        }
        faults.extend(unknown_zones(&format!("{at}/never"), &self.never));
        for (number, days) in self.never_on.iter().enumerate() {
            let at = format!("{at}/never_on/{number}");
            if !days.time_zone.is_known() {
                faults.push(Fault::new(format!("{at}/time_zone"), "unknown_time_zone"));
            }
            if days.until < days.from {
                faults.push(Fault::new(format!("{at}/until"), "ends_before_it_begins"));
            }
        }
        let trusted = format!("{at}/trusted_person");
        match &self.trusted_person {
            Some(method) => {
                faults.extend(unknown_zones(
                    &format!("{trusted}/windows"),
                    &method.windows,
                ));
            }
            None if self.fallback == Some(Fallback::TrustedPerson) => {
                faults.push(Fault::new(trusted, "missing_member"));
            }
            None => {}
        }
        faults
    }
}

fn unknown_zones(at: &str, windows: &[ContactWindow]) -> Vec<Fault> {
    let unknown = |(number, window): (usize, &ContactWindow)| {
        let pointer = format!("{at}/{number}/time_zone");
        (!window.time_zone.is_known()).then(|| Fault::new(pointer, "unknown_time_zone"))
    };
    windows.iter().enumerate().filter_map(unknown).collect()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(members: &serde_json::Value) -> SafeContact {
        serde_json::from_value(members.clone()).unwrap()
    }

    #[test]
    fn an_unknown_time_zone_is_a_fault() {
        let with = |zone: &str| {
            plan(&serde_json::json!({ "methods": [{ "channel": "sms",
                "address": "+6590000000", "owner": "self", "windows": [{ "days": ["sunday"],
                "from": "14:00", "until": "17:00", "time_zone": zone }] }] }))
        };
        assert_eq!(with("Asia/Singapore").faults("/safe_contact"), []);
        if !jiff::tz::db().is_definitively_empty() {
            let at = "/safe_contact/methods/0/windows/0/time_zone";
            assert_eq!(
                with("Asia/Nowhere").faults("/safe_contact"),
                [Fault::new(at, "unknown_time_zone")]
            );
        }
    }

    #[test]
    fn a_trusted_person_must_be_reachable() {
        let faults = plan(&serde_json::json!({ "fallback": "trusted_person" })).faults("");
        assert_eq!(faults, [Fault::new("/trusted_person", "missing_member")]);
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let number = |address: &str| {
            let plan = plan(
                &serde_json::json!({ "methods": [{ "channel": "sms", "address": address,
                "owner": "self" }] }),
            );
            let number = plan.methods[0].number();
            number.map(|number| number.as_str().to_owned())
        };
        assert_eq!(number("+65 9000-0000").as_deref(), Some("+6590000000"));
        assert_eq!(number("0065 (9000) 0000").as_deref(), Some("+6590000000"));
        assert_eq!(number("9000 0000"), None);
        assert_eq!(number("ask my cousin"), None);
    }
}
