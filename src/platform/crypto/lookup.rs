//! Finding a secret or personal value without storing it.

use std::fmt;

use super::derivation::{SecretKey, encode, keyed_hash};
use super::keyring::{Keyring, Purpose};

/// What is looked up; the same value hashes differently in each domain, so that tables cannot be
/// joined on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Domain {
    /// A receipt code, in its canonical form.
    Receipt,
    /// An e-mail address or account name, folded by the caller.
    Email,
    /// A refresh token.
    RefreshToken,
    /// A one-time token that lets a new member of staff set a password.
    SetUpToken,
    /// The value of an `Idempotency-Key`.
    Idempotency,
    /// A coarse network (never a full address), for limits of rate.
    Network,
    /// What makes two reports the same, to recognise doubles.
    Dedupe,
    /// The author of a review of an agency and a recruitment, by a secret of the author's app.
    Reviewer,
    /// The number or the content of a document that proves a review.
    Document,
    /// A worker for whom an organisation vouched, by the organisation's own reference.
    VouchedWorker,
    /// A vouching token that was redeemed.
    VouchingToken,
    /// The name or the telephone of somebody who acts for an agency.
    SubAgent,
    /// A piece of a text, to recognise texts that are alike.
    Sketch,
    /// A coarse network together with the secret of a week.
    WeeklyNetwork,
    /// The same of somebody who speaks for agencies.
    RepresentativeNetwork,
    /// The number that is printed on a paper form, with the organisation that collects it.
    PaperForm,
    /// The secret of a partner's client.
    ClientSecret,
    /// The name that a client's signed assertion has given itself.
    ClientAssertion,
    /// Somebody as an external OpenID provider knows them.
    OpenIdSubject,
    /// The state of a sign-in that is under way with an external provider.
    OpenIdState,
    /// The workplace that a report is about.
    ReportedEstablishment,
    /// A token with which an account is linked to an external provider.
    OpenIdInvitation,
    /// A secret that a stored answer shows until it is used.
    ShownOnce,
    /// The reference of a proof that something was filed.
    ProofReference,
    /// The number of a pseudonymous account, its digits only.
    PseudonymNumber,
    /// The recovery code of a pseudonymous account, in its canonical form.
    RecoveryCode,
    /// That somebody with a receipt code has taken the second step.
    SecondStep,
    /// A case as the recipient of an export knows it.
    ExportedCase,
    /// A telephone with which a conversation by text is going on.
    SmsConversation,
    /// What a gateway calls a text that came in.
    SmsText,
    /// A telephone number to which texts are sent, or no more.
    TextNumber,
    /// What the token of a site's board is made of.
    SafetyBoardToken,
    /// The token of a site's board.
    SafetyBoard,
    /// The reference with which others say that they saw the danger too.
    SafetyReference,
    /// By what a program asks for what is shown of a report that it filed.
    Open311Token,
    /// Who saw the danger of one report too, by a secret of their app.
    SafetyWitness,
    /// A place of reports: a board, a small area or an employer.
    SafetyPlace,
    /// A piece of a report's text, to recognise reports that are alike.
    SafetySketch,
    /// The workplace to which somebody who handles a report wants a visit made.
    WantedVisit,
    /// The chance by which visits are planned.
    VisitDraw,
}

impl Domain {
    #[expect(clippy::too_many_lines, reason = "one line for each domain")]
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Receipt => b"receipt",
            Self::Email => b"email",
            Self::RefreshToken => b"refresh_token",
            Self::SetUpToken => b"set_up_token",
            Self::Idempotency => b"idempotency",
            Self::Network => b"network",
            Self::Dedupe => b"dedupe",
            Self::Reviewer => b"reviewer",
            Self::Document => b"document",
            Self::VouchedWorker => b"vouched_worker",
            Self::VouchingToken => b"vouching_token",
            Self::SubAgent => b"sub_agent",
            Self::Sketch => b"sketch",
            Self::WeeklyNetwork => b"weekly_network",
            Self::RepresentativeNetwork => b"representative_network",
            Self::PaperForm => b"paper_form",
            Self::ClientSecret => b"client_secret",
            Self::ClientAssertion => b"client_assertion",
            Self::OpenIdSubject => b"openid_subject",
            Self::OpenIdState => b"openid_state",
            Self::ReportedEstablishment => b"reported_establishment",
            Self::OpenIdInvitation => b"openid_invitation",
            Self::ShownOnce => b"shown_once",
            Self::ProofReference => b"proof_reference",
            Self::PseudonymNumber => b"pseudonym_number",
            Self::RecoveryCode => b"recovery_code",
            Self::SecondStep => b"second_step",
            Self::ExportedCase => b"exported_case",
            Self::SmsConversation => b"sms_conversation",
            Self::SmsText => b"sms_text",
            Self::TextNumber => b"text_number",
            Self::SafetyBoardToken => b"safety_board_token",
            Self::SafetyBoard => b"safety_board",
            Self::SafetyReference => b"safety_reference",
            Self::Open311Token => b"open311_token",
            Self::SafetyWitness => b"safety_witness",
            Self::SafetyPlace => b"safety_place",
            Self::SafetySketch => b"safety_sketch",
            Self::WantedVisit => b"wanted_visit",
            Self::VisitDraw => b"visit_draw",
        }
    }
}

