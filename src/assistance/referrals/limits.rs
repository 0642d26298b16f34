//! What an organisation reads of a request that was handed over to it: all that was said since, and of the time
//! before what the person's consent covers now.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::model::NOT_HANDED_OVER;
use super::store;
use crate::assistance::actions::not_found;
use crate::assistance::consents::{self, ReferralField};
use crate::assistance::model::Content;
use crate::correspondence::{MessagePage, MessagePosition};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// What an organisation may read of the request that it has.
pub(in crate::assistance) enum Limits {
    /// The person gave it the whole request.
    None,
    /// It took the request over from another one.
    Transferred {
        /// What the person allows it to know of the time before.
        covered: BTreeSet<ReferralField>,
        /// Since when it has the request; it reads whatever was said from then on.
        since: Time,
    },
}

impl Limits {
    /// Whether it reads this of the time before it had the request.
    pub(in crate::assistance) fn allow(&self, field: ReferralField) -> bool {
        match self {
            Self::None => true,
            Self::Transferred { covered, .. } => covered.contains(&field),
        }
    }

    /// Whether it took the request over together with this. What an organisation has written for itself is read by no other
    /// one without.
    pub(in crate::assistance) fn hand_over(&self, field: ReferralField) -> bool {
        match self {
            Self::None => false,
            Self::Transferred { covered, .. } => covered.contains(&field),
        }
    }

    /// Refuses what is read as a whole unless it may read this of the time before.
    pub(in crate::assistance) fn require(&self, field: ReferralField) -> Result<(), Problem> {
        if self.allow(field) {
            Ok(())
        } else {
            Err(Problem::new(&NOT_HANDED_OVER))
        }
    }

    /// Whether it reads something of this field that is from this time.
    pub(in crate::assistance) fn allow_of(&self, field: ReferralField, at: Time) -> bool {
        match self {
            Self::None => true,
            Self::Transferred { covered, since } => covered.contains(&field) || at >= *since,
        }
    }
}

impl Limits {
    /// What the person told, without what is not covered. For whom it is, the country and the language are seen in any case:
    /// nobody could take it up without. Without the plan for safe contact nobody contacts the person.
    pub(in crate::assistance) fn content(&self, content: Content) -> Content {
        use ReferralField as Field;
        if matches!(self, Self::None) {
            return content;
        }
        let Content {
            for_whom,
            language,
            channel,
            ..
        } = content;
        Content {
            for_whom,
            language,
            channel,
            wants: kept(content.wants, self.allow(Field::Wants)),
            narrative: content.narrative.filter(|_| self.allow(Field::Narrative)),
            place: if self.allow(Field::Place) {
                content.place
            } else {
                content.place.country_only()
            },
            employer: content.employer.filter(|_| self.allow(Field::Employer)),
            agency_id: content.agency_id.filter(|_| self.allow(Field::Agency)),
            safe_contact: content
                .safe_contact
                .filter(|_| self.allow(Field::SafeContact)),
            safe_contact_reviewed_at: content
                .safe_contact_reviewed_at
                .filter(|_| self.allow(Field::SafeContact)),
            indicators: kept(content.indicators, self.allow(Field::Indicators)),
            vulnerabilities: kept(content.vulnerabilities, self.allow(Field::Vulnerabilities)),
            sex: content.sex.filter(|_| self.allow(Field::Vulnerabilities)),
        }
    }

    /// The page of messages without those of the time before, unless they are covered.
    pub(in crate::assistance) fn page(&self, page: MessagePage) -> MessagePage {
        match self {
            Self::Transferred { covered, since } if !covered.contains(&ReferralField::Messages) => {
                let begin = MessagePosition(*since, Id::from(Uuid::nil()));
                let after = page.after.filter(|after| after.0 >= *since);
                MessagePage {
                    after: after.or(Some(begin)),
                    ..page
                }
            }
            Self::None | Self::Transferred { .. } => page,
        }
    }
}

fn kept<T: Default>(value: T, is_kept: bool) -> T {
    if is_kept { value } else { T::default() }
}

/// What an organisation may read of a request that it has.
pub(in crate::assistance) fn limits(
    conn: &mut Conn,
    request: Id,
    organisation: Id,
    now: Time,
) -> Result<Limits, Problem> {
    let Some(transfer) = store::find_transfer_to(conn, request, organisation)? else {
        return Ok(Limits::None);
    };
    let covered = match transfer.consent_id {
        Some(consent) => {
            let found = consents::find_of_request(conn, request, consent)?;
            found.ok_or_else(not_found)?.covers(now)?
        }
        None => BTreeSet::new(),
    };
    Ok(Limits::Transferred {
        covered,
        since: transfer.answered_at.unwrap_or(transfer.made_at),
    })
}
