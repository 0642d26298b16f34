//! The words of the directory.

use crate::text_enum;

text_enum! {
    /// Who may see something of a service.
    pub enum DirectoryTier {
        /// Everybody.
        Public => "public",
        /// Organisations that help, their staff and their programs.
        Partner => "partner",
        /// Only who looks after the entry: a shelter's address.
        Restricted => "restricted",
    }
}

text_enum! {
    /// How a service stands, in the words of the standard.
    pub enum ServiceStatus {
        /// It helps.
        Active => "active",
        /// It does not at present.
        Inactive => "inactive",
        /// There is none any more.
        Defunct => "defunct",
        /// It does again later.
        TemporarilyClosed => "temporarily closed",
    }
}

text_enum! {
    /// Whether somebody without papers is helped.
    pub enum DocumentedStatus {
        /// Everybody, with papers or without.
        Any => "any",
        /// Only who has papers.
        DocumentedOnly => "documented_only",
    }
}

text_enum! {
    /// How it was checked that an entry is right.
    pub enum ServiceVerificationMethod {
        /// Somebody called.
        Called => "called",
        /// Somebody went there.
        Visited => "visited",
        /// Somebody wrote and had an answer.
        Written => "written",
        /// The service says so itself, on its page.
        Website => "website",
        /// By whoever runs the service.
        ByTheService => "by_the_service",
    }
}

text_enum! {
    /// What a place is, in the words of the standard.
    pub enum ServicePlaceKind {
        /// One goes there.
        Physical => "physical",
        /// One writes there.
        Postal => "postal",
        /// One meets there by a network.
        Virtual => "virtual",
    }
}

text_enum! {
    /// How often something is repeated, in the words of the standard (RFC 5545).
    pub enum ScheduleFrequency {
        /// Week by week.
        Weekly => "WEEKLY",
        /// Month by month.
        Monthly => "MONTHLY",
    }
}

text_enum! {
    /// A day of the week, in the words of RFC 5545.
    pub enum ScheduleWeekday {
        /// Monday.
        Monday => "MO",
        /// Tuesday.
        Tuesday => "TU",
        /// Wednesday.
        Wednesday => "WE",
        /// Thursday.
        Thursday => "TH",
        /// Friday.
        Friday => "FR",
        /// Saturday.
        Saturday => "SA",
        /// Sunday.
        Sunday => "SU",
    }
}

text_enum! {
    /// Whether a service is open.
    pub enum OpeningState {
        /// It is.
        Open => "open",
        /// It is not.
        Closed => "closed",
        /// Nobody has said when it is, or it closes on public holidays and today may be one.
        Unknown => "unknown",
    }
}

text_enum! {
    /// What is wrong with a service.
    pub enum ServiceReportKind {
        /// Something in its entry is wrong: a number, an address, the hours.
        WrongInformation => "wrong_information",
        /// I asked for help and had none.
        DidNotHelp => "did_not_help",
        /// I was asked for money that I should not have to pay.
        AskedForMoney => "asked_for_money",
        /// Going there put me in danger, or my employer was told.
        NotSafe => "not_safe",
    }
}

text_enum! {
    /// How far a report on a service has come.
    pub enum ServiceReportState {
        /// Nobody has dealt with it.
        Open => "open",
        /// Somebody has.
        Closed => "closed",
    }
}

text_enum! {
    /// What came of a report on a service.
    pub enum ServiceReportOutcome {
        /// The entry was wrong and is right now.
        Corrected => "corrected",
        /// The entry was right.
        WasRight => "was_right",
        /// Those who help there were spoken with.
        TalkedToTheService => "talked_to_the_service",
        /// It could not be found out.
        CannotBeChecked => "cannot_be_checked",
    }
}

text_enum! {
    /// What was done with an entry.
    pub enum DirectoryAct {
        /// It was made.
        Created => "created",
        /// It was changed.
        Changed => "changed",
        /// A list said so.
        Imported => "imported",
    }
}