/// The keys for look-ups: HMAC-SHA-256 of a value, with its domain.
///
/// A bare hash would not do: there are few phone numbers and networks, and trying them all takes
/// minutes.
pub struct LookupKey {
    stored: SecretKey,
    networks: SecretKey,
}

impl LookupKey {
    /// Take the look-up keys from the keyring. They do not change when master keys rotate.
    #[must_use]
    pub fn new(keyring: &Keyring) -> Self {
        Self {
            stored: keyring.derive(Purpose::LookupHash),
            networks: keyring.derive(Purpose::NetworkHash),
        }
    }

    /// The keyed hash under which a value of this domain is stored and found.
    #[must_use]
    pub fn hash(&self, domain: Domain, value: &[u8]) -> [u8; 32] {
        keyed_hash(self.key_of(domain), &[domain.label(), value])
    }

    /// Under which key values of a domain are hashed.
    #[expect(clippy::too_many_lines, reason = "one line for each domain")]
    const fn key_of(&self, domain: Domain) -> &SecretKey {
        match domain {
            // A key apart: it may be thrown away, and all traces of networks with it, without
            // making receipts unfindable.
            Domain::Network | Domain::WeeklyNetwork | Domain::RepresentativeNetwork => {
                &self.networks
            }
            Domain::Receipt
            | Domain::Email
            | Domain::RefreshToken
            | Domain::SetUpToken
            | Domain::Idempotency
            | Domain::Dedupe
            | Domain::Reviewer
            | Domain::Document
            | Domain::VouchedWorker
            | Domain::VouchingToken
            | Domain::SubAgent
            | Domain::Sketch
            | Domain::PaperForm
            | Domain::ClientSecret
            | Domain::ClientAssertion
            | Domain::OpenIdSubject
            | Domain::OpenIdState
            | Domain::OpenIdInvitation
            | Domain::ShownOnce
            | Domain::ProofReference
            | Domain::PseudonymNumber
            | Domain::RecoveryCode
            | Domain::SecondStep
            | Domain::ExportedCase
            | Domain::SmsConversation
            | Domain::SmsText
            | Domain::TextNumber
            | Domain::ReportedEstablishment
            | Domain::SafetyBoardToken
            | Domain::SafetyBoard
            | Domain::SafetyReference
            | Domain::Open311Token
            | Domain::SafetyWitness
            | Domain::SafetyPlace
            | Domain::SafetySketch
            | Domain::WantedVisit
            | Domain::VisitDraw => &self.stored,
        }
    }

    /// The keyed hash of several values together; which of them is which cannot be mistaken.
    #[must_use]
    pub fn hash_all(&self, domain: Domain, values: &[&[u8]]) -> [u8; 32] {
        self.hash(domain, &encode(values))
    }
}

impl fmt::Debug for LookupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LookupKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::testing::keyring;
    use super::*;

    #[test]
    fn the_same_value_is_found_again() {
        let first = LookupKey::new(&keyring(1)).hash(Domain::Receipt, b"7K3Q");

        assert_eq!(
            first,
            LookupKey::new(&keyring(1)).hash(Domain::Receipt, b"7K3Q")
        );
    }

    #[test]
    fn domains_values_and_installations_differ() {
        let ours = LookupKey::new(&keyring(1));
        let domains = [
            Domain::Receipt,
            Domain::Email,
            Domain::RefreshToken,
            Domain::SetUpToken,
            Domain::Idempotency,
            Domain::Network,
            Domain::Dedupe,
            Domain::Reviewer,
            Domain::Document,
            Domain::VouchedWorker,
            Domain::VouchingToken,
            Domain::Sketch,
            Domain::WeeklyNetwork,
            Domain::RepresentativeNetwork,
            Domain::PaperForm,
            Domain::ShownOnce,
            Domain::ProofReference,
            Domain::SmsConversation,
            Domain::SmsText,
            Domain::TextNumber,
            Domain::SafetyBoardToken,
            Domain::SafetyBoard,
            Domain::SafetyReference,
            Domain::Open311Token,
            Domain::SafetyWitness,
            Domain::SafetyPlace,
            Domain::SafetySketch,
            Domain::WantedVisit,
            Domain::VisitDraw,
        ];

        let mut hashes: HashSet<_> = domains
            .iter()
            .map(|domain| ours.hash(*domain, b"same"))
            .collect();
        hashes.insert(ours.hash(Domain::Receipt, b"other"));
        hashes.insert(LookupKey::new(&keyring(2)).hash(Domain::Receipt, b"same"));

        assert_eq!(hashes.len(), domains.len() + 2);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", LookupKey::new(&keyring(1))), "LookupKey(…)");
    }
}
