//! What a plan says of a way and a time. Everything that is not allowed is refused.

use super::attempt::ContactRefusal;
use super::plan::{ContactMethod, EMAIL, Fallback, SMS, SafeContact};
use crate::platform::clock::Time;
use crate::platform::phone::PhoneNumber;

/// How far ahead a time is looked for, in days.
const DAYS_AHEAD: i32 = 60;
/// The owner whose telephone is not used.
const EMPLOYER: &str = "employer";
/// The owner whose telephone is another than the one that the employer looks into.
const FRIEND: &str = "friend";

/// What a plan says.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// Yes, now, in this way.
    Now {
        /// The way.
        method: &'a ContactMethod,
        /// Whether it leads to the trusted person.
        to_trusted_person: bool,
    },
    /// Not now; from then on, if nothing changes.
    Later(Time),
    /// No.
    Refused(ContactRefusal),
}

/// A contact that a member of staff wants to make.
#[derive(Debug, Clone, Copy)]
pub struct ByHand<'a> {
    /// By which channel.
    pub channel: &'a str,
    /// Whether to the trusted person.
    pub to_trusted_person: bool,
    /// Whether the person's own ways were tried in vain.
    pub own_ways_failed: bool,
}

/// What stands against a way at a time.
enum Objection {
    NotNow,
    Never(ContactRefusal),
}

/// Whether the service may send a text. `stopped` are the numbers that want none.
pub(in crate::contact) fn by_text<'a>(
    plan: &'a SafeContact,
    stopped: &[PhoneNumber],
    at: Time,
) -> Verdict<'a> {
    if plan.do_not_contact {
        return Verdict::Refused(ContactRefusal::DoNotContact);
    }
    if !plan.service_may_send {
        return Verdict::Refused(ContactRefusal::NotChosen);
    }
    let own = first(plan, plan.methods.iter(), stopped, (SMS, at), false);
    let falls_back = plan.fallback == Some(Fallback::TrustedPerson);
    match own {
        Verdict::Refused(refusal) if falls_back => {
            let trusted = plan.trusted_person.iter();
            match first(plan, trusted, stopped, (SMS, at), true) {
                Verdict::Refused(_) => Verdict::Refused(refusal),
                other => other,
            }
        }
        other => other,
    }
}

/// Whether a member of staff may make a contact.
pub(in crate::contact) fn by_hand<'a>(
    plan: &'a SafeContact,
    stopped: &[PhoneNumber],
    wanted: ByHand<'_>,
    at: Time,
) -> Verdict<'a> {
    if plan.do_not_contact {
        return Verdict::Refused(ContactRefusal::DoNotContact);
    }
    let by = (wanted.channel, at);
    if !wanted.to_trusted_person {
        return first(plan, plan.methods.iter(), stopped, by, false);
    }
    if plan.fallback != Some(Fallback::TrustedPerson) || plan.trusted_person.is_none() {
        return Verdict::Refused(ContactRefusal::NoTrustedPerson);
    }
    if !wanted.own_ways_failed && plan.has_way_of_its_own() {
        return Verdict::Refused(ContactRefusal::OwnWaysFirst);
    }
    first(plan, plan.trusted_person.iter(), stopped, by, true)
}

/// The first way that is open now; else the one that opens first; else why the first is refused.
fn first<'a>(
    plan: &'a SafeContact,
    methods: impl Iterator<Item = &'a ContactMethod>,
    stopped: &[PhoneNumber],
    (channel, at): (&str, Time),
    to_trusted_person: bool,
) -> Verdict<'a> {
    let (mut opens, mut refusal) = (None::<Time>, None);
    for method in methods.filter(|method| method.channel.as_str() == channel) {
        match plan.objection(method, stopped, at) {
            None => {
                return Verdict::Now {
                    method,
                    to_trusted_person,
                };
            }
            Some(Objection::Never(because)) => refusal = refusal.or(Some(because)),
            Some(Objection::NotNow) => match plan.opens(method, at) {
                Some(time) => opens = Some(opens.map_or(time, |known| known.min(time))),
                None => refusal = refusal.or(Some(ContactRefusal::OutsideHours)),
            },
        }
    }
    match opens {
        Some(time) => Verdict::Later(time),
        None => Verdict::Refused(refusal.unwrap_or(ContactRefusal::NoMethod)),
    }
}

impl SafeContact {
    /// What stands against a way whatever the time is.
    pub(in crate::contact) fn refuses(&self, method: &ContactMethod) -> Option<ContactRefusal> {
        let owner = method.owner.as_str();
        let is_left = matches!(method.channel.as_str(), SMS | EMAIL);
        if is_left && !method.ok_to_leave_message {
            return Some(ContactRefusal::NoMessage);
        }
        if method.safe_though_checked {
            return None;
        }
        if owner == EMPLOYER {
            return Some(ContactRefusal::EmployersPhone);
        }
        let is_checked = self.phone_checked_by_employer && owner != FRIEND;
        is_checked.then_some(ContactRefusal::CheckedPhone)
    }

    /// Whether any way to the person is open at some time.
    fn has_way_of_its_own(&self) -> bool {
        self.methods
            .iter()
            .any(|method| self.refuses(method).is_none())
    }

    fn objection(
        &self,
        method: &ContactMethod,
        stopped: &[PhoneNumber],
        at: Time,
    ) -> Option<Objection> {
        if let Some(refusal) = self.refuses(method) {
            return Some(Objection::Never(refusal));
        }
        if method.channel.as_str() == SMS {
            match method.number() {
                None => return Some(Objection::Never(ContactRefusal::NoNumber)),
                Some(number) if stopped.contains(&number) => {
                    return Some(Objection::Never(ContactRefusal::Stopped));
                }
                Some(_) => {}
            }
        }
        (!self.is_open(method, at)).then_some(Objection::NotNow)
    }

    /// Whether it is a time for it. What cannot be told, because a time zone is not known here, is none.
    fn is_open(&self, method: &ContactMethod, at: Time) -> bool {
        let windows = &method.windows;
        let is_on = windows
            .iter()
            .any(|window| window.is_open(at).unwrap_or(false));
        let is_never = self
            .never
            .iter()
            .any(|window| window.is_open(at).unwrap_or(true));
        let is_off = self
            .never_on
            .iter()
            .any(|days| days.hold(at).unwrap_or(true));
        (windows.is_empty() || is_on) && !is_never && !is_off
    }

    /// When it is a time for it again.
    fn opens(&self, method: &ContactMethod, after: Time) -> Option<Time> {
        let windows = method.windows.iter().chain(&self.never);
        let mut edges: Vec<Time> = windows
            .flat_map(|window| window.edges(after, DAYS_AHEAD))
            .collect();
        edges.extend(
            self.never_on
                .iter()
                .filter_map(super::plan::ContactDays::end),
        );
        edges.sort_unstable();
        edges
            .into_iter()
            .find(|edge| *edge > after && self.is_open(method, *edge))
    }

    /// When the way that is open closes; `None` when it stays open.
    pub fn closes(&self, method: &ContactMethod, after: Time) -> Option<Time> {
        let windows = method.windows.iter().chain(&self.never);
        let mut edges: Vec<Time> = windows.flat_map(|window| window.edges(after, 8)).collect();
        edges.sort_unstable();
        edges
            .into_iter()
            .find(|edge| *edge > after && !self.is_open(method, *edge))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    fn plan(method: &Value, plan: &Value) -> SafeContact {
        let mut whole = json!({ "service_may_send": true, "methods": [{ "channel": "sms",
            "address": "+6590000000", "owner": "self", "ok_to_leave_message": true }] });
        for (name, value) in method.as_object().unwrap() {
            whole["methods"][0][name] = value.clone();
        }
        for (name, value) in plan.as_object().unwrap() {
            whole[name] = value.clone();
        }
        serde_json::from_value(whole).unwrap()
    }

    fn says(plan: &SafeContact, time: &str) -> String {
        match by_text(plan, &[], at(time)) {
            Verdict::Now { .. } => "now".to_owned(),
            Verdict::Later(time) => time.to_string(),
            Verdict::Refused(refusal) => refusal.to_string(),
        }
    }

    // 29 November 2026 is a Sunday; Singapore is eight hours ahead.
    const SUNDAY: &str = "2026-11-29T06:30:00Z";

    #[test]
    fn what_is_not_allowed_is_refused() {
        let none = json!({});
        let cases = [
            (none.clone(), none.clone(), "now"),
            (
                none.clone(),
                json!({ "service_may_send": false }),
                "not_chosen",
            ),
            (
                none.clone(),
                json!({ "do_not_contact": true }),
                "do_not_contact",
            ),
            (json!({ "channel": "voice" }), none.clone(), "no_method"),
            (
                json!({ "ok_to_leave_message": false }),
                none.clone(),
                "no_message",
            ),
            (
                json!({ "owner": "employer" }),
                none.clone(),
                "employers_phone",
            ),
            (
                json!({ "owner": "employer", "safe_though_checked": true }),
                none.clone(),
                "now",
            ),
            (
                none.clone(),
                json!({ "phone_checked_by_employer": true }),
                "checked_phone",
            ),
            (
                json!({ "owner": "friend" }),
                json!({ "phone_checked_by_employer": true }),
                "now",
            ),
            (json!({ "address": "9000 0000" }), none, "no_number"),
        ];
        for (of_method, of_plan, expected) in cases {
            assert_eq!(says(&plan(&of_method, &of_plan), SUNDAY), expected);
        }
    }

    #[test]
    fn it_waits_for_the_next_window_and_never_means_never() {
        if jiff::tz::db().is_definitively_empty() {
            return;
        }
        let window = |day: &str, from: &str, until: &str| json!([{ "days": [day], "from": from, "until": until, "time_zone": "Asia/Singapore" }]);
        let sundays = json!({ "windows": window("sunday", "14:00", "17:00") });
        let open = plan(&sundays, &json!({}));
        assert_eq!(says(&open, SUNDAY), "now");
        assert_eq!(says(&open, "2026-11-29T09:00:00Z"), "2026-12-06T06:00:00Z");
        let church = json!({ "never": window("sunday", "14:00", "15:00") });
        assert_eq!(
            says(&plan(&sundays, &church), SUNDAY),
            "2026-11-29T07:00:00Z"
        );
        let away = json!({ "never_on": [{ "from": "2026-11-29", "until": "2026-12-06",
            "time_zone": "Asia/Singapore" }] });
        assert_eq!(says(&plan(&sundays, &away), SUNDAY), "2026-12-13T06:00:00Z");
        assert_eq!(
            says(&plan(&json!({}), &away), SUNDAY),
            "2026-12-06T16:00:00Z"
        );
        let always = json!({ "never": window("sunday", "00:00", "00:00") });
        assert_eq!(says(&plan(&sundays, &always), SUNDAY), "outside_hours");
    }

    #[test]
    fn the_trusted_person_comes_last() {
        let trusted = json!({ "fallback": "trusted_person", "trusted_person": { "channel": "sms",
            "address": "+6591111111", "owner": "friend", "ok_to_leave_message": true } });
        let own = plan(&json!({}), &trusted);
        let to_trusted = |plan: &SafeContact| match by_text(plan, &[], at(SUNDAY)) {
            Verdict::Now {
                to_trusted_person, ..
            } => to_trusted_person,
            _ => panic!("refused"),
        };
        assert!(!to_trusted(&own));
        let not_own = plan(&json!({ "ok_to_leave_message": false }), &trusted);
        assert!(to_trusted(&not_own));
        let wanted = |own_ways_failed| ByHand {
            channel: SMS,
            to_trusted_person: true,
            own_ways_failed,
        };
        let first = by_hand(&own, &[], wanted(false), at(SUNDAY));
        assert!(matches!(
            first,
            Verdict::Refused(ContactRefusal::OwnWaysFirst)
        ));
        let then = by_hand(&own, &[], wanted(true), at(SUNDAY));
        assert!(matches!(
            then,
            Verdict::Now {
                to_trusted_person: true,
                ..
            }
        ));
    }
}
